//! Reading the parameters of an authorization request.

use std::collections::BTreeSet;

use super::RequestParameters;
use super::location::query;

/// The one parameter that may come several times (RFC 8707 §2).
pub(super) const RESOURCE: &str = "resource";

/// The parameters as they came.
#[derive(Clone, Copy)]
pub(super) struct Parameters<'a>(pub(super) &'a RequestParameters);

impl<'a> Parameters<'a> {
    /// Every value of a parameter. One without a value is as good as absent (RFC 6749 §3.1).
    pub(super) fn all(self, name: &str) -> impl Iterator<Item = &'a str> {
        let values = self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str());
        values.filter(|value| !value.is_empty())
    }

    /// The first value of a parameter.
    pub(super) fn get(self, name: &str) -> Option<&'a str> {
        self.all(name).next()
    }

    /// Whether a parameter came more than once, with a value or without.
    pub(super) fn is_repeated(self, name: &str) -> bool {
        self.0.iter().filter(|(found, _)| found == name).nth(1).is_some()
    }

    /// A parameter that came more than once and may not (RFC 6749 §3.1).
    pub(super) fn repeated(self) -> Option<&'a str> {
        let mut seen = BTreeSet::new();
        let names = self.0.iter().map(|(name, _)| name.as_str());
        names.into_iter().filter(|name| *name != RESOURCE).find(|name| !seen.insert(*name))
    }

    /// The query to come back with after signing in: whoever did that just now need not do it again.
    pub(super) fn after_sign_in(self) -> String {
        let kept = self.0.iter().filter_map(|(name, value)| match name.as_str() {
            "max_age" => None,
            "prompt" => {
                let left: Vec<_> = value
                    .split(' ')
                    .filter(|prompt| !matches!(*prompt, "login" | "select_account"))
                    .collect();
                Some((name.as_str(), left.join(" "))).filter(|(_, left)| !left.is_empty())
            }
            _ => Some((name.as_str(), value.clone())),
        });
        let kept: Vec<_> = kept.collect();
        query(kept.iter().map(|(name, value)| (*name, value.as_str())))
    }
}
