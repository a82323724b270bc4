//! How a place in a list is written in an address: opaque to everybody but the server that reads it back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ClientOrder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::{ClientPlace, ClientPosition, EventPosition, PrincipalPlace, PrincipalPosition, SortKey};

use crate::ServiceError;

const LAST: &str = "last";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Side {
    After,
    Before,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Key {
    Text(String),
    Time(i64),
}

/// The page of clients that comes after a client's place.
pub(crate) fn after(position: ClientPosition) -> String {
    write_client(Side::After, position)
}

/// The page of clients that comes before a client's place.
pub(crate) fn before(position: ClientPosition) -> String {
    write_client(Side::Before, position)
}

/// The last page of clients.
pub(crate) fn last() -> String {
    LAST.to_owned()
}

fn write_client(side: Side, position: ClientPosition) -> String {
    let key = match position.key {
        SortKey::Text(text) => Key::Text(text),
        SortKey::Time(time) => Key::Time(time),
    };
    write(&(side, key, position.id))
}

/// The place that a page of clients starts from, in this order.
pub(crate) fn client_place(token: Option<&str>, order: ClientOrder) -> Result<ClientPlace, ServiceError> {
    let token = match token {
        None => return Ok(ClientPlace::First),
        Some(LAST) => return Ok(ClientPlace::Last),
        Some(token) => token,
    };
    let (side, key, id): (Side, Key, String) = read(token)?;
    let key = match key {
        Key::Text(text) => SortKey::Text(storable(text)?),
        Key::Time(time) => SortKey::Time(time),
    };
    let position = ClientPosition { key, id: storable(id)? };
    if !position.fits(order) {
        return Err(ServiceError::PositionMalformed);
    }
    Ok(match side {
        Side::After => ClientPlace::After(position),
        Side::Before => ClientPlace::Before(position),
    })
}

/// The page of principals that comes after this one.
pub(crate) fn after_principal(position: PrincipalPosition) -> String {
    write(&(Side::After, position.created_at, position.id))
}

/// The page of principals that comes before this one.
pub(crate) fn before_principal(position: PrincipalPosition) -> String {
    write(&(Side::Before, position.created_at, position.id))
}

/// The place that a page of principals starts from.
pub(crate) fn principal_place(token: Option<&str>) -> Result<PrincipalPlace, ServiceError> {
    let Some(token) = token else { return Ok(PrincipalPlace::First) };
    let (side, created_at, id): (Side, i64, String) = read(token)?;
    let position = PrincipalPosition { created_at, id: storable(id)? };
    Ok(match side {
        Side::After => PrincipalPlace::After(position),
        Side::Before => PrincipalPlace::Before(position),
    })
}

/// The events that come after this one.
pub(crate) fn after_event(position: &EventPosition) -> String {
    write(&(position.happened_at, &position.id))
}

/// The event that a page of events comes after.
pub(crate) fn event_position(token: &str) -> Result<EventPosition, ServiceError> {
    let (happened_at, id): (i64, String) = read(token)?;
    Ok(EventPosition { happened_at, id: storable(id)? })
}

/// The messages to a webhook that come after this one.
pub(crate) fn after_delivery(id: &str) -> String {
    write(&id)
}

/// The message that a page of messages comes after.
pub(crate) fn delivery(token: &str) -> Result<String, ServiceError> {
    storable(read(token)?)
}

/// The initial access tokens that come after this one.
pub(crate) fn after_initial_access_token(id: &str) -> String {
    write(&id)
}

/// The initial access token that a page of them comes after.
pub(crate) fn initial_access_token(token: &str) -> Result<String, ServiceError> {
    storable(read(token)?)
}

fn write(place: &impl Serialize) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).expect("texts and numbers have a JSON form"))
}

fn read<T: DeserializeOwned>(token: &str) -> Result<T, ServiceError> {
    let json = URL_SAFE_NO_PAD.decode(token).map_err(|_| ServiceError::PositionMalformed)?;
    serde_json::from_slice(&json).map_err(|_| ServiceError::PositionMalformed)
}

/// No stored text holds a NUL, and Postgres refuses to be asked about one.
fn storable(text: String) -> Result<String, ServiceError> {
    if text.contains('\0') { Err(ServiceError::PositionMalformed) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(name: &str) -> ClientOrder {
        name.parse().unwrap()
    }

    #[test]
    fn a_place_is_read_back_as_it_was_written() {
        let name = ClientPosition { key: SortKey::Text("billing \"é\"".to_owned()), id: "1".to_owned() };
        let time = ClientPosition { key: SortKey::Time(1_700_000_000), id: "2".to_owned() };
        for (token, order_name, expected) in [
            (None, "-created_at", ClientPlace::First),
            (Some("last".to_owned()), "client_name", ClientPlace::Last),
            (Some(after(name.clone())), "client_name", ClientPlace::After(name.clone())),
            (Some(before(name.clone())), "-client_id", ClientPlace::Before(name)),
            (Some(after(time.clone())), "updated_at", ClientPlace::After(time)),
        ] {
            assert_eq!(client_place(token.as_deref(), order(order_name)).unwrap(), expected);
        }
        let principal = PrincipalPosition { created_at: 7, id: "4".to_owned() };
        for (token, expected) in [
            (None, PrincipalPlace::First),
            (Some(after_principal(principal.clone())), PrincipalPlace::After(principal.clone())),
            (Some(before_principal(principal.clone())), PrincipalPlace::Before(principal)),
        ] {
            assert_eq!(principal_place(token.as_deref()).unwrap(), expected);
        }
        let event = EventPosition { happened_at: 7, id: "3".to_owned() };
        assert_eq!(event_position(&after_event(&event)).unwrap(), event);
    }

    #[test]
    fn what_names_no_place_is_malformed() {
        let token = |json: &str| URL_SAFE_NO_PAD.encode(json);
        for malformed in [
            String::new(),
            "x".to_owned(),
            "First".to_owned(),
            token(""),
            token("[]"),
            token(r#"["after","a"]"#),
            token(r#"["after","a","b","c"]"#),
            token(r#"["beside","a","b"]"#),
            token(r#"["after",1,"b"]"#),
            token(r#"["after",null,"b"]"#),
            token(r#"["after","a",1]"#),
            token(r#"["after","a\u0000","b"]"#),
            token(r#"["after","a","\u0000"]"#),
            format!("{}=", token(r#"["after","a","b"]"#)),
        ] {
            let refused = client_place(Some(&malformed), order("client_name"));
            assert!(matches!(refused, Err(ServiceError::PositionMalformed)), "{malformed}");
            let refused = event_position(&malformed);
            assert!(matches!(refused, Err(ServiceError::PositionMalformed)), "{malformed}");
        }
        let refused = client_place(Some(&token(r#"["after","a","b"]"#)), order("created_at"));
        assert!(matches!(refused, Err(ServiceError::PositionMalformed)));
    }
    #[test]
    fn what_names_no_place_among_principals_is_malformed() {
        for malformed in
            ["", "last", "W10", r#"["after","a","b"]"#, r#"["after",1]"#, r#"["after",1,"\u0000"]"#]
        {
            for token in [malformed.to_owned(), URL_SAFE_NO_PAD.encode(malformed)] {
                let refused = principal_place(Some(&token));
                assert!(matches!(refused, Err(ServiceError::PositionMalformed)), "{malformed}");
            }
        }
    }
}
