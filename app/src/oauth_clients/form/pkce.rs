//! How a public client ties an authorization code to itself.

use domain::PkceMethod;
use leptos::prelude::*;

use crate::components::radio_card::RadioCard;
use crate::oauth_clients::form::typed::Typed;

const S256: &str = "The app sends the SHA-256 hash of a one-time random value first and the value itself with the code. \
                    A stolen code is worthless without the value.";
const PLAIN: &str =
    "The app sends the one-time value itself, twice. Only for apps that cannot compute SHA-256.";
const NONE: &str = "The app sends the code alone.";
const WHY_PLAIN_IS_WEAKER: &str = "Weaker than S256: whoever can read the first request has the value, and with a stolen code also the token.";
const WHY_NONE_IS_WEAKER: &str = "Weaker than S256: anything that gets hold of the code on its way to the app can exchange it for a token.";

#[component]
pub fn Pkce(typed: Typed) -> impl IntoView {
    let pkce = typed.pkce;
    let weakness = move || match pkce.get() {
        None => Some(WHY_NONE_IS_WEAKER),
        Some(PkceMethod::Plain) => Some(WHY_PLAIN_IS_WEAKER),
        Some(PkceMethod::S256) => None,
    };
    let choices = [
        ("pkce-s256", "S256", S256, Some(PkceMethod::S256)),
        ("pkce-plain", "Plain", PLAIN, Some(PkceMethod::Plain)),
        ("pkce-none", "None", NONE, None),
    ];
    view! {
        <fieldset class="cards" id="pkce" tabindex="-1" aria-describedby="pkce-weakness">
            <legend>"PKCE code challenge method"</legend>
            {choices
                .into_iter()
                .map(|(id, title, help, method)| view! {
                    <RadioCard
                        id
                        group="pkce"
                        title
                        help
                        chosen=Signal::derive(move || pkce.get() == method)
                        choose=move |()| pkce.set(method)
                    />
                })
                .collect_view()}
            <p class="weakness" id="pkce-weakness" role="status">
                {move || weakness().map(|why| view! {
                    <span class="icon icon-warning" aria-hidden="true"></span>
                    {why}
                }.into_inner().into_any())}
            </p>
        </fieldset>
    }
    .into_inner()
    .into_any()
}
