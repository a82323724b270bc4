//! The commands that manage, on the database and through a server: both do and say the same.

mod beside_server;
mod clients;
mod completions;
mod configurations;
mod others;
mod principals;
mod refusals;
mod terminal;

use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::running::{Place, Server, texts};

const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=";

/// What a command said, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        let (out, err) = texts(&output);
        Self { code: output.status.code(), out, err }
    }

    /// Its result, in JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A way to carry commands out: on a database of its own, perhaps through a server there.
pub struct Way {
    data: TempDir,
    settings: Vec<(&'static str, String)>,
    server: Option<Server>,
}

impl Way {
    pub fn sqlite() -> Self {
        Self { data: TempDir::new().unwrap(), settings: Vec::new(), server: None }
    }

    pub async fn postgres() -> Self {
        let url = test_postgres::new_database().await;
        let settings = vec![("DATABASE_URL", url), ("GATEHOUSE_KEY_ENCRYPTION_KEY", KEY.to_owned())];
        Self { settings, ..Self::sqlite() }
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.settings.push((name, value.to_owned()));
        self
    }

    /// The same, with a server beside the commands, which they do not ask.
    pub fn beside_server(mut self) -> (Self, Server) {
        let server = self.start();
        self.settings.push(("GATEHOUSE_LOG_FORMAT", "json".to_owned()));
        (self, server)
    }

    /// The same through a server, with a key that a command on its machine made.
    pub fn through_server(mut self) -> Self {
        let server = self.start();
        let key = self.run(&["api-key", "create", "--name", "Tests", "--role", "administrator"]);
        self.settings.push(("GATEHOUSE_API_KEY", key.out.trim_end().to_owned()));
        self.settings.push(("GATEHOUSE_SERVER", format!("http://{}", server.listen)));
        self.server = Some(server);
        self
    }

    /// The ways that there are, each on a database that is there already.
    pub async fn all() -> [Self; 3] {
        let ways = [Self::sqlite(), Self::postgres().await, Self::sqlite().through_server()];
        for way in &ways {
            way.does(&["migrate"]);
        }
        ways
    }

    fn start(&self) -> Server {
        let settings: Vec<_> = self.settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Server::start(&Place { data: self.data.path(), settings: &settings })
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let settings: Vec<_> = self.settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Place { data: self.data.path(), settings: &settings }.command(arguments)
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        Said::of(&mut self.command(arguments))
    }

    /// Runs what is to succeed.
    pub fn does(&self, arguments: &[&str]) -> Said {
        let said = self.run(arguments);
        assert_eq!(said.code, Some(0), "{arguments:?}: {said:?}");
        said
    }

    /// The one secret that what is to succeed prints, alone.
    pub fn secret(&self, arguments: &[&str]) -> String {
        let said = self.does(arguments);
        let secret = said.out.trim_end().to_owned();
        assert!(secret.len() > 30 && !secret.contains(char::is_whitespace), "{arguments:?}: {said:?}");
        assert!(!said.err.contains(&secret), "{arguments:?}: a secret goes to standard output only");
        secret
    }

    /// What is to succeed says in JSON, and nothing else anywhere.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let said = self.does(&[arguments, &["--json"]].concat());
        assert_eq!(said.err, "", "{arguments:?}");
        said.json()
    }

    /// Runs what is to be refused, and gives what it complained of.
    pub fn refuses(&self, arguments: &[&str], code: i32) -> String {
        let said = self.run(arguments);
        assert_eq!((said.code, said.out.as_str()), (Some(code), ""), "{arguments:?}: {said:?}");
        said.err
    }
}
