//! Environments: where a service principal lives, and for whom its tokens are.

use serde::{Deserialize, Serialize};

use crate::{Field, FieldProblem};

mod audience;
mod name;

pub use audience::{Audience, AudienceProblem};
pub use name::{EnvironmentName, EnvironmentNameProblem};

/// An environment as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvironmentDraft {
    /// See [`EnvironmentName`].
    pub name: String,
    /// See [`Audience`]; empty means that the server makes one from the name.
    #[serde(default)]
    pub audience: String,
}

/// An environment that passed every rule; made by [`EnvironmentDraft::check`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEnvironment {
    name: EnvironmentName,
    audience: Option<Audience>,
}

impl EnvironmentDraft {
    /// Checks the draft by every rule.
    ///
    /// # Errors
    /// All problems, in the order of the form.
    pub fn check(&self) -> Result<NewEnvironment, Vec<FieldProblem>> {
        let name = EnvironmentName::parse(&self.name)
            .map_err(|problem| FieldProblem::new(Field::EnvironmentName, &problem));
        let audience = match self.audience.trim() {
            "" => Ok(None),
            typed => Audience::parse(typed).map(Some),
        };
        let audience = audience.map_err(|problem| FieldProblem::new(Field::Audience, &problem));
        match (name, audience) {
            (Ok(name), Ok(audience)) => Ok(NewEnvironment { name, audience }),
            (name, audience) => Err(name.err().into_iter().chain(audience.err()).collect()),
        }
    }
}

impl NewEnvironment {
    /// The name.
    pub fn name(&self) -> &EnvironmentName {
        &self.name
    }

    /// The audience that was asked for; none means that the server makes one.
    pub fn audience(&self) -> Option<&Audience> {
        self.audience.as_ref()
    }
}
