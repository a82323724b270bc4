//! Redirect URIs and web origins: each keeps our rules, is spelt right, or goes.

use domain::{ClientType, GrantType, MAX_ENTRIES, Problem, RedirectUri, RedirectUriProblem, WebOrigin};

use super::super::imported::Done;
use super::Notes;
use super::representation::Client;

const REDIRECT_URIS: &str = "redirectUris";
const WEB_ORIGINS: &str = "webOrigins";
/// The origins of the redirect URIs.
const THEIRS: &str = "+";

/// The redirect URIs that fit.
pub(super) fn redirect_uris(client: &Client, client_type: ClientType, notes: &mut Notes<'_>) -> Vec<String> {
    let parse = |text: &str| {
        let uri = RedirectUri::parse(text)?;
        if uri.is_private_use() && client_type != ClientType::Public {
            return Err(RedirectUriProblem::PrivateUseNotPublic);
        }
        Ok(uri)
    };
    let mut kept = Kept { field: REDIRECT_URIS, values: Vec::new() };
    for typed in &client.redirect_uris {
        // Keycloak resolves what begins with a slash against the root URL.
        let root = client.root_url.as_deref().unwrap_or_default().trim_end_matches('/');
        if typed.starts_with('/') && root.is_empty() {
            let problem = format!("{typed} is not absolute, and the client has no rootUrl.");
            notes.dropped(REDIRECT_URIS, problem);
            continue;
        }
        let whole = if typed.starts_with('/') { [root, typed].concat() } else { typed.clone() };
        kept.take(&whole, |text| parse(text).map(|uri| uri.as_str().to_owned()), notes);
    }
    kept.values
}

/// The web origins that fit, for a client that has any.
pub(super) fn web_origins(
    client: &Client,
    grant_type: GrantType,
    redirect_uris: &[String],
    notes: &mut Notes<'_>,
) -> Vec<String> {
    match grant_type {
        GrantType::AuthorizationCode => {}
        GrantType::ClientCredentials if client.web_origins.is_empty() => return Vec::new(),
        GrantType::ClientCredentials => {
            notes.dropped(WEB_ORIGINS, "It obtains tokens by itself, and not from a browser.");
            return Vec::new();
        }
    }
    let parse = |text: &str| WebOrigin::parse(text).map(|origin| origin.as_str().to_owned());
    let mut kept = Kept { field: WEB_ORIGINS, values: Vec::new() };
    for typed in client.web_origins.iter().filter(|typed| !typed.is_empty()) {
        if typed == THEIRS {
            let uris = redirect_uris.iter().filter_map(|uri| RedirectUri::parse(uri).ok());
            for origin in uris.filter_map(|uri| uri.origin()) {
                kept.take(&origin, parse, notes);
            }
        } else {
            kept.take(typed, parse, notes);
        }
    }
    kept.values
}

struct Kept {
    field: &'static str,
    values: Vec<String>,
}

impl Kept {
    /// Keeps a value that fits, or the right spelling of it, once.
    fn take<P: Problem>(
        &mut self,
        typed: &str,
        parse: impl Fn(&str) -> Result<String, P>,
        notes: &mut Notes<'_>,
    ) {
        let right = match parse(typed) {
            Ok(value) => value,
            Err(problem) => {
                let right = problem.suggestion().filter(|right| parse(right).is_ok());
                let words = format!("{typed}: {problem}");
                let Some(right) = right else {
                    notes.dropped(self.field, words);
                    return;
                };
                notes.say(self.field, words, Done::Replaced(right.clone()));
                right
            }
        };
        if self.values.contains(&right) {
            return;
        }
        if self.values.len() == MAX_ENTRIES {
            notes.dropped(self.field, format!("{right}: There are more than {MAX_ENTRIES}."));
            return;
        }
        self.values.push(right);
    }
}
