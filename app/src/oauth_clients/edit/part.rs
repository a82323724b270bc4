//! The parts of a client that are compared one by one.

use domain::{ClientType, OAuthClientDraft, PkceMethod};
use leptos::prelude::*;

use crate::oauth_clients::form::typed::Typed;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Name,
    ClientType,
    GrantType,
    RedirectUris,
    WebOrigins,
    Pkce,
    Description,
}

impl Part {
    /// In the order of the form.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::ClientType,
        Self::GrantType,
        Self::RedirectUris,
        Self::WebOrigins,
        Self::Pkce,
        Self::Description,
    ];

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::ClientType => "Client type",
            Self::GrantType => "Grant type",
            Self::RedirectUris => "Redirect URIs",
            Self::WebOrigins => "Web origins",
            Self::Pkce => "PKCE code challenge method",
            Self::Description => "Description",
        }
    }

    /// What a draft has there, for people; a list has a line for each entry.
    pub fn text(self, draft: &OAuthClientDraft) -> String {
        match self {
            Self::Name => draft.client_name.clone(),
            Self::ClientType => draft.client_type.label().to_owned(),
            Self::GrantType => draft.grant_type.label().to_owned(),
            Self::RedirectUris => draft.redirect_uris.join("\n"),
            Self::WebOrigins => draft.web_origins.join("\n"),
            Self::Pkce => match draft.client_type {
                ClientType::Public => {
                    draft.pkce_code_challenge_method.map_or("None", PkceMethod::label).to_owned()
                }
                ClientType::Confidential => String::new(),
            },
            Self::Description => draft.description.clone(),
        }
    }

    /// Puts what a draft has there into the form.
    pub fn put(self, draft: &OAuthClientDraft, typed: Typed) {
        match self {
            Self::Name => typed.client_name.set(draft.client_name.clone()),
            Self::ClientType => typed.client_type.set(draft.client_type),
            Self::GrantType => typed.confidential_grant.set(draft.grant_type),
            Self::RedirectUris => typed.redirect_uris.fill(&draft.redirect_uris),
            Self::WebOrigins => typed.web_origins.fill(&draft.web_origins),
            Self::Pkce => typed.set_pkce(draft),
            Self::Description => typed.description.set(draft.description.clone()),
        }
    }
}
