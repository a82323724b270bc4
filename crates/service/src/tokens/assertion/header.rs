//! The header of an assertion (RFC 7515 §4.1).

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{AssertionRefusal, object, present};

/// The media types of an assertion, without `application/` (RFC 7519 §5.1, RFC 8725 §3.11).
const TYPES: [&str; 2] = ["client-authentication+jwt", "jwt"];

/// What of the header counts.
pub(super) struct Header {
    pub(super) algorithm: String,
    /// Which key, if it says.
    pub(super) kid: Option<String>,
}

/// Unknown members are left alone, as RFC 7515 §4 asks; of those that are named here none may come twice.
#[derive(Deserialize)]
struct Members {
    alg: String,
    #[serde(default, deserialize_with = "present")]
    kid: Option<String>,
    #[serde(default, deserialize_with = "present")]
    typ: Option<String>,
    #[serde(default, deserialize_with = "present")]
    jku: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "present")]
    jwk: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "present")]
    x5u: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "present")]
    x5c: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "present")]
    crit: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "present")]
    b64: Option<IgnoredAny>,
}

impl Header {
    pub(super) fn read(json: &[u8]) -> Result<Self, AssertionRefusal> {
        let members: Members = object(json).ok_or(AssertionRefusal::Unreadable)?;
        let forbidden = [
            // RFC 8725 §3.10: a key is never taken from whoever wants to be believed.
            ("jku", members.jku),
            ("jwk", members.jwk),
            ("x5u", members.x5u),
            ("x5c", members.x5c),
            // RFC 7515 §4.1.11: no extension is understood here, that of RFC 7797 included.
            ("crit", members.crit),
            ("b64", members.b64),
        ];
        if let Some((member, _)) = forbidden.iter().find(|(_, value)| value.is_some()) {
            return Err(AssertionRefusal::HeaderForbidden(member));
        }
        if !members.typ.as_deref().is_none_or(is_type_of_assertion) {
            return Err(AssertionRefusal::HeaderForbidden("typ"));
        }
        Ok(Self { algorithm: members.alg, kid: members.kid })
    }
}

fn is_type_of_assertion(typ: &str) -> bool {
    let typ = typ.to_ascii_lowercase();
    TYPES.contains(&typ.strip_prefix("application/").unwrap_or(&typ))
}
