//! Which scopes a token gets: what is asked for, of what there is to give (RFC 6749 §3.3).

use domain::Scopes;

use super::TokenRefusal;
use super::client_auth::ProvenClient;

/// What a client can be granted for a person: the scopes of OpenID Connect, and what its roles allow.
pub(crate) fn grantable(of_roles: &Scopes) -> Scopes {
    Scopes::open_id().union(of_roles)
}

/// The most bytes of the scopes in a token: servers take headers of about eight thousand.
const MAX_LENGTH: usize = 4_000;

/// What a principal's token is to be for, as far as the request says so (RFC 8707 §2).
#[derive(Clone, Copy)]
pub(super) enum Resource {
    /// This server itself.
    Gatehouse,
    /// Something else, or nothing was said.
    Unsaid,
}

/// What a client that acts for itself asked for, if its roles allow it; what they allow where it asked for nothing.
pub(super) fn of_client(
    client: &ProvenClient,
    scope: Option<&str>,
    resource: Resource,
) -> Result<Scopes, TokenRefusal> {
    let scopes = asked(scope)?.unwrap_or_else(|| by_default(&client.granted, resource));
    if !scopes.is_subset_of(&client.granted) {
        return Err(TokenRefusal::ScopeNotGranted);
    }
    let (own, others) = scopes.apart();
    // The token of a principal has one audience: its environment's, or this server.
    if client.environment.is_some() && !own.is_empty() && !others.is_empty() {
        return Err(TokenRefusal::ScopesApart);
    }
    if scopes.to_string().len() > MAX_LENGTH { Err(TokenRefusal::ScopeTooLong) } else { Ok(scopes) }
}

/// What a client gets that asks for nothing by name: what it may do at this server itself is left out, because the token
/// goes to others, unless it is for this server or the client may do nothing else.
fn by_default(granted: &Scopes, resource: Resource) -> Scopes {
    let (own, others) = granted.apart();
    match resource {
        Resource::Gatehouse if !own.is_empty() => own,
        Resource::Gatehouse | Resource::Unsaid if others.is_empty() => own,
        Resource::Gatehouse | Resource::Unsaid => others,
    }
}

/// What a person granted, without what the client's roles allow no longer.
pub(super) fn of_grant(client: &ProvenClient, granted: &Scopes) -> Scopes {
    granted.intersection(&grantable(&client.granted))
}

/// What a refresh asked for, if it was granted and is still allowed; all of that where it asked for nothing (RFC 6749 §6).
pub(super) fn of_refresh(
    client: &ProvenClient,
    granted: &Scopes,
    scope: Option<&str>,
) -> Result<Scopes, TokenRefusal> {
    let Some(asked) = asked(scope)? else { return Ok(of_grant(client, granted)) };
    if !asked.is_subset_of(&grantable(&client.granted)) {
        return Err(TokenRefusal::ScopeNotGranted);
    }
    if asked.is_subset_of(granted) { Ok(asked) } else { Err(TokenRefusal::ScopeGrown) }
}

/// What a request asks for; none where it is nothing.
fn asked(scope: Option<&str>) -> Result<Option<Scopes>, TokenRefusal> {
    let asked = Scopes::parse(scope.unwrap_or_default()).map_err(|_| TokenRefusal::ScopeNotGranted)?;
    Ok(Some(asked).filter(|asked| !asked.is_empty()))
}
