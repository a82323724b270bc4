//! The question before a key is made to count no longer.

use leptos::prelude::*;

use super::ShownPrincipal;
use crate::components::retirement::{RetirementQuestion, Retiring};
use crate::holders::secrets::last_used;
use crate::secure_module::principals::api::{CredentialRow, retire_key};

const LAST: &str = "This is the last valid key. Without one the principal gets no more tokens, until you add a new key \
                    and configure the system with it.";

#[component]
pub fn Retirement(
    shown: ShownPrincipal,
    key: CredentialRow,
    close: Callback<()>,
    /// Runs once the key is retired.
    done: Callback<()>,
) -> impl IntoView {
    let CredentialRow { id, kid, last_used: used, .. } = key;
    let retire = Callback::new({
        let id = id.clone();
        move |()| -> Retiring { Box::pin(retire_key(shown.holder.client_id.get_value(), id.clone())) }
    });
    let warning = Signal::derive(move || {
        let is_other = |other: &CredentialRow| other.id != id && other.state.is_valid();
        let has_others = shown.principal.with(|detail| detail.credentials.iter().any(is_other));
        (!has_others).then_some(LAST)
    });
    view! {
        <RetirementQuestion
            title=["Retire key “", &kid, "”?"].concat()
            lead="Assertions that it signed are refused from now on. This cannot be undone."
            last_used=last_used(used)
            warning
            retire
            retired=["Key “", &kid, "” retired."].concat()
            close
            done
            answered=shown.holder.refresh
        />
    }
    .into_inner()
    .into_any()
}
