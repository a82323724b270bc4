//! Mail with one-time links, where an operator has configured a mail server.

mod letter;

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use tokio::time::timeout;
use url::{Host, Url};

use crate::users::Mailed;
use crate::{Services, UserLink};
use letter::{Letter, LetterProblem};

/// How long a mail server may keep the administrator waiting who is to see the link.
const SENT_WITHIN: Duration = Duration::from_secs(10);

/// Sends mail by SMTP (RFC 5321).
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    sent_within: Duration,
}

impl fmt::Debug for Mailer {
    // The transport knows the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailer(…)")
    }
}

/// Why mail cannot be sent with these settings.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailSettingsProblem {
    /// Not a URL such as `smtps://user:password@mail.example.com`.
    #[error("not an SMTP URL such as smtps://user:password@mail.example.com")]
    Url,
    /// One-time links would go over the network unencrypted, or encrypted only if nobody on the way objects: whoever
    /// reads one can sign in with it.
    #[error(
        "it would send one-time links unencrypted: use smtps://, or smtp:// with ?tls=required; only a server on this \
         machine needs neither"
    )]
    Unencrypted,
    /// Not a mailbox such as `Gatehouse <gatehouse@example.com>` (RFC 5322 §3.4).
    #[error("not a mailbox such as Gatehouse <gatehouse@example.com>")]
    From,
}

impl Mailer {
    /// A mailer that hands mail to the server at `url`, in the name of `from`.
    ///
    /// # Errors
    /// The [`MailSettingsProblem`] that names what is wrong.
    pub fn new(url: &str, from: &str) -> Result<Self, MailSettingsProblem> {
        let parsed = Url::parse(url).map_err(|_| MailSettingsProblem::Url)?;
        // Half of the credentials would be dropped without a word.
        if !parsed.username().is_empty() && parsed.password().is_none() {
            return Err(MailSettingsProblem::Url);
        }
        let parameters: Vec<_> = parsed.query_pairs().collect();
        let is_encrypted = match parameters.as_slice() {
            [] => parsed.scheme() == "smtps",
            // Without `required` it goes on unencrypted where the server offers nothing else (RFC 8314 §3).
            [(name, value)] if name == "tls" => parsed.scheme() == "smtps" || value == "required",
            // Of two that contradict each other it is not said here which one counts.
            _ => return Err(MailSettingsProblem::Url),
        };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| MailSettingsProblem::Url)?
            .timeout(Some(SENT_WITHIN))
            .build();
        if !is_encrypted && !is_this_machine(&parsed) {
            return Err(MailSettingsProblem::Unencrypted);
        }
        let from = from.parse().map_err(|_| MailSettingsProblem::From)?;
        Ok(Self { transport, from, sent_within: SENT_WITHIN })
    }

    async fn send(&self, message: Message) -> Result<(), NotSent> {
        match timeout(self.sent_within, self.transport.send(message)).await {
            Ok(answer) => Ok(answer.map(drop)?),
            Err(_) => Err(NotSent::TooSlow),
        }
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Why a link was not sent.
#[derive(Debug, thiserror::Error)]
enum NotSent {
    #[error(transparent)]
    Letter(#[from] LetterProblem),
    /// Without the server's words: they tend to repeat whom the mail is for.
    #[error("the mail server answered {0}")]
    Answered(smtp::response::Code),
    #[error("the mail server gave no answer that SMTP knows")]
    Unreadable,
    #[error("the mail server cannot be reached")]
    Unreachable(#[source] smtp::Error),
    #[error("the mail server took longer than {} seconds", SENT_WITHIN.as_secs())]
    TooSlow,
}

impl From<smtp::Error> for NotSent {
    fn from(error: smtp::Error) -> Self {
        match error.status() {
            Some(code) => Self::Answered(code),
            None if error.is_response() => Self::Unreadable,
            None => Self::Unreachable(error),
        }
    }
}

impl Services {
    /// Has links sent by mail.
    pub fn send_mail_with(&mut self, mailer: Mailer) {
        self.mailer = Some(mailer);
    }

    /// Sends a person their link, where a mail server is configured. A failure is told in the log, without the link.
    pub(crate) async fn mail_link(&self, link: &UserLink) -> Mailed {
        let Some(mailer) = &self.mailer else { return Mailed::NotConfigured };
        match self.send(mailer, link).await {
            Ok(()) => Mailed::Sent,
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(user_id = link.user_id, error, "cannot send a link by mail");
                Mailed::Failed
            }
        }
    }

    async fn send(&self, mailer: &Mailer, link: &UserLink) -> Result<(), NotSent> {
        let letter = Letter { link, issuer: &self.issuer, from: &mailer.from, now: self.now() };
        mailer.send(letter.write(&self.reference())?).await
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    const FROM: &str = "Gatehouse <gatehouse@example.com>";

    #[test]
    fn links_go_nowhere_unencrypted() {
        for (url, expected) in [
            ("smtps://gatehouse:secret@mail.example.com", Ok(())),
            ("smtps://gatehouse:secret@mail.example.com:4465", Ok(())),
            ("smtp://gatehouse:secret@mail.example.com?tls=required", Ok(())),
            ("smtp://gatehouse:secret@localhost:2525", Ok(())),
            ("smtp://gatehouse:secret@127.0.0.1:2525", Ok(())),
            ("smtp://gatehouse:secret@[::1]:2525", Ok(())),
            ("smtp://localhost?tls=opportunistic", Ok(())),
            ("smtp://relay.example.com?tls=required", Ok(())),
            ("smtp://relay.example.com", Err(MailSettingsProblem::Unencrypted)),
            ("smtp://10.0.0.25", Err(MailSettingsProblem::Unencrypted)),
            ("smtp://relay.example.com?tls=opportunistic", Err(MailSettingsProblem::Unencrypted)),
            ("smtp://gatehouse:secret@mail.example.com", Err(MailSettingsProblem::Unencrypted)),
            ("smtp://gatehouse:secret@localhost.example.com", Err(MailSettingsProblem::Unencrypted)),
            ("smtp://:secret@mail.example.com", Err(MailSettingsProblem::Unencrypted)),
            (
                "smtp://gatehouse:secret@mail.example.com?tls=opportunistic",
                Err(MailSettingsProblem::Unencrypted),
            ),
        ] {
            assert_eq!(Mailer::new(url, FROM).map(drop), expected, "{url}");
        }
    }

    #[test]
    fn what_is_no_mail_server_is_refused() {
        for url in [
            "",
            "mail.example.com",
            "https://mail.example.com",
            "smtp://",
            "smtp://mail.example.com?tls=opportunistic&tls=required",
            "smtp://mail.example.com?tls=required&tls=opportunistic",
            "smtp://mail.example.com?tls=required&timeout=5",
            "smtp://mail.example.com?encryption=required",
            "smtp://localhost?tls=none",
            "smtps://gatehouse@mail.example.com",
        ] {
            assert_eq!(Mailer::new(url, FROM).map(drop), Err(MailSettingsProblem::Url), "{url}");
        }
    }

    #[test]
    fn a_mail_comes_from_a_mailbox() {
        for (from, is_accepted) in [
            (FROM, true),
            ("gatehouse@example.com", true),
            ("Gatehouse", false),
            ("Gatehouse <gatehouse>", false),
            ("Gatehouse <gatehouse@example.com>\r\nBcc: eve@example.com", false),
            ("", false),
        ] {
            assert_eq!(Mailer::new("smtp://localhost", from).is_ok(), is_accepted, "{from}");
        }
    }

    #[tokio::test]
    async fn a_server_that_says_nothing_is_not_waited_for() {
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", silent.local_addr().unwrap());
        let mailer = Mailer { sent_within: Duration::from_millis(20), ..Mailer::new(&url, FROM).unwrap() };
        let message = Message::builder()
            .from(mailer.from.clone())
            .to(mailer.from.clone())
            .body("Good morning.".to_owned());
        let outcome = mailer.send(message.unwrap()).await;
        assert!(matches!(outcome, Err(NotSent::TooSlow)), "{outcome:?}");
    }

    #[test]
    fn the_password_is_not_in_the_debug_form() {
        let mailer = Mailer::new("smtps://gatehouse:secret@mail.example.com", FROM).unwrap();
        assert!(!format!("{mailer:?}").contains("secret"));
    }
}
