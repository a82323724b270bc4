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

/// What a client that acts for itself asked for, if its roles allow it; all that they allow where it asked for nothing.
pub(super) fn of_client(client: &ProvenClient, scope: Option<&str>) -> Result<Scopes, TokenRefusal> {
    let scopes = asked(scope)?.unwrap_or_else(|| client.granted.clone());
    if !scopes.is_subset_of(&client.granted) {
        return Err(TokenRefusal::ScopeNotGranted);
    }
    if scopes.to_string().len() > MAX_LENGTH { Err(TokenRefusal::ScopeTooLong) } else { Ok(scopes) }
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
