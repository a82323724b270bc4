//! The question before an API key is revoked.

use leptos::prelude::*;

use crate::api_keys::api::{ApiKeyRow, revoke_api_key};
use crate::components::question::{DoIt, Doing, Question};
use crate::holders::secrets::last_used;

#[component]
pub fn Revocation(
    key_row: ApiKeyRow,
    close: Callback<()>,
    /// Runs with what to say.
    revoked: Callback<String>,
) -> impl IntoView {
    let ApiKeyRow { id, name, last_used: used, .. } = key_row;
    let done = ["API key “", &name, "” revoked."].concat();
    let act = Callback::new(move |()| -> Doing {
        let (id, done) = (id.clone(), done.clone());
        Box::pin(async move { revoke_api_key(id).await.map(|()| done) })
    });
    view! {
        <Question
            title=["Revoke “", &name, "”?"].concat()
            does=DoIt { label: "Revoke", busy: "Revoking…" }
            act
            close
            done=revoked
        >
            <p>"The program that uses it gets no answer from the next request on. This cannot be undone."</p>
            <p>"Last used: "{last_used(used)}</p>
        </Question>
    }
    .into_any()
}
