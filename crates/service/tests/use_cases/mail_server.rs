//! A mail server that keeps what it takes (RFC 5321), for one mail.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::thread::{self, JoinHandle};

/// What it does with a recipient.
#[derive(Clone, Copy)]
pub enum Recipients {
    Taken,
    Refused,
}

pub struct MailServer {
    address: SocketAddr,
    session: JoinHandle<String>,
}

impl MailServer {
    pub fn start(recipients: Recipients) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        Self { address, session: thread::spawn(move || serve(&listener, recipients)) }
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// All that was said to it, until it was left.
    pub fn heard(self) -> String {
        self.session.join().unwrap()
    }
}

/// The address of a mail server that is down.
pub fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("smtp://{}", listener.local_addr().unwrap())
}

fn serve(listener: &TcpListener, recipients: Recipients) -> String {
    let (mut connection, _) = listener.accept().unwrap();
    let lines = BufReader::new(connection.try_clone().unwrap()).lines();
    let mut heard = String::new();
    let mut is_letter = false;
    connection.write_all(b"220 mail.example.com\r\n").unwrap();
    for line in lines {
        // Who has what it came for may hang up.
        let Ok(line) = line else { break };
        heard.push_str(&line);
        heard.push('\n');
        let answer = match (is_letter, line.as_str()) {
            (true, ".") => {
                is_letter = false;
                "250 taken"
            }
            (true, _) => continue,
            (false, "DATA") => {
                is_letter = true;
                "354 go on"
            }
            (false, command) if command.starts_with("RCPT") => match recipients {
                Recipients::Taken => "250 taken",
                // As servers do, with whom it was for.
                Recipients::Refused => "550 grace@example.com is unknown here",
            },
            (false, _) => "250 well",
        };
        if connection.write_all(format!("{answer}\r\n").as_bytes()).is_err() {
            break;
        }
    }
    heard
}
