//! What administrators decide about signing in.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::failure::Failure;
use crate::components::hydrated::hydrated;
use crate::components::loaded::loaded;
use crate::components::trouble::Trouble;
use crate::error::PortalError;
use crate::session::api::SignedInPerson;

/// Whether everybody who signs in with a password has to have a second factor.
///
/// # Errors
/// Those of every function for people who may see the portal's pages.
#[server(prefix = "/portal/api", endpoint = "users/sign-in-rules", input = Json)]
pub async fn is_second_factor_required() -> Result<bool, PortalError> {
    use crate::door;

    let (services, reader) = door::reader()?;
    Ok(services.sign_in_rules(&reader).await.map_err(door::fail)?.second_factor_required)
}

/// Requires a second factor of everybody, or no longer.
///
/// # Errors
/// [`PortalError::Refused`] where the administrator who requires one has none.
#[server(prefix = "/portal/api", endpoint = "users/sign-in-rules/change", input = Json)]
pub async fn require_second_factor(is_required: bool) -> Result<(), PortalError> {
    use crate::door;

    let (services, administrator) = door::administrator()?;
    let rules = service::SignInRules { second_factor_required: is_required };
    services.change_sign_in_rules(&administrator, rules).await.map_err(door::fail)
}

/// Reads the rule again.
#[derive(Clone, Copy)]
struct Changes(RwSignal<u32>);

#[component]
pub fn SignInRulesSection() -> impl IntoView {
    let changes = RwSignal::new(0);
    provide_context(Changes(changes));
    let rule = Resource::new(move || changes.get(), |_| is_second_factor_required());
    view! {
        <section class="part" aria-labelledby="sign-in-rules">
            <h2 id="sign-in-rules">"Signing in"</h2>
            {loaded(rule, waiting, show)}
        </section>
    }
    .into_inner()
    .into_any()
}

fn waiting() -> AnyView {
    view! { <p class="loading" role="status">"Loading…"</p> }.into_inner().into_any()
}

fn show(rule: Result<bool, PortalError>, retry: Callback<()>) -> AnyView {
    match rule {
        Ok(is_required) => view! { <Rule is_required/> }.into_inner().into_any(),
        Err(error) => view! { <Failure error retry/> }.into_inner().into_any(),
    }
}

#[component]
fn Rule(is_required: bool) -> impl IntoView {
    let hydrated = hydrated();
    let can_change = expect_context::<SignedInPerson>().role.can_change();
    let Changes(changes) = expect_context();
    let banners: Banners = expect_context();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<PortalError>);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match require_second_factor(!is_required).await {
                Ok(()) => {
                    banners.success(done(!is_required).to_owned());
                    changes.try_update(|changes| *changes += 1);
                }
                Err(error) => _ = failure.try_set(Some(error)),
            }
            busy.try_set(false);
        });
    };
    view! {
        <p>{standing(is_required)}</p>
        {move || failure.get().map(|error| view! {
            <div class="note bad" role="alert">{said(error)}</div>
        }.into_inner().into_any())}
        {can_change.then(|| view! {
            <p class="actions">
                <button
                    type="button"
                    class="button"
                    disabled=move || !hydrated.get()
                    aria-disabled=move || busy.get().then_some("true")
                    on:click=press
                >
                    {if is_required { "Require no second factor" } else { "Require a second factor" }}
                </button>
            </p>
        }.into_inner().into_any())}
    }
    .into_inner()
    .into_any()
}

fn standing(is_required: bool) -> &'static str {
    if is_required {
        "A second factor is required of everybody who signs in with a password. Who has none sets one up at the next sign-in."
    } else {
        "A second factor is each person's own choice."
    }
}

fn done(is_required: bool) -> &'static str {
    if is_required {
        "A second factor is required from now on."
    } else {
        "A second factor is required no longer."
    }
}

fn said(error: PortalError) -> AnyView {
    match error.problems().first() {
        Some(problem) => view! {
            <p>{problem.message.clone()}</p>
            <p><a href="/account">"Go to your account"</a></p>
        }
        .into_inner()
        .into_any(),
        None => view! { <Trouble error/> }.into_inner().into_any(),
    }
}
