//! An OAuth client: what is typed and what has passed every rule.

use serde::{Deserialize, Serialize};

use crate::{
    ClientId, ClientName, ClientType, Description, FieldProblem, GrantType, PkceMethod, RedirectUri,
    WebOrigin,
};

mod check;
mod problem;

pub use problem::OAuthClientProblem;

/// An OAuth client as typed, or as sent to the REST API.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OAuthClientDraft {
    /// See [`ClientName`].
    pub client_name: String,
    /// See [`ClientId`]; empty means that the server makes one.
    #[serde(default)]
    pub client_id: String,
    /// Confidential or Public.
    pub client_type: ClientType,
    /// How it obtains tokens; Public is always Authorization Code.
    pub grant_type: GrantType,
    /// See [`RedirectUri`]; one to five for Authorization Code, none otherwise.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// See [`WebOrigin`]; at most five, for Authorization Code only.
    #[serde(default)]
    pub web_origins: Vec<String>,
    /// For Public only.
    #[serde(default)]
    pub pkce_code_challenge_method: Option<PkceMethod>,
    /// See [`Description`]; empty means none.
    #[serde(default)]
    pub description: String,
}

impl OAuthClientDraft {
    /// Checks the draft by every rule.
    ///
    /// # Errors
    /// All problems, in the order of the form.
    pub fn check(&self) -> Result<NewOAuthClient, Vec<FieldProblem>> {
        check::check(self)
    }
}

/// An OAuth client that passed every rule; made by [`OAuthClientDraft::check`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOAuthClient {
    name: ClientName,
    client_id: Option<ClientId>,
    client_type: ClientType,
    grant_type: GrantType,
    redirect_uris: Vec<RedirectUri>,
    web_origins: Vec<WebOrigin>,
    pkce_method: Option<PkceMethod>,
    description: Option<Description>,
}

impl NewOAuthClient {
    /// The name.
    pub fn name(&self) -> &ClientName {
        &self.name
    }

    /// The id that was asked for; none means that the server makes one.
    pub fn client_id(&self) -> Option<&ClientId> {
        self.client_id.as_ref()
    }

    /// Confidential or Public.
    pub fn client_type(&self) -> ClientType {
        self.client_type
    }

    /// How it obtains tokens.
    pub fn grant_type(&self) -> GrantType {
        self.grant_type
    }

    /// One to five for Authorization Code, none otherwise; no duplicates.
    pub fn redirect_uris(&self) -> &[RedirectUri] {
        &self.redirect_uris
    }

    /// At most five; no duplicates.
    pub fn web_origins(&self) -> &[WebOrigin] {
        &self.web_origins
    }

    /// The PKCE method of a Public client, if it asked for one.
    pub fn pkce_method(&self) -> Option<PkceMethod> {
        self.pkce_method
    }

    /// The description, never an empty one.
    pub fn description(&self) -> Option<&Description> {
        self.description.as_ref()
    }
}
