//! Settings that each can be read and do not go together, or are not safe.

use service::{DatabaseUrl, SealingKey};

use super::{Command, Config, Hidden};

impl Config {
    /// What the server must not start with; each names its settings, and no value that may be secret.
    pub(super) fn contradictions(&self) -> Vec<String> {
        let database = self.database_url.as_ref().map(|Hidden(url)| url.parse::<DatabaseUrl>());
        let is_managing = matches!(self.command, Some(Command::Management(_)));
        let is_asking = is_managing && self.management.server.is_some();
        let is_sealing = matches!(self.command, None | Some(Command::Serve)) || is_managing && !is_asking;
        let has_key = self.key_encryption_key.is_some();
        let mut problems = Vec::new();
        let mut refuse = |problem: &str| problems.push(problem.to_owned());
        match database {
            Some(Err(_)) => refuse("DATABASE_URL: use sqlite:PATH or postgres://user@host/database"),
            Some(Ok(DatabaseUrl::Postgres(_))) if is_sealing && !has_key => refuse(
                "GATEHOUSE_KEY_ENCRYPTION_KEY: set it where DATABASE_URL is of Postgres, the same for every server: \
                 openssl rand -base64 32",
            ),
            Some(Ok(DatabaseUrl::Postgres(_) | DatabaseUrl::Sqlite(_))) | None => {}
        }
        if self.key_encryption_key.as_ref().is_some_and(|Hidden(key)| key.parse::<SealingKey>().is_err()) {
            refuse(
                "GATEHOUSE_KEY_ENCRYPTION_KEY: use 32 bytes in base64, as `openssl rand -base64 32` makes them",
            );
        }
        if is_asking && self.management.api_key.is_none() {
            refuse(
                "GATEHOUSE_API_KEY: set it to a key of the server, or GATEHOUSE_API_KEY_FILE to a file with one",
            );
        }
        match (&self.admin_email, &self.admin_password) {
            (Some(_), None) => refuse("GATEHOUSE_ADMIN_PASSWORD: set it where GATEHOUSE_ADMIN_EMAIL is set"),
            (None, Some(_)) => refuse("GATEHOUSE_ADMIN_EMAIL: set it where GATEHOUSE_ADMIN_PASSWORD is set"),
            (Some(_), Some(_)) | (None, None) => {}
        }
        match (&self.mail.smtp_url, &self.mail.mail_from) {
            (Some(_), None) => refuse("GATEHOUSE_MAIL_FROM: set it where GATEHOUSE_SMTP_URL is set"),
            (None, Some(_)) => refuse("GATEHOUSE_SMTP_URL: set it where GATEHOUSE_MAIL_FROM is set"),
            (Some(_), Some(_)) | (None, None) => {}
        }
        if self.refresh_token_idle > self.refresh_tokens_last {
            refuse(
                "GATEHOUSE_REFRESH_TOKEN_IDLE: use at most GATEHOUSE_REFRESH_TOKENS_LAST: no token can go unused for \
                 longer than all of them last",
            );
        }
        if self.network.trusted_proxies.iter().any(|network| network.prefix_len() == 0) {
            refuse(
                "GATEHOUSE_TRUSTED_PROXIES: name the proxies: who trusts every address lets anybody say where they are",
            );
        }
        problems.extend(self.mail.mailer().err().map(|problem| problem.to_string()));
        problems.extend(self.provider.check(&self.public_url).err().map(|problem| problem.to_string()));
        problems
    }

    /// What the server starts with, and is hardly meant.
    pub fn warnings(&self) -> Vec<&'static str> {
        let is_public = !self.listen.ip().to_canonical().is_loopback();
        let is_https = self.public_url.as_str().starts_with("https:");
        let is_open = |networks: &[ipnet::IpNet]| networks.iter().any(|network| network.prefix_len() == 0);
        [
            (
                is_public && self.public_url.is_of_this_machine(),
                "GATEHOUSE_LISTEN is open to other machines, and GATEHOUSE_PUBLIC_URL is for this one only",
            ),
            (
                is_https && self.network.trusted_proxies.is_empty(),
                "GATEHOUSE_TRUSTED_PROXIES is not set: everybody seems to come from the proxy that speaks https, and is \
                 throttled together",
            ),
            (is_open(&self.network.metrics_from), "GATEHOUSE_METRICS_FROM lets everybody read the metrics"),
        ]
        .into_iter()
        .filter_map(|(is_so, warning)| is_so.then_some(warning))
        .collect()
    }
}
