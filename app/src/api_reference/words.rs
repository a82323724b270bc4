//! What the document says of things.

use leptos::prelude::*;

/// A text of the document, in which code stands between backticks.
pub fn words(text: &str) -> Vec<AnyView> {
    let part = |(number, part): (usize, &str)| {
        let part = part.to_owned();
        if number % 2 == 1 { view! { <code>{part}</code> }.into_inner().into_any() } else { part.into_any() }
    };
    text.split('`').enumerate().map(part).collect()
}
