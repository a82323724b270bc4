//! The query of an authorization request.

use service::RequestParameters;

use super::{AUTHORIZE, parameters};

/// Bytes. Longer ones would not fit into every header and address that they travel in.
const LIMIT: usize = 8 * 1024;

/// A query as it came, and what it says.
pub(super) struct AuthorizationQuery {
    raw: String,
    parameters: Vec<(String, String)>,
}

impl AuthorizationQuery {
    /// Reads a query; none where it is too long or cannot be decoded.
    pub(super) fn read(raw: &str) -> Option<Self> {
        let is_bearable =
            raw.len() <= LIMIT && raw.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
        let parameters = parameters::decode(raw.as_bytes()).filter(|_| is_bearable)?;
        Some(Self { raw: raw.to_owned(), parameters })
    }

    /// What it says.
    pub(super) fn parameters(&self) -> &RequestParameters {
        &self.parameters
    }

    /// Where it is asked again.
    pub(super) fn path(&self) -> String {
        path(&self.raw)
    }

    /// As it came.
    pub(super) fn into_raw(self) -> String {
        self.raw
    }
}

/// The authorization endpoint with a query.
pub(super) fn path(query: &str) -> String {
    [AUTHORIZE, "?", query].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_strictly() {
        let read = |raw: &str| AuthorizationQuery::read(raw).map(|query| query.parameters);
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(read(""), Some(vec![]));
        assert_eq!(
            read("scope=openid+email&state=&resource=a&resource=%C3%A9"),
            Some(vec![
                pair("scope", "openid email"),
                pair("state", ""),
                pair("resource", "a"),
                pair("resource", "é")
            ])
        );
        for raw in ["state=%ff", "state=%0a", "state=%zz", "state=é", "state=a b", "state=a#b", "state=a\nb"]
        {
            assert_eq!(read(raw), None, "{raw}");
        }
        let long = |length: usize| format!("state={}", "x".repeat(length - "state=".len()));
        assert!(read(&long(LIMIT)).is_some());
        assert_eq!(read(&long(LIMIT + 1)), None);
    }
}
