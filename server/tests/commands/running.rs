//! The binary, started and asked.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

pub const EMAIL: &str = "ada@example.com";
pub const PASSWORD: &str = "correct horse battery staple";

/// A data directory, and the settings that say where the rest is.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub data: &'a Path,
    pub settings: &'a [(&'a str, &'a str)],
}

impl Place<'_> {
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gatehouse"));
        command
            .env_clear()
            .env("GATEHOUSE_DATA_DIR", self.data)
            .envs(self.settings.iter().copied())
            .args(arguments);
        command
    }

    /// Runs a command that is to succeed, and gives what it said.
    pub fn says(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        let (told, complained) = texts(&output);
        assert!(output.status.success(), "{told}\n{complained}");
        assert_eq!(complained, "", "what goes well is told on standard output");
        told
    }

    /// Runs a command that is to fail, and gives what it complained of.
    pub fn complains(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        let (told, complained) = texts(&output);
        assert_eq!(output.status.code(), Some(1), "{told}\n{complained}");
        complained
    }
}

pub fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

/// A server, killed when the test is over.
pub struct Server {
    process: Child,
    pub listen: SocketAddr,
}

impl Server {
    /// Starts it, and waits until it serves.
    pub fn start(place: &Place<'_>) -> Self {
        let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut process = place
            .command(&[&format!("--listen={listen}")])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines().map(Result::unwrap);
        let mut log = Vec::new();
        let is_serving = lines.any(|line| {
            log.push(line);
            log.last().is_some_and(|line| line.contains("serving"))
        });
        assert!(is_serving, "it stopped before it served: {log:?}");
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, listen }
    }

    /// Whether it gives a token for this secret.
    pub fn gives_token(&self, client_id: &str, secret: &str) -> bool {
        let form = format!("grant_type=client_credentials&client_id={client_id}&client_secret={secret}");
        let mut connection = TcpStream::connect(self.listen).unwrap();
        write!(
            connection,
            "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        )
        .unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        answer.starts_with("HTTP/1.1 200 ") && answer.contains("access_token")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
