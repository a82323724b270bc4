//! What a page says that does nothing without its code.

use leptos::prelude::*;

use crate::components::hydrated::hydrated;

/// Says why the page needs JavaScript, as long as its code is not running. The style sheet keeps it out of sight for a
/// few seconds where scripts are allowed: most often the code is only on its way.
#[component]
pub fn NeedsScript(why: &'static str) -> impl IntoView {
    let hydrated = hydrated();
    move || {
        (!hydrated.get())
            .then(|| view! { <p class="note bad needs-script">{why}</p> }.into_inner().into_any())
    }
}
