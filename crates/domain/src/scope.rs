//! What an application may be allowed to do and to know in a person's name.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Problem;
use crate::character::Shown;

/// A scope of OpenID Connect (Core §5.4, §11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// To know who signed in: an ID token, and user info.
    #[serde(rename = "openid")]
    OpenId,
    /// To know the name they sign in with, and what they may do here.
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
            Self::Profile => "see the name you sign in with, and your role in Gatehouse",
            Self::Email => "see your e-mail address",
            Self::OfflineAccess => "keep its access after you have signed out",
        }
    }
}

/// The most characters of a scope's name.
const MAX_SCOPE_LENGTH: usize = 100;
/// How the scopes of this server's own interface begin: nobody else gives them.
const RESERVED: &str = "gatehouse.";

/// A scope by its name (RFC 6749 §3.3): of OpenID Connect, or of an API.
///
/// Those of OpenID Connect come first, then the others by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ScopeName(String);

impl ScopeName {
    /// Reads a name as it stands in a `scope` parameter.
    ///
    /// # Errors
    /// The first [`ScopeNameProblem`] found.
    pub fn parse(name: &str) -> Result<Self, ScopeNameProblem> {
        // RFC 6749 §3.3: visible ASCII but the quote and the backslash.
        let is_allowed = |character: &char| character.is_ascii_graphic() && !matches!(character, '"' | '\\');
        if let Some(character) = name.chars().find(|character| !is_allowed(character)) {
            return Err(ScopeNameProblem::ForbiddenCharacter { character });
        }
        match name.len() {
            0 => Err(ScopeNameProblem::Empty),
            length if length > MAX_SCOPE_LENGTH => Err(ScopeNameProblem::TooLong { length }),
            _ => Ok(Self(name.to_owned())),
        }
    }

    /// Reads the name of a scope that an API is to have; white space around it is dropped.
    ///
    /// # Errors
    /// Also [`ScopeNameProblem::Reserved`].
    pub fn of_api(typed: &str) -> Result<Self, ScopeNameProblem> {
        let name = Self::parse(typed.trim())?;
        if name.known().is_some() || name.is_of_gatehouse() {
            return Err(ScopeNameProblem::Reserved);
        }
        Ok(name)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The scope of OpenID Connect that it names, if it is one.
    pub fn known(&self) -> Option<Scope> {
        Scope::parse(&self.0)
    }

    /// Whether it allows something at this server's own interface.
    pub fn is_of_gatehouse(&self) -> bool {
        self.0.starts_with(RESERVED)
    }
}

impl Ord for ScopeName {
    fn cmp(&self, other: &Self) -> Ordering {
        let place = |name: &Self| (name.known().is_none(), name.known());
        place(self).cmp(&place(other)).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for ScopeName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for ScopeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Scope> for ScopeName {
    fn from(scope: Scope) -> Self {
        Self(scope.as_str().to_owned())
    }
}

impl TryFrom<String> for ScopeName {
    type Error = ScopeNameProblem;

    fn try_from(name: String) -> Result<Self, ScopeNameProblem> {
        Self::parse(&name)
    }
}

impl From<ScopeName> for String {
    fn from(name: ScopeName) -> Self {
        name.0
    }
}

/// Why a text is no [`ScopeName`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScopeNameProblem {
    /// Nothing was typed.
    Empty,
    /// More than 100 characters.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// White space, a quote, a backslash, or what is not ASCII.
    ForbiddenCharacter {
        /// The first such character.
        character: char,
    },
    /// OpenID Connect or this server gives the name its meaning.
    Reserved,
}

impl fmt::Display for ScopeNameProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Enter a scope, such as invoices.read."),
            Self::TooLong { length } => {
                write!(f, "The scope has {length} characters. Use at most {MAX_SCOPE_LENGTH}.")
            }
            Self::ForbiddenCharacter { character } => write!(
                f,
                "The scope contains {}. Use ASCII letters, digits and punctuation, without spaces, quotes and \
                 backslashes.",
                Shown(*character)
            ),
            Self::Reserved => f.write_str(
                "This scope has a meaning of its own in OpenID Connect or in Gatehouse. Use another name, such as \
                 invoices.read.",
            ),
        }
    }
}

impl std::error::Error for ScopeNameProblem {}

impl Problem for ScopeNameProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong { .. } => "too_long",
            Self::ForbiddenCharacter { .. } => "forbidden_character",
            Self::Reserved => "reserved",
        }
    }
}

/// A set of scopes (RFC 6749 §3.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scopes(BTreeSet<ScopeName>);

impl Scopes {
    /// Reads the value of a `scope` parameter: names with spaces between them, in any order, none at all included.
    ///
    /// # Errors
    /// What is wrong with the first name that cannot be one.
    pub fn parse(value: &str) -> Result<Self, ScopeNameProblem> {
        let names = value.split(' ').filter(|name| !name.is_empty());
        Ok(Self(names.map(ScopeName::parse).collect::<Result<_, _>>()?))
    }

    /// Every scope of OpenID Connect.
    pub fn open_id() -> Self {
        Self(Scope::ALL.into_iter().map(ScopeName::from).collect())
    }

    /// Whether this scope of OpenID Connect is among them.
    pub fn contains(&self, scope: Scope) -> bool {
        self.iter().any(|name| name.as_str() == scope.as_str())
    }

    /// Whether the scope of this name is among them.
    pub fn has(&self, name: &ScopeName) -> bool {
        self.0.contains(name)
    }

    /// Whether all of these are among `others`.
    pub fn is_subset_of(&self, others: &Self) -> bool {
        self.0.is_subset(&others.0)
    }

    /// These and `others`.
    #[must_use]
    pub fn union(&self, others: &Self) -> Self {
        Self(self.0.union(&others.0).cloned().collect())
    }

    /// Those of these that are among `others`.
    #[must_use]
    pub fn intersection(&self, others: &Self) -> Self {
        Self(self.0.intersection(&others.0).cloned().collect())
    }

    /// Those that allow something at this server's own interface, and the others.
    #[must_use]
    pub fn apart(&self) -> (Self, Self) {
        let (own, others) = self.iter().cloned().partition(ScopeName::is_of_gatehouse);
        (Self(own), Self(others))
    }

    /// Whether they allow something at this server's own interface, and nothing elsewhere.
    pub fn are_of_gatehouse(&self) -> bool {
        !self.is_empty() && self.iter().all(ScopeName::is_of_gatehouse)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &ScopeName> + '_ {
        self.0.iter()
    }
}

impl FromIterator<ScopeName> for Scopes {
    fn from_iter<T: IntoIterator<Item = ScopeName>>(names: T) -> Self {
        Self(names.into_iter().collect())
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.iter().map(ScopeName::as_str).collect();
        f.write_str(&names.join(" "))
    }
}
