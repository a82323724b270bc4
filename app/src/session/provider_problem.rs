//! What went wrong on the way to the outside provider or back, as the address of a page tells it: one of a few names, for
//! anybody can write an address.

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderProblem {
    /// The provider does not answer, or not as one.
    Unreachable,
    /// What came back is no answer to what was asked in this browser, or comes too late.
    Interrupted,
    /// The person was not let through there, or did not want to.
    Refused,
    /// What came back is not right.
    Untrusted,
    /// The provider knows the person, and this portal has no place for them.
    NotInvited,
    /// The person's account here is disabled.
    Disabled,
    /// Whoever wanted to link the provider is signed out.
    SignedOut,
    /// The account is the provider's already.
    ThroughProvider,
    /// Whoever wanted to link the provider did not prove that the account is theirs.
    WrongPassword,
    /// Too many were on the way from the same network, or too many passwords were wrong.
    Throttled,
    /// Something failed inside.
    Failed,
}

impl ProviderProblem {
    /// Every problem.
    pub const ALL: [Self; 11] = [
        Self::Unreachable,
        Self::Interrupted,
        Self::Refused,
        Self::Untrusted,
        Self::NotInvited,
        Self::Disabled,
        Self::SignedOut,
        Self::ThroughProvider,
        Self::WrongPassword,
        Self::Throttled,
        Self::Failed,
    ];

    /// The name in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Interrupted => "interrupted",
            Self::Refused => "refused",
            Self::Untrusted => "untrusted",
            Self::NotInvited => "not_invited",
            Self::Disabled => "disabled",
            Self::SignedOut => "signed_out",
            Self::ThroughProvider => "through_provider",
            Self::WrongPassword => "wrong_password",
            Self::Throttled => "throttled",
            Self::Failed => "failed",
        }
    }

    /// The problem of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|problem| problem.as_str() == name)
    }

    /// For who wanted to sign in.
    #[cfg(feature = "ssr")]
    pub(crate) fn signing_in(self, provider: &str) -> String {
        match self {
            Self::NotInvited => format!(
                "{provider} let you through, but there is no account for you here. If you have one with a password, sign \
                 in with that, and connect {provider} on the page of your account. Else ask an administrator."
            ),
            Self::Disabled => "Your account is disabled. Ask an administrator.".to_owned(),
            Self::Unreachable => {
                format!("{provider} cannot be reached. Try again later, or sign in with a password.")
            }
            Self::Interrupted
            | Self::Refused
            | Self::Untrusted
            | Self::SignedOut
            | Self::ThroughProvider
            | Self::WrongPassword
            | Self::Throttled
            | Self::Failed => self.anywhere(provider),
        }
    }

    /// For who wanted to link the provider.
    pub(crate) fn connecting(self, provider: &str) -> String {
        match self {
            Self::NotInvited => {
                format!(
                    "Whoever you are at {provider} is connected with another account here. Nothing was changed."
                )
            }
            Self::Unreachable => {
                format!("{provider} cannot be reached. Nothing was changed. Try again later.")
            }
            Self::Interrupted
            | Self::Refused
            | Self::Untrusted
            | Self::Disabled
            | Self::SignedOut
            | Self::ThroughProvider
            | Self::WrongPassword
            | Self::Throttled
            | Self::Failed => self.anywhere(provider),
        }
    }

    fn anywhere(self, provider: &str) -> String {
        match self {
            Self::Refused => {
                format!("{provider} did not let you through. Try again, or ask an administrator.")
            }
            Self::Untrusted => format!(
                "What came back from {provider} could not be used. Ask an administrator: the log says what was wrong."
            ),
            Self::WrongPassword => {
                "This is not your password. Enter the one that you sign in with. Nothing was changed."
                    .to_owned()
            }
            Self::Throttled => "Too many attempts. Try again in a few minutes.".to_owned(),
            Self::Failed => "Something went wrong on the server. Try again in a few seconds.".to_owned(),
            Self::ThroughProvider => format!("You sign in through {provider} already."),
            Self::Unreachable | Self::Interrupted | Self::NotInvited | Self::Disabled | Self::SignedOut => {
                "This took too long, or was begun in another window. Nothing was changed. Try again."
                    .to_owned()
            }
        }
    }
}
