//! What a change of type or grant takes away, said before it is saved.

use domain::{ClientType, OAuthClientDraft};
use leptos::prelude::*;

use crate::components::modal::Modal;

/// Something that no longer applies.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Loss {
    /// "2 redirect URIs"
    name: String,
    /// Each of them, where they can be shown.
    values: Vec<String>,
}

impl Loss {
    fn of(name: String) -> Self {
        Self { name, values: Vec::new() }
    }

    fn each(values: &[String], one: &str) -> Option<Self> {
        count(values.len(), one).map(|name| Self { name, values: values.to_vec() })
    }
}

/// What is to be agreed to.
#[derive(Clone, PartialEq, Eq)]
pub struct Losses {
    dropped: Vec<Loss>,
    ends_secrets: bool,
    makes_secret: bool,
}

impl Losses {
    /// None where the change takes nothing away and makes no secret. `secrets` is how many count, where that is known.
    pub fn between(
        before: &OAuthClientDraft,
        after: &OAuthClientDraft,
        secrets: Option<usize>,
    ) -> Option<Self> {
        let mut dropped = Vec::new();
        if before.grant_type != after.grant_type {
            dropped.extend(Loss::each(&before.redirect_uris, "redirect URI"));
            dropped.extend(Loss::each(&before.web_origins, "web origin"));
        }
        let (was, is) = (before.client_type, after.client_type);
        let makes_secret = was == ClientType::Public && is == ClientType::Confidential;
        let becomes_public = was == ClientType::Confidential && is == ClientType::Public;
        if makes_secret {
            let method = before.pkce_code_challenge_method;
            dropped.extend(method.map(|method| Loss::of(["PKCE method ", method.label()].concat())));
        }
        if becomes_public {
            match secrets {
                Some(secrets) => dropped.extend(count(secrets, "client secret").map(Loss::of)),
                None => dropped.push(Loss::of("its client secrets".to_owned())),
            }
        }
        let ends_secrets = becomes_public && secrets != Some(0);
        (makes_secret || !dropped.is_empty()).then_some(Self { dropped, ends_secrets, makes_secret })
    }
}

fn count(number: usize, one: &str) -> Option<String> {
    match number {
        0 => None,
        1 => Some(["1 ", one].concat()),
        _ => Some([&number.to_string(), " ", one, "s"].concat()),
    }
}

fn item(loss: Loss) -> AnyView {
    let Loss { name, values } = loss;
    let value = |value| view! { <code class="lost">{value}</code> }.into_inner().into_any();
    view! { <li>{name}{values.into_iter().map(value).collect_view()}</li> }.into_inner().into_any()
}

#[component]
pub fn LossesModal(lost: Losses, losses: RwSignal<Option<Losses>>, send: Callback<()>) -> impl IntoView {
    let Losses { dropped, ends_secrets, makes_secret } = lost;
    let close = Callback::new(move |()| losses.set(None));
    let go_on = move |_| {
        close.run(());
        send.run(());
    };
    view! {
        <Modal title="Save this change?" close>
            {(!dropped.is_empty()).then(|| view! {
                <p>"What no longer applies is removed for good:"</p>
                <ul>{dropped.into_iter().map(item).collect_view()}</ul>
            }.into_any())}
            {ends_secrets.then(|| view! {
                <p class="note warn">
                    <span class="icon icon-warning" aria-hidden="true"></span>
                    "Applications that use these secrets get no more tokens with them."
                </p>
            }.into_inner().into_any())}
            {makes_secret.then(|| view! {
                <p>"A client secret is made, and shown once when the change is saved. The application needs it from then on."</p>
            }.into_inner().into_any())}
            <p class="actions end">
                <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                <button type="button" class="button primary" on:click=go_on>"Save"</button>
            </p>
        </Modal>
    }
    .into_inner()
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::Losses;
    use domain::{ClientType, GrantType, OAuthClientDraft, PkceMethod};

    fn service() -> OAuthClientDraft {
        OAuthClientDraft { client_name: "Billing".to_owned(), ..OAuthClientDraft::default() }
    }

    fn app() -> OAuthClientDraft {
        OAuthClientDraft {
            client_type: ClientType::Public,
            grant_type: GrantType::AuthorizationCode,
            redirect_uris: vec!["https://a.example/".to_owned(), "https://b.example/".to_owned()],
            web_origins: vec!["https://a.example".to_owned()],
            pkce_code_challenge_method: Some(PkceMethod::S256),
            ..service()
        }
    }

    fn names(lost: &Losses) -> Vec<&str> {
        lost.dropped.iter().map(|loss| loss.name.as_str()).collect()
    }

    #[test]
    fn what_stays_needs_no_question() {
        let renamed = OAuthClientDraft { client_name: "Shop".to_owned(), ..app() };
        assert!(Losses::between(&app(), &renamed, Some(0)).is_none());
    }

    #[test]
    fn another_grant_drops_the_addresses_and_a_confidential_client_gets_a_secret() {
        let lost = Losses::between(&app(), &service(), Some(0)).unwrap();
        assert_eq!(names(&lost), ["2 redirect URIs", "1 web origin", "PKCE method S256"]);
        assert_eq!(lost.dropped[0].values, app().redirect_uris);
        assert_eq!(lost.dropped[1].values, app().web_origins);
        assert!(lost.makes_secret && !lost.ends_secrets);
    }

    #[test]
    fn a_client_that_becomes_public_loses_its_secrets() {
        let lost = Losses::between(&service(), &app(), Some(2)).unwrap();
        assert_eq!(names(&lost), ["2 client secrets"]);
        assert!(lost.ends_secrets && !lost.makes_secret);
        let lost = Losses::between(&service(), &app(), None).unwrap();
        assert_eq!(names(&lost), ["its client secrets"]);
    }
}
