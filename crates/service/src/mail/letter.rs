//! What a person is written with their one-time link.

use std::time::{Duration, UNIX_EPOCH};

use domain::LinkPurpose;
use lettre::Message;
use lettre::address::AddressError;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox};
use time::OffsetDateTime;

use crate::UserLink;

/// A mail with a link, before it is written.
pub(super) struct Letter<'a> {
    pub(super) link: &'a UserLink,
    pub(super) issuer: &'a str,
    pub(super) from: &'a Mailbox,
    /// Epoch seconds.
    pub(super) now: i64,
}

/// Why a letter cannot be written. It holds no address: it ends in the log.
#[derive(Debug, thiserror::Error)]
pub(super) enum LetterProblem {
    #[error("the person's e-mail is no address that SMTP knows")]
    Recipient(#[from] AddressError),
    #[error("the message cannot be made")]
    Message(#[from] lettre::error::Error),
}

impl Letter<'_> {
    /// The message, with an id (RFC 5322 §3.6.4) of its own by `reference`.
    pub(super) fn write(&self, reference: &str) -> Result<Message, LetterProblem> {
        let now = Duration::from_secs(u64::try_from(self.now).unwrap_or_default());
        let to = Mailbox::new(None, self.link.email.parse()?);
        Ok(Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(self.subject())
            .date(UNIX_EPOCH + now)
            .message_id(Some(format!("<{reference}@{}>", self.from.email.domain())))
            // RFC 3834 §5: nobody's absence note answers it.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .header(ContentType::TEXT_PLAIN)
            .body(self.body())?)
    }

    /// As it is, in lines of at most 998 characters (RFC 5322 §2.1.1) of ASCII: an origin is no longer. What would break
    /// lines at 76 would break the link for whoever looks at the source.
    fn body(&self) -> Body {
        let text = self.text().replace('\n', "\r\n");
        Body::dangerous_pre_encoded(text.into_bytes(), ContentTransferEncoding::SevenBit)
    }

    fn subject(&self) -> &'static str {
        match self.link.purpose {
            LinkPurpose::Invitation => "Your invitation to Gatehouse",
            LinkPurpose::Reset => "A new password for Gatehouse",
        }
    }

    fn text(&self) -> String {
        let Self { link, issuer, .. } = self;
        let (opening, unexpected) = match link.purpose {
            LinkPurpose::Invitation => (
                "You are invited to Gatehouse. Open this link to choose your password:",
                "If you did not expect this, you need not do anything:\n\
                 the link stops working by itself.",
            ),
            LinkPurpose::Reset => (
                "An administrator of Gatehouse made this link for you.\n\
                 Open it to choose a new password:",
                "If you did not expect this, do not open it, and tell your administrator.\n\
                 Until somebody does, your password stays as it is.",
            ),
        };
        let address = link.address(issuer);
        let until = day_and_hour(link.expires_at);
        format!(
            "{opening}\n\n{address}\n\n\
             It works once, until {until}.\n\
             Pass it on to nobody: whoever opens it first chooses the password.\n\n\
             {unexpected}\n\nGatehouse at {issuer}\n"
        )
    }
}

/// Epoch seconds as people write a time: `22 November 2026, 17:41 UTC`. A number beyond the year 9999 stays one.
fn day_and_hour(at: i64) -> String {
    OffsetDateTime::from_unix_timestamp(at).map_or_else(
        |_| at.to_string(),
        |time| {
            let (day, month, year) = (time.day(), time.month(), time.year());
            format!("{day} {month} {year}, {:02}:{:02} UTC", time.hour(), time.minute())
        },
    )
}
