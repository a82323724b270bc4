//! `gatehouse migrate`.

use std::process::Stdio;

use service::Store;
use sqlx::{Connection as _, SqliteConnection};
use tempfile::TempDir;

use crate::running::{Place, texts};

const UP_TO_DATE: &str = "The schema is up to date: there was nothing to do.\n";

fn says_what_it_did(place: &Place<'_>) {
    let first = place.says(&["migrate"]);
    assert!(
        first.starts_with("applied migration 1: oauth clients and portal\napplied migration 2: "),
        "{first}"
    );
    assert!(first.ends_with("\nThe schema is up to date.\n"), "{first}");
    assert_eq!(place.says(&["migrate"]), UP_TO_DATE);
}

/// Six processes at once: each ends well, and together they apply each migration once.
fn several_at_once(place: &Place<'_>) {
    let several: Vec<_> = (0..6)
        .map(|_| place.command(&["migrate"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
        .collect();
    let mut applied = Vec::new();
    for one in several {
        let output = one.wait_with_output().unwrap();
        let (told, complained) = texts(&output);
        assert!(output.status.success(), "{complained}");
        applied.extend(told.lines().filter(|line| line.starts_with("applied ")).map(str::to_owned));
    }
    let numbers: Vec<_> = applied.iter().map(|line| line.split([' ', ':']).nth(2).unwrap()).collect();
    let expected: Vec<_> = (1..=numbers.len()).map(|number| number.to_string()).collect();
    assert!(numbers.len() >= 5);
    assert_eq!(numbers, expected, "one did it all");
    assert_eq!(place.says(&["migrate"]), UP_TO_DATE);
}

#[test]
fn what_was_applied_is_said_on_sqlite() {
    let data = TempDir::new().unwrap();
    says_what_it_did(&Place { data: data.path(), settings: &[] });
}

#[tokio::test]
async fn what_was_applied_is_said_on_postgres() {
    let (data, url) = (TempDir::new().unwrap(), test_postgres::new_database().await);
    says_what_it_did(&Place { data: data.path(), settings: &[("DATABASE_URL", &url)] });
}

#[test]
fn several_processes_migrate_one_file_at_once() {
    for _ in 0..5 {
        let data = TempDir::new().unwrap();
        several_at_once(&Place { data: data.path(), settings: &[] });
    }
}

#[tokio::test]
async fn several_processes_migrate_one_postgres_at_once() {
    let (data, url) = (TempDir::new().unwrap(), test_postgres::new_database().await);
    several_at_once(&Place { data: data.path(), settings: &[("DATABASE_URL", &url)] });
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    const NEWER: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (99, 'to come', TRUE, X'00', 0)";
    let data = TempDir::new().unwrap();
    let place = Place { data: data.path(), settings: &[] };
    place.says(&["migrate"]);
    let file = data.path().join("gatehouse.sqlite");
    let mut connection = SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    sqlx::query(NEWER).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    for command in [&["migrate"][..], &["serve"]] {
        let refused = place.complains(command);
        assert!(refused.contains("schema is version 99, from a newer Gatehouse"), "{refused}");
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_is_said_to_be_unavailable() {
    let data = TempDir::new().unwrap();
    let url = "postgres://gatehouse:hunter2@127.0.0.1:1/gatehouse";
    let refused = Place { data: data.path(), settings: &[("DATABASE_URL", url)] }.complains(&["migrate"]);
    assert!(refused.contains("database unavailable") && !refused.contains("hunter2"), "{refused}");
    assert!(Store::migrate(&url.parse().unwrap()).await.unwrap_err().is_unavailable());
}
