//! A key on offer, and the field for the code that shows that the app has it.

use leptos::prelude::*;

use crate::components::copyable::Copyable;
use crate::session::second_factor::api::Offer;
use crate::session::second_factor::code_field::{CodeEntry, CodeField};

/// Characters of the key that stand together, to be typed.
const GROUP: usize = 4;

/// The sealed key of an offer, and the code that was typed.
pub struct Answer {
    pub sealed: String,
    pub code: String,
    pub entry: CodeEntry,
}

#[component]
pub fn Offered(offer: Offer, answer: Callback<Answer>) -> impl IntoView {
    let Offer { key, qr_path, qr_size, sealed } = offer;
    let size = qr_size.to_string();
    let entry = CodeEntry::new("new-code");
    let submit = move || {
        if let Some(code) = entry.send() {
            answer.run(Answer { sealed: sealed.clone(), code, entry });
        }
    };

    view! {
        <ol class="steps">
            <li>
                <p>"Scan this with an authenticator app on your phone:"</p>
                <svg
                    class="qr"
                    viewBox=["0 0 ", &size, " ", &size].concat()
                    role="img"
                    aria-label="QR code for an authenticator app; the key below says the same"
                >
                    <path d=qr_path></path>
                </svg>
                <p>"Or type this key into it:"</p>
                <Copyable text=grouped(&key) action="Copy key"/>
            </li>
            <li>
                <form
                    novalidate
                    on:submit=move |ev| {
                        ev.prevent_default();
                        submit();
                    }
                >
                    <CodeField entry label="Code that the app shows then"/>
                    <button type="submit" class="button primary" aria-disabled=move || entry.busy.get().then_some("true")>
                        {move || if entry.busy.get() { "Setting up…" } else { "Set up" }}
                    </button>
                </form>
            </li>
        </ol>
    }
    .into_inner()
    .into_any()
}

fn grouped(key: &str) -> String {
    let mut grouped = String::new();
    for (place, character) in key.chars().enumerate() {
        if place > 0 && place % GROUP == 0 {
            grouped.push(' ');
        }
        grouped.push(character);
    }
    grouped
}
