//! The scripts of docs/examples, against a server.

use std::process::Command;

use tempfile::TempDir;

use crate::running::{Place, Server, texts};

#[test]
fn a_script_leads_a_client_through_its_life() {
    let data = TempDir::new().unwrap();
    let place = Place { data: data.path(), settings: &[] };
    let server = Server::start(&place);
    let key = place.command(&["api-key", "create", "--name", "Script", "--role", "administrator"]).output();
    let (key, complained) = texts(&key.unwrap());
    assert!(key.starts_with("ghk_"), "{complained}");

    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/examples/oauth-client.sh");
    let mut script = Command::new(script);
    script.arg(format!("http://{}", server.listen)).env("GATEHOUSE_API_KEY", key.trim_end());
    let (told, complained) = texts(&script.output().unwrap());
    let expected = "\
201: registered
200: a token by its secret
200: read
200: edited
412: a stale edit is refused
201: a new secret
200: a token by the old secret
200: a token by the new secret
204: the old secret retired
401: no token by the old secret
200: disabled
401: no token for a disabled client
204: deleted
404: gone
";
    assert_eq!((told.as_str(), complained.as_str()), (expected, ""));
}
