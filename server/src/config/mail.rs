//! What is set about mail.

use clap::Args;
use service::{MailSettingsProblem, Mailer};

use super::Hidden;

/// What is set about mail.
#[derive(Args, Clone, Debug, Default)]
pub struct MailSettings {
    /// Mail server that sends invitations and reset links: `smtps://user:password@host`, or `smtp://…?tls=required` for
    /// STARTTLS. Links are never sent unencrypted, except to this machine.
    #[arg(long, env = "GATEHOUSE_SMTP_URL", hide_env_values = true, value_name = "URL")]
    pub smtp_url: Option<Hidden>,

    /// Who the mail is from: `Gatehouse <gatehouse@example.com>`.
    #[arg(long, env = "GATEHOUSE_MAIL_FROM", value_name = "MAILBOX")]
    pub mail_from: Option<String>,
}

/// A setting about mail that is not right; it names the setting and repeats nothing of it.
#[derive(Debug, thiserror::Error)]
#[error("{setting}: {problem}")]
pub struct MailSettingRefused {
    setting: &'static str,
    problem: MailSettingsProblem,
}

impl MailSettings {
    /// What sends mail, where a mail server is set.
    ///
    /// # Errors
    /// The setting that is not right.
    pub fn mailer(&self) -> Result<Option<Mailer>, MailSettingRefused> {
        let (Some(url), Some(from)) = (&self.smtp_url, &self.mail_from) else { return Ok(None) };
        match Mailer::new(&url.0, from) {
            Ok(mailer) => Ok(Some(mailer)),
            Err(problem) => {
                let setting = match problem {
                    MailSettingsProblem::Url | MailSettingsProblem::Unencrypted => "GATEHOUSE_SMTP_URL",
                    MailSettingsProblem::From => "GATEHOUSE_MAIL_FROM",
                };
                Err(MailSettingRefused { setting, problem })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_that_is_not_right_is_named_and_not_repeated() {
        let told = |url: &str, from: &str| {
            let settings =
                MailSettings { smtp_url: Some(Hidden(url.to_owned())), mail_from: Some(from.to_owned()) };
            settings.mailer().map(|_| ()).map_err(|refused| refused.to_string())
        };
        let from = "Gatehouse <gatehouse@example.com>";
        assert_eq!(told("smtps://u:hunter2@mail.example.com", from), Ok(()));
        let unencrypted = told("smtp://u:hunter2@mail.example.com", from).unwrap_err();
        assert!(unencrypted.starts_with("GATEHOUSE_SMTP_URL: it would send"), "{unencrypted}");
        assert!(!unencrypted.contains("hunter2"), "{unencrypted}");
        let relay = told("smtp://relay.example.com", from).unwrap_err();
        assert!(relay.starts_with("GATEHOUSE_SMTP_URL: it would send one-time links"), "{relay}");
        let nobody = told("smtps://u:hunter2@mail.example.com", "Gatehouse").unwrap_err();
        assert!(nobody.starts_with("GATEHOUSE_MAIL_FROM: not a mailbox"), "{nobody}");
    }
}
