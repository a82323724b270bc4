//! What an application may know of the person who signed in, by the scopes that it has: the same in the ID token and from
//! the user info endpoint (OpenID Connect Core §5.4).

use domain::{Scope, Scopes};
use serde::Serialize;
use store::PortalUser;

/// The claims about a person that scopes allow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonClaims {
    /// The name they sign in with, for `profile`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_username: Option<String>,
    /// What they may do here, for `profile` (RFC 9068 §2.2.3.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<[&'static str; 1]>,
    /// For `email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// For `email`: whoever made the account vouches for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
}

impl PersonClaims {
    pub(crate) fn new(user: &PortalUser, scopes: &Scopes) -> Self {
        let (has_profile, has_email) = (scopes.contains(Scope::Profile), scopes.contains(Scope::Email));
        let email = || user.email.as_str().to_owned();
        Self {
            preferred_username: has_profile.then(email),
            roles: has_profile.then_some([user.role.as_str()]),
            email: has_email.then(email),
            email_verified: has_email.then_some(true),
        }
    }
}
