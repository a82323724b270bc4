//! The binary, from its start until it is told to stop.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use domain::{AccountDraft, OAuthClientDraft};
use server::sealing_key;
use service::{Clock, DatabaseUrl, Rng, Services, SignInFrom, SignedIn, Store, TokenSettings};

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse battery staple";

/// The use cases on the data that the binary keeps.
async fn services(data: &Path) -> Services {
    let database = DatabaseUrl::Sqlite(data.join("gatehouse.sqlite"));
    let key = sealing_key(None, &database, data).unwrap();
    let store = Store::open(&database).await.unwrap();
    Services::start(
        store,
        Clock::System,
        Rng::System,
        &key,
        "http://localhost".to_owned(),
        TokenSettings::default(),
    )
    .await
    .unwrap()
}

async fn administrator(services: &Services) -> SignedIn {
    let started = services.sign_in(EMAIL, PASSWORD, None, &SignInFrom::default()).await.unwrap();
    services.signed_in(started.token.reveal(), None).await.unwrap().unwrap()
}

/// Starts the binary, and waits until it serves.
fn start(data: &Path, listen: SocketAddr) -> Child {
    start_with(data, listen, &[])
}

fn start_with(data: &Path, listen: SocketAddr, more: &[&str]) -> Child {
    let mut server = Command::new(env!("CARGO_BIN_EXE_gatehouse"))
        .env_clear()
        .arg(format!("--listen={listen}"))
        .arg(format!("--data-dir={}", data.display()))
        .args(more)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let log = BufReader::new(server.stderr.take().unwrap());
    let mut lines = log.lines().map(Result::unwrap);
    assert!(lines.any(|line| line.contains("serving")), "it stopped before it served");
    std::thread::spawn(move || lines.for_each(drop));
    server
}

/// A request whose body the server waits for.
fn begin_request(listen: SocketAddr) -> TcpStream {
    const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
    let mut connection = TcpStream::connect(listen).unwrap();
    write!(
        connection,
        "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1\r\n\r\n"
    )
    .unwrap();
    let mut answer = [0; CONTINUE.len()];
    connection.read_exact(&mut answer).unwrap();
    assert_eq!(answer, CONTINUE);
    connection
}

fn tell_to_stop(server: &Child) {
    let told = Command::new("kill").arg(server.id().to_string()).status().unwrap();
    assert!(told.success());
}

/// The answer's first line; none where nobody is there.
fn get(listen: SocketAddr, path: &str) -> Option<String> {
    let mut connection = TcpStream::connect(listen).ok()?;
    write!(connection, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).ok()?;
    answer.lines().next().map(str::to_owned)
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

#[test]
fn a_server_that_drains_says_that_it_is_not_ready_and_goes_on_until_told_again() {
    let data = tempfile::tempdir().unwrap();
    let listen = free_address();
    let mut server = start_with(data.path(), listen, &["--drain=300"]);
    assert_eq!(get(listen, "/readyz").unwrap(), "HTTP/1.1 200 OK");
    tell_to_stop(&server);
    while get(listen, "/readyz").unwrap() != "HTTP/1.1 503 Service Unavailable" {}
    assert_eq!(get(listen, "/healthz").unwrap(), "HTTP/1.1 200 OK", "it goes on");
    assert!(server.try_wait().unwrap().is_none());
    tell_to_stop(&server);
    assert!(server.wait().unwrap().success());
}

#[test]
fn a_server_that_is_told_twice_waits_for_nobody() {
    let data = tempfile::tempdir().unwrap();
    let listen = free_address();
    let mut server = start(data.path(), listen);
    let _under_way = begin_request(listen);
    tell_to_stop(&server);
    while get(listen, "/healthz").is_some() {}
    assert!(server.try_wait().unwrap().is_none(), "a request is under way");
    tell_to_stop(&server);
    assert!(server.wait().unwrap().success());
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_first_writes_the_last_uses_of_secrets() {
    let data = tempfile::tempdir().unwrap();
    let before = services(data.path()).await;
    let account = AccountDraft { email: EMAIL.to_owned(), password: PASSWORD.to_owned() }.check().unwrap();
    assert!(before.set_up_from_configuration(&account).await.unwrap());
    let person = administrator(&before).await;
    let draft = OAuthClientDraft { client_name: "Billing".to_owned(), ..OAuthClientDraft::default() };
    let saved =
        before.register_oauth_client(&person.administrator().unwrap(), draft.check().unwrap()).await.unwrap();

    let listen = free_address();
    let mut server = start(data.path(), listen);
    let client_id = saved.client.client_id.as_str();
    let secret = saved.secret.unwrap();
    let form =
        format!("grant_type=client_credentials&client_id={client_id}&client_secret={}", secret.reveal());
    let mut connection = TcpStream::connect(listen).unwrap();
    write!(
        connection,
        "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let reader = person.reader().unwrap();
    assert_eq!(
        before.oauth_client(&reader, client_id).await.unwrap().last_used,
        None,
        "no write for a token"
    );

    let mut under_way = begin_request(listen);
    tell_to_stop(&server);
    // Before the end: who told it to stop may kill it while a request keeps it.
    let written = async {
        loop {
            let used = before.oauth_client(&reader, client_id).await.unwrap().last_used;
            if let Some(used) = used {
                break used;
            }
        }
    };
    let used = tokio::time::timeout(Duration::from_secs(8), written).await.unwrap();
    assert_eq!(used.address.as_deref(), Some("127.0.0.1"));
    assert!(server.try_wait().unwrap().is_none(), "a request is under way");
    under_way.write_all(b"x").unwrap();
    let mut answer = String::new();
    under_way.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert!(server.wait().unwrap().success());
}
