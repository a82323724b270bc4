//! The one sight of recovery codes.

use leptos::prelude::*;

use crate::components::copyable::Copyable;
use crate::components::download::download;
use crate::components::focus::focus_later;
use crate::components::one_time_dialog::ask_before_leaving;
use crate::session::second_factor::api::ShownCodes;

const TITLE: &str = "recovery-codes";
const FILE: &str = "gatehouse-recovery-codes.txt";

#[component]
pub fn Codes(
    codes: ShownCodes,
    /// Where the person goes on to who has stored them.
    next: Option<String>,
    /// Takes them away, where the person stays on the page.
    done: Callback<()>,
) -> impl IntoView {
    let ShownCodes(codes) = codes;
    let text = codes.join("\n");
    let has_failed = RwSignal::new(false);
    let save = {
        let text = [text.as_str(), "\n"].concat();
        move |_| has_failed.set(download(FILE, "text/plain", &text).is_err())
    };
    let is_saved = StoredValue::new(false);
    ask_before_leaving(move || is_saved.try_get_value() == Some(false));
    focus_later(TITLE);

    view! {
        <p id=TITLE class="label" tabindex="-1">"Your recovery codes"</p>
        <p>"Each of them replaces the app once. Keep them where you would look without your phone."</p>
        <p class="note warn">
            <span class="icon icon-warning" aria-hidden="true"></span>
            "This is the only time they are shown. Only digests of them are kept here, so nobody can look them up later."
        </p>
        <Copyable text action="Copy recovery codes" is_block=true/>
        <p class="actions">
            <button type="button" class="button" on:click=save>"Download"</button>
            {match next {
                Some(next) => view! {
                    <a class="button primary" href=next on:click=move |_| is_saved.set_value(true)>"I have saved them"</a>
                }.into_inner().into_any(),
                None => view! {
                    <button type="button" class="button primary" on:click=move |_| done.run(())>"I have saved them"</button>
                }.into_inner().into_any(),
            }}
        </p>
        {move || has_failed.get().then(|| view! {
            <p class="note bad" role="alert">"The browser saves no file. Copy the codes instead."</p>
        }.into_inner().into_any())}
    }
    .into_inner()
    .into_any()
}
