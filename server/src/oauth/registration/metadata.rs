//! What a program says of a client (RFC 7591 §2), and the draft of a client that it makes.

use domain::{ClientAuthMethod, ClientType, FieldProblem, GrantType, OAuthClientDraft, PkceMethod};
use serde::Deserialize;
use serde::de::IgnoredAny;
use service::OAuthClient;

const AUTHORIZATION_CODE: &str = "authorization_code";
const REFRESH_TOKEN: &str = "refresh_token";
const CLIENT_CREDENTIALS: &str = "client_credentials";
const CODE: &str = "code";

/// RFC 7591 §2: what this server does not understand is passed over, and what is `null` is not there.
#[derive(Default, Deserialize)]
pub(super) struct ClientMetadata {
    pub(super) client_id: Option<String>,
    pub(super) client_secret: Option<String>,
    client_name: Option<String>,
    redirect_uris: Option<Vec<String>>,
    /// Our own: which web pages may read answers of the token service.
    web_origins: Option<Vec<String>>,
    token_endpoint_auth_method: Option<String>,
    grant_types: Option<Vec<String>>,
    response_types: Option<Vec<String>>,
    registration_access_token: Option<IgnoredAny>,
    registration_client_uri: Option<IgnoredAny>,
    client_secret_expires_at: Option<IgnoredAny>,
    client_id_issued_at: Option<IgnoredAny>,
}

/// A rule that the metadata breaks.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MetadataProblem {
    /// By its name in RFC 7591 §2, as in `redirect_uris[0]`.
    pub(super) field: String,
    /// What is wrong, and what would be right.
    pub(super) rule: String,
}

impl MetadataProblem {
    pub(super) fn new(field: &str, rule: &str) -> Self {
        Self { field: field.to_owned(), rule: rule.to_owned() }
    }
}

impl From<FieldProblem> for MetadataProblem {
    fn from(problem: FieldProblem) -> Self {
        let field = problem.field.to_string();
        let field = match field.as_str() {
            "grant_type" => "grant_types",
            "client_type" => "token_endpoint_auth_method",
            other => other,
        };
        Self::new(field, &problem.message)
    }
}

impl ClientMetadata {
    /// The draft of the client, and how it proves who it is. What the metadata has no word for stays as it was `before`.
    pub(super) fn draft(
        &self,
        before: Option<&OAuthClient>,
    ) -> Result<(OAuthClientDraft, ClientAuthMethod), MetadataProblem> {
        let auth_method = self.auth_method()?;
        let client_type = match auth_method {
            ClientAuthMethod::None => ClientType::Public,
            ClientAuthMethod::ClientSecretBasic | ClientAuthMethod::ClientSecretPost => {
                ClientType::Confidential
            }
        };
        let grant_type = self.grant_type()?;
        self.check_response_types(grant_type)?;
        let before = before.map(OAuthClient::draft);
        let was_public = before.as_ref().filter(|before| before.client_type == ClientType::Public);
        let pkce_method = match (client_type, was_public) {
            (ClientType::Confidential, _) => None,
            (ClientType::Public, None) => Some(PkceMethod::S256),
            (ClientType::Public, Some(before)) => before.pkce_code_challenge_method,
        };
        let draft = OAuthClientDraft {
            client_name: self.client_name.clone().unwrap_or_default(),
            client_id: before.as_ref().map(|before| before.client_id.clone()).unwrap_or_default(),
            client_type,
            grant_type,
            redirect_uris: self.redirect_uris.clone().unwrap_or_default(),
            web_origins: self.web_origins.clone().unwrap_or_default(),
            pkce_code_challenge_method: pkce_method,
            description: before.map(|before| before.description).unwrap_or_default(),
        };
        Ok((draft, auth_method))
    }

    /// RFC 7591 §2: `client_secret_basic` where it is not said.
    fn auth_method(&self) -> Result<ClientAuthMethod, MetadataProblem> {
        let Some(name) = &self.token_endpoint_auth_method else { return Ok(ClientAuthMethod::default()) };
        ClientAuthMethod::parse(name).ok_or_else(|| {
            MetadataProblem::new(
                "token_endpoint_auth_method",
                "Use client_secret_basic, client_secret_post or none.",
            )
        })
    }

    /// RFC 7591 §2: `authorization_code` where it is not said. Its clients get refresh tokens as well, whether or not they
    /// say so.
    fn grant_type(&self) -> Result<GrantType, MetadataProblem> {
        let Some(names) = &self.grant_types else { return Ok(GrantType::AuthorizationCode) };
        let has = |name: &str| names.iter().any(|other| other == name);
        let known = [AUTHORIZATION_CODE, REFRESH_TOKEN, CLIENT_CREDENTIALS];
        let is_known = names.iter().all(|name| known.contains(&name.as_str()));
        match (has(AUTHORIZATION_CODE), has(CLIENT_CREDENTIALS)) {
            (true, false) if is_known => Ok(GrantType::AuthorizationCode),
            (false, true) if is_known && !has(REFRESH_TOKEN) => Ok(GrantType::ClientCredentials),
            _ => Err(MetadataProblem::new(
                "grant_types",
                "Use authorization_code, with or without refresh_token, or client_credentials alone.",
            )),
        }
    }

    /// RFC 7591 §2.1: they go with the grant types.
    fn check_response_types(&self, grant_type: GrantType) -> Result<(), MetadataProblem> {
        let Some(names) = &self.response_types else { return Ok(()) };
        let (is_right, rule) = match grant_type {
            GrantType::AuthorizationCode => {
                (names.iter().all(|name| name == CODE) && !names.is_empty(), "Use code.")
            }
            GrantType::ClientCredentials => (names.is_empty(), "A client of client_credentials has none."),
        };
        if is_right { Ok(()) } else { Err(MetadataProblem::new("response_types", rule)) }
    }

    /// RFC 7592 §2.2: what only the server says must not come back with a change.
    pub(super) fn check_as_change(&self) -> Result<(), MetadataProblem> {
        let told = [
            ("registration_access_token", self.registration_access_token.is_some()),
            ("registration_client_uri", self.registration_client_uri.is_some()),
            ("client_secret_expires_at", self.client_secret_expires_at.is_some()),
            ("client_id_issued_at", self.client_id_issued_at.is_some()),
        ];
        match told.into_iter().find(|(_, is_there)| *is_there) {
            Some((field, _)) => Err(MetadataProblem::new(field, "The server says this. Leave it out.")),
            None => Ok(()),
        }
    }
}

/// RFC 7591 §2: the grant types of a client.
pub(super) fn grant_types(grant_type: GrantType) -> &'static [&'static str] {
    match grant_type {
        GrantType::AuthorizationCode => &[AUTHORIZATION_CODE, REFRESH_TOKEN],
        GrantType::ClientCredentials => &[CLIENT_CREDENTIALS],
    }
}

/// RFC 7591 §2: the response types of a client.
pub(super) fn response_types(grant_type: GrantType) -> &'static [&'static str] {
    match grant_type {
        GrantType::AuthorizationCode => &[CODE],
        GrantType::ClientCredentials => &[],
    }
}
