//! OAuth clients as programs see them and write them.

use domain::{ClientListView, ClientOrder, ClientType, GrantType, OAuthClientDraft, PkceMethod, Status};
use serde::{Deserialize, Serialize};
use service::ClientSecret;
use utoipa::{IntoParams, ToSchema};

use crate::api::choices::{ClientTypeChoice, GrantTypeChoice, PkceMethodChoice, StatusChoice};
use crate::api::page_size::PageSize;
use crate::api::time::Time;

/// An application that obtains tokens.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct OAuthClient {
    /// What people call it.
    pub(super) client_name: String,
    /// The `client_id` of RFC 6749 §2.2.
    pub(super) client_id: String,
    #[schema(value_type = ClientTypeChoice)]
    client_type: ClientType,
    #[schema(value_type = GrantTypeChoice)]
    grant_type: GrantType,
    /// Where answers to authorization requests may go; none for client credentials.
    redirect_uris: Vec<String>,
    /// Which web pages may read answers of the token service; none for client credentials.
    web_origins: Vec<String>,
    /// The PKCE method that a public client must use; `null` where none is set.
    #[schema(value_type = Option<PkceMethodChoice>, required)]
    pkce_code_challenge_method: Option<PkceMethod>,
    /// Absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[schema(value_type = StatusChoice)]
    status: Status,
    created_at: Time,
    /// Absent until the first change.
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<Time>,
}

impl From<service::OAuthClient> for OAuthClient {
    fn from(client: service::OAuthClient) -> Self {
        let draft = client.draft();
        Self {
            client_name: draft.client_name,
            client_id: draft.client_id,
            client_type: draft.client_type,
            grant_type: draft.grant_type,
            redirect_uris: draft.redirect_uris,
            web_origins: draft.web_origins,
            pkce_code_challenge_method: draft.pkce_code_challenge_method,
            description: (!draft.description.is_empty()).then_some(draft.description),
            status: client.status,
            created_at: Time::of(client.created_at),
            updated_at: client.updated_at.map(Time::of),
        }
    }
}

/// A client, with the secret that was just made for it.
#[derive(Serialize, ToSchema)]
pub(super) struct OAuthClientWithSecret {
    #[serde(flatten)]
    client: OAuthClient,
    /// The secret of a confidential client. Shown once: absent in a replay.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
}

impl OAuthClientWithSecret {
    pub(super) fn new(client: OAuthClient, secret: Option<&ClientSecret>) -> Self {
        Self { client, client_secret: secret.map(|secret| secret.reveal().to_owned()) }
    }
}

/// A client as it is to be. Fields that do not apply to its type and grant are refused.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OAuthClientFields {
    /// 1 to 255 letters and digits of any script, with single spaces between words; unique without regard to case.
    client_name: String,
    /// ASCII letters, digits, `_` and `-`. The prefix `app-` is added where it is missing; made by the server where the
    /// whole is absent. It can never be changed.
    pub(super) client_id: Option<String>,
    #[schema(value_type = ClientTypeChoice)]
    client_type: ClientType,
    /// Where it is absent: `client_credentials` of a confidential client, `authorization_code` of a public one.
    #[schema(value_type = Option<GrantTypeChoice>)]
    grant_type: Option<GrantType>,
    /// 1 to 5, for `authorization_code` only.
    #[schema(max_items = 5)]
    redirect_uris: Option<Vec<String>>,
    /// At most 5, for `authorization_code` only.
    #[schema(max_items = 5)]
    web_origins: Option<Vec<String>>,
    /// For a public client only.
    #[schema(value_type = Option<PkceMethodChoice>)]
    pkce_code_challenge_method: Option<PkceMethod>,
    /// At most 255 characters.
    description: Option<String>,
}

/// The fields of a client that are to be others; `null` takes one away. A change of `client_type` or `grant_type` comes
/// with the removal of the fields that do not apply any more: nothing is dropped unseen.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: the patch is applied to what is stored")]
pub(super) struct OAuthClientPatch {
    #[schema(nullable = false)]
    client_name: Option<String>,
    /// The one it has: it can never be changed.
    #[schema(nullable = false)]
    client_id: Option<String>,
    #[schema(value_type = ClientTypeChoice, required = false)]
    client_type: Option<ClientType>,
    #[schema(value_type = Option<GrantTypeChoice>)]
    grant_type: Option<GrantType>,
    #[schema(max_items = 5)]
    redirect_uris: Option<Vec<String>>,
    #[schema(max_items = 5)]
    web_origins: Option<Vec<String>>,
    #[schema(value_type = Option<PkceMethodChoice>)]
    pkce_code_challenge_method: Option<PkceMethod>,
    description: Option<String>,
}

impl From<OAuthClientFields> for OAuthClientDraft {
    fn from(fields: OAuthClientFields) -> Self {
        let usual = match fields.client_type {
            ClientType::Confidential => GrantType::ClientCredentials,
            ClientType::Public => GrantType::AuthorizationCode,
        };
        Self {
            client_name: fields.client_name,
            client_id: fields.client_id.unwrap_or_default(),
            client_type: fields.client_type,
            grant_type: fields.grant_type.unwrap_or(usual),
            redirect_uris: fields.redirect_uris.unwrap_or_default(),
            web_origins: fields.web_origins.unwrap_or_default(),
            pkce_code_challenge_method: fields.pkce_code_challenge_method,
            description: fields.description.unwrap_or_default(),
        }
    }
}

impl From<OAuthClientDraft> for OAuthClientFields {
    fn from(draft: OAuthClientDraft) -> Self {
        Self {
            client_name: draft.client_name,
            client_id: Some(draft.client_id),
            client_type: draft.client_type,
            grant_type: Some(draft.grant_type),
            redirect_uris: Some(draft.redirect_uris),
            web_origins: Some(draft.web_origins),
            pkce_code_challenge_method: draft.pkce_code_challenge_method,
            description: Some(draft.description),
        }
    }
}

/// How the copy of a client is to differ from it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OAuthClientCopy {
    /// The first free name of a copy where it is absent.
    pub(super) client_name: Option<String>,
    /// Made by the server where it is absent.
    pub(super) client_id: Option<String>,
}

/// What is wanted of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OAuthClientsAsked {
    /// Words that begin words of the name, the client ID or the description.
    q: Option<String>,
    /// Only those with this status.
    #[param(value_type = Option<StatusChoice>)]
    status: Option<Status>,
    /// Only those of this type.
    #[param(value_type = Option<ClientTypeChoice>)]
    client_type: Option<ClientType>,
    /// Only those with this grant type.
    #[param(value_type = Option<GrantTypeChoice>)]
    grant_type: Option<GrantType>,
    /// Which come first: a field, with `-` before it for the other way round.
    #[serde(default)]
    #[param(value_type = Option<String>, pattern = "^-?(status|client_name|client_id|client_type|grant_type|created_at|updated_at)$", example = "-created_at")]
    sort: ClientOrder,
    /// How many on a page.
    #[serde(default)]
    #[param(inline)]
    pub(super) limit: PageSize,
    /// The `next_cursor` of the page before.
    pub(super) cursor: Option<String>,
}

impl OAuthClientsAsked {
    pub(super) fn view(&self) -> ClientListView {
        ClientListView {
            q: self.q.clone().unwrap_or_default(),
            status: self.status,
            client_type: self.client_type,
            grant_type: self.grant_type,
            sort: self.sort,
        }
    }
}
