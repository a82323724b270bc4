//! Who asks.

/// Who asks, as their cookie tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// Without a cookie.
    Nobody,
    /// With a session that never was.
    Stranger,
    /// An administrator whose session is over.
    Ended,
    /// An administrator whose session was left alone for too long.
    Idle,
    /// An administrator who was disabled, with a session that would go on.
    Disabled,
    /// An administrator who has yet to give a code.
    CodeWanted,
    /// An administrator who has yet to set up a second factor.
    EnrolmentWanted,
    Member,
    Auditor,
    Administrator,
}

use Asker::{
    Administrator, Auditor, CodeWanted, Disabled, Ended, EnrolmentWanted, Idle, Member, Nobody, Stranger,
};

/// Whoever there is.
pub const ANYBODY: &[Asker] = &Asker::ALL;
/// Who is signed in.
pub const PERSONS: &[Asker] = &[Member, Auditor, Administrator];
/// Who may see what the portal keeps.
pub const READERS: &[Asker] = &[Auditor, Administrator];
/// Who may change it.
pub const ADMINISTRATORS: &[Asker] = &[Administrator];
/// Who is about to give the code of their second factor.
pub const CODE_WANTED: &[Asker] = &[CodeWanted];
/// Who has given the right password, and has something to do before they are signed in.
pub const HALF_SIGNED_IN: &[Asker] = &[CodeWanted, EnrolmentWanted];
/// Who has to set up a second factor before anything else.
pub const ENROLMENT_WANTED: &[Asker] = &[EnrolmentWanted];

impl Asker {
    pub const ALL: [Self; 10] = [
        Nobody,
        Stranger,
        Ended,
        Idle,
        Disabled,
        CodeWanted,
        EnrolmentWanted,
        Member,
        Auditor,
        Administrator,
    ];

    /// The part before the `@` of their e-mail, and what the ids of theirs are made from.
    pub fn name(self) -> &'static str {
        match self {
            Nobody => "nobody",
            Stranger => "stranger",
            Ended => "ended",
            Idle => "idle",
            Disabled => "disabled",
            CodeWanted => "code-wanted",
            EnrolmentWanted => "enrolment-wanted",
            Member => "member",
            Auditor => "auditor",
            Administrator => "administrator",
        }
    }

    pub fn role(self) -> &'static str {
        match self {
            Member => "member",
            Auditor => "auditor",
            Nobody | Stranger | Ended | Idle | Disabled | CodeWanted | EnrolmentWanted | Administrator => {
                "administrator"
            }
        }
    }

    pub fn standing(self) -> &'static str {
        match self {
            CodeWanted => "code_wanted",
            EnrolmentWanted => "enrolment_wanted",
            Nobody | Stranger | Ended | Idle | Disabled | Member | Auditor | Administrator => "full",
        }
    }

    pub fn is_signed_in(self) -> bool {
        PERSONS.contains(&self)
    }

    /// What they hold for a session.
    pub fn token(self) -> String {
        format!("session-of-{}", self.name())
    }

    pub fn cookie(self) -> String {
        match self {
            Nobody => String::new(),
            Stranger | Ended | Idle | Disabled | CodeWanted | EnrolmentWanted | Member | Auditor
            | Administrator => format!("__Host-gatehouse={}", self.token()),
        }
    }
}
