//! What an application may be allowed to do and to know in a person's name.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A scope of OpenID Connect (Core §5.4, §11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// To know who signed in: an ID token, and user info.
    #[serde(rename = "openid")]
    OpenId,
    /// To know the name they sign in with.
    Profile,
    /// To know their e-mail.
    Email,
    /// To go on after they signed out.
    OfflineAccess,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 4] = [Self::OpenId, Self::Profile, Self::Email, Self::OfflineAccess];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OpenId => "openid",
            Self::Profile => "profile",
            Self::Email => "email",
            Self::OfflineAccess => "offline_access",
        }
    }

    /// The scope of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == name)
    }

    /// What a person agrees to, as the end of "It will be able to".
    pub fn label(self) -> &'static str {
        match self {
            Self::OpenId => "know who you are",
            Self::Profile => "see the name you sign in with",
            Self::Email => "see your e-mail address",
            Self::OfflineAccess => "keep its access after you have signed out",
        }
    }
}

/// A set of scopes (RFC 6749 §3.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scopes(BTreeSet<Scope>);

/// A scope that this server does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownScope(pub String);

impl fmt::Display for UnknownScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "scope “{}” is unknown", self.0)
    }
}

impl std::error::Error for UnknownScope {}

impl Scopes {
    /// Reads the value of a `scope` parameter: names with spaces between them, in any order, none at all included.
    ///
    /// # Errors
    /// The first name that is not known.
    pub fn parse(value: &str) -> Result<Self, UnknownScope> {
        let names = value.split(' ').filter(|name| !name.is_empty());
        let scopes = names.map(|name| Scope::parse(name).ok_or_else(|| UnknownScope(name.to_owned())));
        Ok(Self(scopes.collect::<Result<_, _>>()?))
    }

    /// Whether `scope` is among them.
    pub fn contains(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Whether all of these are among `others`.
    pub fn is_subset_of(&self, others: &Self) -> bool {
        self.0.is_subset(&others.0)
    }

    /// These and `others`.
    #[must_use]
    pub fn union(&self, others: &Self) -> Self {
        Self(self.0.union(&others.0).copied().collect())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Scope> + '_ {
        self.0.iter().copied()
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.iter().map(Scope::as_str).collect();
        f.write_str(&names.join(" "))
    }
}
