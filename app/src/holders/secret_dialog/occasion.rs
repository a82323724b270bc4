//! On what occasion a secret is shown, and what is said then.

use domain::HolderKind;
use leptos::prelude::*;

use crate::components::local_time::LocalTime;
use crate::holders::api::SavedHolder;

/// What was done to the client or principal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    Added,
    /// An OAuth client has a secret where it became Confidential.
    Edited,
    Generated(OldSecrets),
}

/// What became of the secrets before a new one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum OldSecrets {
    None,
    Retired,
    /// Epoch seconds.
    ValidUntil(i64),
}

impl Occasion {
    /// What the banner says.
    pub fn done(self, saved: &SavedHolder) -> String {
        let (before, after) = match self {
            Self::Added => (beginning(saved.kind), "” added."),
            Self::Edited => (beginning(saved.kind), "” saved."),
            Self::Generated(_) => ("New secret of “", "” generated."),
        };
        [before, &saved.name, after].concat()
    }

    /// What the dialog begins with, where there is something to say.
    pub fn lead(self) -> Option<AnyView> {
        match self {
            Self::Added | Self::Generated(OldSecrets::None) => None,
            Self::Edited => {
                Some("The client is Confidential now: with this secret it proves who it is.".into_any())
            }
            Self::Generated(OldSecrets::Retired) => {
                Some("No secret before this one counts any more.".into_any())
            }
            Self::Generated(OldSecrets::ValidUntil(at)) => {
                Some(view! { "The secret before this one counts until "<LocalTime at/>"." }.into_any())
            }
        }
    }
}

fn beginning(kind: HolderKind) -> &'static str {
    match kind {
        HolderKind::OAuthClient => "OAuth client “",
        HolderKind::ServicePrincipal => "Service principal “",
    }
}
