//! A service principal: what is typed and what has passed every rule.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{
    EnvironmentName, Field, FieldProblem, PastedKey, PrincipalName, Problem, PublicKey, SecurityType,
};

/// The most keys of one principal that count at the same time: the one in use and the one that takes its place.
pub const MAX_VALID_KEYS: usize = 2;

/// A service principal as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrincipalDraft {
    /// See [`PrincipalName`].
    pub client_name: String,
    /// How it proves who it is.
    pub security_type: SecurityType,
    /// The name of an environment; empty where none is chosen yet.
    pub environment: String,
    /// For Signed JWT only; else empty.
    #[serde(default)]
    pub key: KeyDraft,
}

/// A service principal that passed every rule; made by [`PrincipalDraft::check`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPrincipal {
    name: PrincipalName,
    environment: EnvironmentName,
    /// None for a client secret.
    keys: Option<NewKeys>,
    accepts_endpoint_audience: bool,
}

impl PrincipalDraft {
    /// Checks the draft by every rule at `now`, in epoch seconds.
    ///
    /// # Errors
    /// All problems, in the order of the form.
    pub fn check(&self, now: i64) -> Result<NewPrincipal, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let name = PrincipalName::parse(&self.client_name)
            .map_err(|problem| problems.push(FieldProblem::new(Field::ClientName, &problem)));
        let environment = environment(&self.environment)
            .map_err(|problem| problems.push(FieldProblem::new(Field::Environment, &problem)));
        let keys = match self.security_type {
            SecurityType::ClientSecret if self.key == KeyDraft::default() => Ok(None),
            SecurityType::ClientSecret => {
                problems.push(FieldProblem::new(Field::PublicKey, &PrincipalProblem::OnlyForSignedJwt));
                Err(())
            }
            SecurityType::SignedJwt => self.key.check(now).map(Some).map_err(|found| problems.extend(found)),
        };
        match (name, environment, keys) {
            (Ok(name), Ok(environment), Ok(keys)) => {
                Ok(NewPrincipal { name, environment, keys, accepts_endpoint_audience: false })
            }
            _ => Err(problems),
        }
    }
}

fn environment(chosen: &str) -> Result<EnvironmentName, PrincipalProblem> {
    match EnvironmentName::parse(chosen) {
        Ok(name) => Ok(name),
        Err(_) if chosen.is_empty() => Err(PrincipalProblem::NoEnvironment),
        Err(_) => Err(PrincipalProblem::EnvironmentUnknown),
    }
}

impl NewPrincipal {
    /// The name.
    pub fn name(&self) -> &PrincipalName {
        &self.name
    }

    /// The environment that was chosen.
    pub fn environment(&self) -> &EnvironmentName {
        &self.environment
    }

    /// How it proves who it is.
    pub fn security_type(&self) -> SecurityType {
        match self.keys {
            None => SecurityType::ClientSecret,
            Some(_) => SecurityType::SignedJwt,
        }
    }

    /// The same with this switch, which is off at first.
    ///
    /// # Errors
    /// The problem where it is on for one that does not sign.
    pub fn accepting_endpoint_audience(self, is_accepted: bool) -> Result<Self, Vec<FieldProblem>> {
        match self.security_type() {
            SecurityType::ClientSecret if is_accepted => {
                let problem = PrincipalProblem::OnlyForSignedJwt;
                Err(vec![FieldProblem::new(Field::AcceptsEndpointAudience, &problem)])
            }
            SecurityType::ClientSecret | SecurityType::SignedJwt => {
                Ok(Self { accepts_endpoint_audience: is_accepted, ..self })
            }
        }
    }

    /// Whether its assertions may name the token endpoint as their audience.
    pub fn accepts_endpoint_audience(&self) -> bool {
        self.accepts_endpoint_audience
    }

    /// The keys it starts with, for Signed JWT.
    pub fn keys(&self) -> Option<&NewKeys> {
        self.keys.as_ref()
    }
}

/// What of a service principal can be edited, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrincipalEditDraft {
    /// See [`PrincipalName`].
    pub client_name: String,
    /// Whether its assertions may name the token endpoint as their audience, as was the habit before RFC 10070; for
    /// Signed JWT only.
    #[serde(default)]
    pub accepts_endpoint_audience: bool,
}

impl PrincipalEditDraft {
    /// Checks the draft by every rule.
    ///
    /// # Errors
    /// All problems, in the order of the form.
    pub fn check(&self) -> Result<PrincipalEdit, Vec<FieldProblem>> {
        let name = PrincipalName::parse(&self.client_name)
            .map_err(|problem| vec![FieldProblem::new(Field::ClientName, &problem)])?;
        Ok(PrincipalEdit { name, accepts_endpoint_audience: self.accepts_endpoint_audience })
    }
}

/// An edit that passed every rule but those that need the stored principal; made by [`PrincipalEditDraft::check`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalEdit {
    name: PrincipalName,
    accepts_endpoint_audience: bool,
}

impl PrincipalEdit {
    /// The name.
    pub fn name(&self) -> &PrincipalName {
        &self.name
    }

    /// Whether its assertions may name the token endpoint as their audience.
    pub fn accepts_endpoint_audience(&self) -> bool {
        self.accepts_endpoint_audience
    }
}

/// Public keys to be registered, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyDraft {
    /// A JWK, a JWK set or PEM; see [`PublicKey::read`].
    pub public_key: String,
    /// Until when they count, epoch seconds; none means without an end.
    #[serde(default)]
    pub expires_at: Option<i64>,
}

/// Public keys that may be registered: one or two, not the same; made by [`KeyDraft::check`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKeys {
    keys: Vec<PastedKey>,
    expires_at: Option<i64>,
}

impl KeyDraft {
    /// Checks what was asked for at `now`, in epoch seconds.
    ///
    /// # Errors
    /// All problems. Nothing of what was pasted is in them: it may be a private key.
    pub fn check(&self, now: i64) -> Result<NewKeys, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let keys = PublicKey::read(&self.public_key)
            .map_err(|problem| problems.push(FieldProblem::new(Field::PublicKey, &problem)));
        if let Ok(keys) = &keys {
            let problem = match keys.as_slice() {
                [one, other] if one.key == other.key => Some(PrincipalProblem::SameKey),
                [one, other] if one.kid.is_some() && one.kid == other.kid => Some(PrincipalProblem::SameKid),
                keys if keys.len() > MAX_VALID_KEYS => {
                    Some(PrincipalProblem::TooManyKeys { count: keys.len() })
                }
                _ => None,
            };
            problems.extend(problem.map(|problem| FieldProblem::new(Field::PublicKey, &problem)));
        }
        if self.expires_at.is_some_and(|expires_at| expires_at <= now) {
            problems.push(FieldProblem::new(Field::KeyExpiresAt, &PrincipalProblem::ExpiresInThePast));
        }
        match keys {
            Ok(keys) if problems.is_empty() => Ok(NewKeys { keys, expires_at: self.expires_at }),
            Ok(_) | Err(()) => Err(problems),
        }
    }
}

impl NewKeys {
    /// One or two.
    pub fn keys(&self) -> &[PastedKey] {
        &self.keys
    }

    /// Until when they count, epoch seconds; none means without an end.
    pub fn expires_at(&self) -> Option<i64> {
        self.expires_at
    }
}

/// What can be wrong with a service principal as a whole, while each of its values may be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrincipalProblem {
    /// Another principal in the environment has this name.
    NameTaken,
    /// No environment was chosen.
    NoEnvironment,
    /// There is no such environment.
    EnvironmentUnknown,
    /// A public key for a principal that has a secret.
    OnlyForSignedJwt,
    /// More keys than count at once.
    TooManyKeys {
        /// How many there are.
        count: usize,
    },
    /// The same key twice.
    SameKey,
    /// Two keys that go by the same name.
    SameKid,
    /// The principal has this key, or one that goes by this name.
    KeyTaken,
    /// The end of the key has passed.
    ExpiresInThePast,
}

impl fmt::Display for PrincipalProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NameTaken => {
                "Another principal in this environment has this name, in this or another case. Choose a different one."
            }
            Self::NoEnvironment => "Choose the environment it lives in.",
            Self::EnvironmentUnknown => "There is no such environment any more. Choose another one.",
            Self::OnlyForSignedJwt => {
                "This applies to Signed JWT only. Leave it out or change the security type."
            }
            Self::TooManyKeys { count } => {
                return write!(f, "There are {count} keys. Paste at most {MAX_VALID_KEYS}.");
            }
            Self::SameKey => "This is the same key twice. Paste it once.",
            Self::SameKid => "Both keys have the same “kid”. Give each a name of its own.",
            Self::KeyTaken => {
                "The principal has this key, or another one with the same “kid”. Use a new key with a name of its own."
            }
            Self::ExpiresInThePast => "This time has passed. Choose a later one, or none.",
        })
    }
}

impl std::error::Error for PrincipalProblem {}

impl Problem for PrincipalProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::NoEnvironment => "required",
            Self::EnvironmentUnknown => "unknown_environment",
            Self::OnlyForSignedJwt => "not_applicable",
            Self::TooManyKeys { .. } => "too_many",
            Self::SameKey => "duplicate",
            Self::NameTaken | Self::SameKid | Self::KeyTaken => "taken",
            Self::ExpiresInThePast => "in_the_past",
        }
    }
}
