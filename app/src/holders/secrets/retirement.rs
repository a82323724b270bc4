//! The question before a secret is made to count no longer.

use domain::HolderKind;
use leptos::prelude::*;

use crate::components::retirement::{RetirementQuestion, Retiring};
use crate::holders::ShownHolder;
use crate::holders::api::{SecretRow, retire_client_secret};
use crate::holders::secrets::last_used;

#[component]
pub fn Retirement(
    holder: ShownHolder,
    secret: SecretRow,
    close: Callback<()>,
    /// Runs once the secret is retired.
    done: Callback<()>,
) -> impl IntoView {
    let SecretRow { id, label, last_used: used, .. } = secret;
    let retire = Callback::new({
        let id = id.clone();
        move |()| -> Retiring { Box::pin(retire_client_secret(holder.client_id.get_value(), id.clone())) }
    });
    let warning = Signal::derive(move || {
        let is_other = |other: &SecretRow| other.id != id && other.state.is_valid();
        let has_others = holder.secrets.with(|secrets| secrets.iter().any(is_other));
        (!has_others).then(|| last_words(holder.kind))
    });
    view! {
        <RetirementQuestion
            title=["Retire “", &label, "”?"].concat()
            lead="It can never be used again. This cannot be undone."
            last_used=last_used(used)
            warning
            retire
            retired=["“", &label, "” retired."].concat()
            close
            done
            answered=holder.refresh
        />
    }
    .into_inner()
    .into_any()
}

fn last_words(kind: HolderKind) -> &'static str {
    match kind {
        HolderKind::OAuthClient => {
            "This is the last valid secret. Without one the client gets no more tokens, until you generate a new \
             secret and configure the application with it."
        }
        HolderKind::ServicePrincipal => {
            "This is the last valid secret. Without one the principal gets no more tokens, until you generate a new \
             secret and configure the system with it."
        }
    }
}
