//! Who asks.

/// Who asks, as their cookie tells, or their key or token.
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
    /// A program with an API key that was revoked.
    RevokedKey,
    /// A program with an API key whose time is over.
    ExpiredKey,
    /// A program with a key that never was.
    UnknownKey,
    AuditorKey,
    AdministratorKey,
    /// A program with an access token for something else.
    OtherToken,
    /// A program with an access token that has the scope `gatehouse.read`.
    ReadToken,
    /// A program with an access token that has the scope `gatehouse.admin`.
    AdminToken,
}

use Asker::{
    AdminToken, Administrator, AdministratorKey, Auditor, AuditorKey, CodeWanted, Disabled, Ended,
    EnrolmentWanted, ExpiredKey, Idle, Member, Nobody, OtherToken, ReadToken, RevokedKey, Stranger,
    UnknownKey,
};

/// Whoever there is.
pub const ANYBODY: &[Asker] = &Asker::PEOPLE;
/// Who is signed in.
pub const PERSONS: &[Asker] = &[Member, Auditor, Administrator];
/// Who may see what the portal keeps.
pub const READERS: &[Asker] = &[Auditor, Administrator];
/// Who may change it.
pub const ADMINISTRATORS: &[Asker] = &[Administrator];
/// Who may see by the management API what the portal keeps.
pub const API_READERS: &[Asker] =
    &[Auditor, Administrator, AuditorKey, AdministratorKey, ReadToken, AdminToken];
/// Who may change it by the management API.
pub const API_ADMINISTRATORS: &[Asker] = &[Administrator, AdministratorKey, AdminToken];
/// Who is about to give the code of their second factor.
pub const CODE_WANTED: &[Asker] = &[CodeWanted];
/// Who has given the right password, and has something to do before they are signed in.
pub const HALF_SIGNED_IN: &[Asker] = &[CodeWanted, EnrolmentWanted];
/// Who has to set up a second factor before anything else.
pub const ENROLMENT_WANTED: &[Asker] = &[EnrolmentWanted];

impl Asker {
    /// With a cookie, or nothing.
    pub const PEOPLE: [Self; 10] = [
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

    /// With a key or a token.
    pub const PROGRAMS: [Self; 8] =
        [RevokedKey, ExpiredKey, UnknownKey, AuditorKey, AdministratorKey, OtherToken, ReadToken, AdminToken];

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
            RevokedKey => "revoked-key",
            ExpiredKey => "expired-key",
            UnknownKey => "unknown-key",
            AuditorKey => "auditor-key",
            AdministratorKey => "administrator-key",
            OtherToken => "other-token",
            ReadToken => "read-token",
            AdminToken => "admin-token",
        }
    }

    /// Of the person, or of the key.
    pub fn role(self) -> &'static str {
        match self {
            Member => "member",
            Auditor | AuditorKey | ReadToken => "auditor",
            Nobody | Stranger | Ended | Idle | Disabled | CodeWanted | EnrolmentWanted | Administrator
            | RevokedKey | ExpiredKey | UnknownKey | AdministratorKey | OtherToken | AdminToken => {
                "administrator"
            }
        }
    }

    pub fn standing(self) -> &'static str {
        match self {
            CodeWanted => "code_wanted",
            EnrolmentWanted => "enrolment_wanted",
            Nobody | Stranger | Ended | Idle | Disabled | Member | Auditor | Administrator | RevokedKey
            | ExpiredKey | UnknownKey | AuditorKey | AdministratorKey | OtherToken | ReadToken
            | AdminToken => "full",
        }
    }

    /// Whether the management API knows who it is, whatever they may do.
    pub fn is_known_to_the_api(self) -> bool {
        self.is_signed_in()
            || [AuditorKey, AdministratorKey, OtherToken, ReadToken, AdminToken].contains(&self)
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
            Nobody | RevokedKey | ExpiredKey | UnknownKey | AuditorKey | AdministratorKey | OtherToken
            | ReadToken | AdminToken => String::new(),
            Stranger | Ended | Idle | Disabled | CodeWanted | EnrolmentWanted | Member | Auditor
            | Administrator => format!("__Host-gatehouse={}", self.token()),
        }
    }
}
