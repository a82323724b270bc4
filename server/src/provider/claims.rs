//! What the provider says of a person, in the claims that the configuration names.

use domain::EmailAddress;
use openidconnect::AdditionalClaims;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// OpenID Connect Core §5.1.
const EMAIL_VERIFIED: &str = "email_verified";

/// The claims that are none of OpenID Connect's own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct OtherClaims(Map<String, Value>);

impl AdditionalClaims for OtherClaims {}

/// What an ID token or an answer of the user info endpoint says.
pub(super) struct Said<'a> {
    pub(super) email: Option<&'a str>,
    /// The claim of OpenID Connect.
    pub(super) is_email_verified: Option<bool>,
    pub(super) others: &'a OtherClaims,
}

impl Said<'_> {
    /// The e-mail, where `claim` says that the provider has verified it.
    pub(super) fn verified_email(&self, claim: &str) -> Option<EmailAddress> {
        let is_verified = match claim {
            EMAIL_VERIFIED => self.is_email_verified.unwrap_or(false),
            _ => self.others.find(claim).is_some_and(is_true),
        };
        EmailAddress::parse(self.email.filter(|_| is_verified)?).ok()
    }

    /// The values of `claim`, which is a string or a list; none where it is not there.
    pub(super) fn values(&self, claim: &str) -> Option<Vec<&str>> {
        let value = self.others.find(claim)?;
        let list = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
        Some(list.iter().filter_map(Value::as_str).collect())
    }
}

impl OtherClaims {
    /// The claim of this name; else what the path leads to that a name with dots is. Names that are addresses have dots, too.
    fn find(&self, claim: &str) -> Option<&Value> {
        if let Some(value) = self.0.get(claim) {
            return Some(value);
        }
        let (first, rest) = claim.split_once('.')?;
        rest.split('.').try_fold(self.0.get(first)?, |value, name| value.get(name))
    }
}

/// As a boolean, or as providers write one.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(is_true) => *is_true,
        Value::String(text) => matches!(text.as_str(), "true" | "1"),
        Value::Number(number) => number.as_u64() == Some(1),
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn others(claims: Value) -> OtherClaims {
        serde_json::from_value(claims).unwrap()
    }

    #[test]
    fn a_role_is_found_by_name_or_by_path() {
        let claims = others(json!({
            "roles": ["a", 1, "b"],
            "role": "c",
            "realm_access": { "roles": ["d"], "deep": { "er": "e" } },
            "https://example.com/roles": ["f"],
            "none": [],
            "count": 3,
        }));
        let said = Said { email: None, is_email_verified: None, others: &claims };
        for (claim, values) in [
            ("roles", Some(vec!["a", "b"])),
            ("role", Some(vec!["c"])),
            ("realm_access.roles", Some(vec!["d"])),
            ("realm_access.deep.er", Some(vec!["e"])),
            ("https://example.com/roles", Some(vec!["f"])),
            ("none", Some(vec![])),
            ("count", Some(vec![])),
            ("realm_access.missing", None),
            ("role.c", None),
            ("missing", None),
            ("missing.roles", None),
        ] {
            assert_eq!(said.values(claim), values, "{claim}");
        }
    }

    #[test]
    fn an_e_mail_counts_only_where_it_is_verified() {
        let claims = others(json!({
            "yes": true, "no": false, "text": "true", "one": "1", "number": 1, "zero": 0, "list": [true],
        }));
        for (is_email_verified, claim, counts) in [
            (Some(true), "email_verified", true),
            (Some(false), "email_verified", false),
            (None, "email_verified", false),
            (None, "yes", true),
            (None, "text", true),
            (None, "one", true),
            (None, "number", true),
            (Some(true), "no", false),
            (Some(true), "zero", false),
            (Some(true), "list", false),
            (Some(true), "missing", false),
        ] {
            let said = Said { email: Some("ada@example.com"), is_email_verified, others: &claims };
            assert_eq!(said.verified_email(claim).is_some(), counts, "{claim}");
        }
        let said = Said { email: Some("not one"), is_email_verified: Some(true), others: &claims };
        assert!(said.verified_email("email_verified").is_none());
    }
}
