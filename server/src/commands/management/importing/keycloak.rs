//! Clients of a Keycloak realm, as Keycloak exports it (its `RealmRepresentation`, of which the `ClientRepresentation`s).

mod addresses;
mod names;
mod representation;

use std::collections::HashSet;

use anyhow::{Context as _, bail};
use domain::{ClientId, ClientName, ClientType, GrantType, OAuthClientDraft, PkceMethod, Status};
use service::OAuthClientEntry;

use super::imported::{Done, Imported, Remark};
use representation::{Client, Realm};

const NO_REALM: &str = "this is no realm as Keycloak exports it";
/// Bytes of an export.
const LIMIT: usize = 16 * 1024 * 1024;
/// The clients that every realm has for Keycloak itself.
const BUILT_IN: [&str; 6] =
    ["account", "account-console", "admin-cli", "broker", "realm-management", "security-admin-console"];

/// Reads an export.
pub(super) fn read(text: &str) -> anyhow::Result<Imported> {
    if text.len() > LIMIT {
        bail!("the export is longer than 16 MiB");
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let realm: Realm = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| anyhow::anyhow!("{}: {}", error.path(), place(error.inner())))
        .context(NO_REALM)?;
    deserializer.end().map_err(|error| anyhow::anyhow!(place(&error))).context(NO_REALM)?;
    let mut reading = Reading::default();
    for client in &realm.clients {
        reading.client(client);
    }
    Ok(reading.imported)
}

/// Where it is wrong. The library's own words would repeat what is there, and an export holds secrets.
fn place(error: &serde_json::Error) -> String {
    format!("line {}, column {}", error.line(), error.column())
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    imported: Imported,
    client_ids: HashSet<String>,
    names: HashSet<String>,
}

/// Notes what becomes of the fields of one client.
struct Notes<'a> {
    client: &'a str,
    remarks: &'a mut Vec<Remark>,
}

impl Notes<'_> {
    fn say(&mut self, field: &str, problem: impl Into<String>, done: Done) {
        let (client, field, problem) = (self.client.to_owned(), field.to_owned(), problem.into());
        self.remarks.push(Remark { client, field, problem, done });
    }

    fn dropped(&mut self, field: &str, problem: impl Into<String>) {
        self.say(field, problem, Done::Dropped);
    }
}

impl Reading {
    fn client(&mut self, client: &Client) {
        let Imported { clients, remarks } = &mut self.imported;
        let mut notes = Notes { client: &client.client_id, remarks };
        let read = match entry(client, &mut notes) {
            Ok(entry) => entry,
            Err((field, problem)) => {
                notes.say(field, problem, Done::LeftOut);
                return;
            }
        };
        let mut entry = read;
        if !self.client_ids.insert(entry.client_id.clone()) {
            notes.say("clientId", "Another client of the realm has this one.", Done::LeftOut);
            return;
        }
        if let Some(free) = names::free(&entry.client_name, &self.names) {
            let problem = "Another client of the realm has this name, in this or another case.";
            notes.say("name", problem, Done::Replaced(free.clone()));
            entry.client_name = free;
        }
        self.names.insert(ClientName::parse(&entry.client_name).map(|name| name.key()).unwrap_or_default());
        clients.push(entry);
    }
}

/// The field for which a client is left out, and why.
type LeftOut = (&'static str, String);

fn entry(client: &Client, notes: &mut Notes<'_>) -> Result<OAuthClientEntry, LeftOut> {
    let left_out = |field, problem: &str| Err((field, problem.to_owned()));
    if BUILT_IN.contains(&client.client_id.as_str()) {
        return left_out("clientId", "This is one of Keycloak's own clients.");
    }
    if client.protocol.as_deref().is_some_and(|protocol| protocol != "openid-connect") {
        return left_out("protocol", "Only clients of OpenID Connect are known here.");
    }
    if client.bearer_only {
        return left_out("bearerOnly", "It asks for no tokens. Make its roles an API instead.");
    }
    let client_id = client_id(client, notes)?;
    if client.implicit_flow_enabled {
        notes
            .dropped("implicitFlowEnabled", "Tokens are not given to a browser's address (RFC 9700 §2.1.2).");
    }
    if client.direct_access_grants_enabled {
        notes.dropped(
            "directAccessGrantsEnabled",
            "People give their password to the sign-in page only (RFC 9700 §2.4).",
        );
    }
    if client.has_secret() {
        notes.dropped("secret", "A secret is never taken over: a new one is made, and shown once.");
    }
    let client_type = if client.public_client { ClientType::Public } else { ClientType::Confidential };
    let redirect_uris = addresses::redirect_uris(client, client_type, notes);
    let (grant_type, redirect_uris) = grant(client, redirect_uris, notes)?;
    let web_origins = addresses::web_origins(client, grant_type, &redirect_uris, notes);
    let draft = OAuthClientDraft {
        client_name: names::client_name(client, notes),
        client_id,
        client_type,
        grant_type,
        redirect_uris,
        web_origins,
        pkce_code_challenge_method: pkce_method(client, client_type, notes),
        description: names::description(client, notes),
    };
    // What each field was made from keeps the rules; here they are judged as a whole.
    let draft = match draft.check() {
        Ok(_) => draft,
        Err(problems) => {
            let problem = problems.into_iter().next().map(|problem| problem.message).unwrap_or_default();
            return Err(("clientId", problem));
        }
    };
    Ok(OAuthClientEntry {
        client_name: draft.client_name,
        client_id: draft.client_id,
        client_type: draft.client_type,
        grant_type: draft.grant_type,
        redirect_uris: draft.redirect_uris,
        web_origins: draft.web_origins,
        pkce_code_challenge_method: draft.pkce_code_challenge_method,
        description: draft.description,
        status: Some(if client.enabled { Status::Enabled } else { Status::Disabled }),
        roles: None,
    })
}

/// The client id, with our prefix and without what it may not hold.
fn client_id(client: &Client, notes: &mut Notes<'_>) -> Result<String, LeftOut> {
    let typed = client.client_id.as_str();
    let (right, problem) = match ClientId::parse(typed) {
        Ok(client_id) if client_id.as_str() == typed => return Ok(client_id.into()),
        Ok(client_id) => (client_id, "Client IDs start with app- here. Tell the application.".to_owned()),
        Err(problem) => {
            let is_allowed = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-');
            let cleaned: String =
                typed.chars().map(|sign| if is_allowed(sign) { sign } else { '-' }).collect();
            let cleaned = ClientId::parse(cleaned.trim_matches('-'));
            (cleaned.map_err(|_| ("clientId", problem.to_string()))?, problem.to_string())
        }
    };
    notes.say("clientId", problem, Done::Replaced(right.to_string()));
    Ok(right.into())
}

/// How the client obtains tokens: here it is in one way.
fn grant(
    client: &Client,
    redirect_uris: Vec<String>,
    notes: &mut Notes<'_>,
) -> Result<(GrantType, Vec<String>), LeftOut> {
    let by_itself = client.service_accounts_enabled && !client.public_client;
    if client.standard_flow_enabled && !redirect_uris.is_empty() {
        if by_itself {
            notes.dropped(
                "serviceAccountsEnabled",
                "A client obtains tokens in one way, and this one for people. Register another one for itself.",
            );
        }
        return Ok((GrantType::AuthorizationCode, redirect_uris));
    }
    if by_itself {
        if client.standard_flow_enabled {
            notes.dropped(
                "standardFlowEnabled",
                "No redirect URI is left, so it obtains tokens by itself only.",
            );
        } else if !redirect_uris.is_empty() {
            notes.dropped("redirectUris", "It obtains tokens by itself, without any redirect.");
        }
        return Ok((GrantType::ClientCredentials, Vec::new()));
    }
    if client.standard_flow_enabled {
        return Err(("redirectUris", "No redirect URI fits, and it needs one.".to_owned()));
    }
    Err(("standardFlowEnabled", "It obtains tokens in no way that there is here.".to_owned()))
}

fn pkce_method(client: &Client, client_type: ClientType, notes: &mut Notes<'_>) -> Option<PkceMethod> {
    const FIELD: &str = "attributes.pkce.code.challenge.method";
    let typed = client.pkce_method().filter(|method| !method.is_empty())?;
    match (PkceMethod::parse(typed), client_type) {
        (Some(method), ClientType::Public) => Some(method),
        (Some(_), ClientType::Confidential) => {
            notes.dropped(FIELD, "This applies to Public clients only.");
            None
        }
        (None, ClientType::Public | ClientType::Confidential) => {
            notes.dropped(FIELD, "There is no such method. There are plain and S256.");
            None
        }
    }
}
