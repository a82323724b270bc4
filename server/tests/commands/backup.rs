//! `gatehouse backup`, and what Postgres has instead: made while the server runs, restored elsewhere.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use service::{DatabaseUrl, Services};
use tempfile::TempDir;
use tokio::sync::Mutex;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::installation::{Installation, administrator, register_public, services};
use crate::running::{Place, Server};

const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=";
/// Clients that are registered before a backup begins.
const BEFORE: usize = 20;

/// Registers clients for ever, and notes those that were acknowledged.
struct Writing {
    acknowledged: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Writing {
    async fn begin(services: Services, session: &str) -> Self {
        let acknowledged = Arc::new(Mutex::new(Vec::new()));
        let count = Arc::new(AtomicUsize::new(0));
        let person = administrator(&services, session).await;
        let task = tokio::spawn({
            let (acknowledged, count) = (Arc::clone(&acknowledged), Arc::clone(&count));
            async move {
                for number in 0.. {
                    let name = format!("Client {number}");
                    let client_id = register_public(&services, &person, &name).await;
                    acknowledged.lock().await.push(client_id);
                    count.fetch_add(1, Ordering::SeqCst);
                }
            }
        });
        while count.load(Ordering::SeqCst) < BEFORE {
            tokio::task::yield_now().await;
        }
        Self { acknowledged, task }
    }

    async fn so_far(&self) -> Vec<String> {
        self.acknowledged.lock().await.clone()
    }
}

/// Whatever was acknowledged before the backup began is in what was restored.
async fn are_all_there(services: &Services, installation: &Installation, acknowledged: &[String]) {
    installation.is_on(services).await;
    let reader = services.signed_in(&installation.session, None).await.unwrap().unwrap().reader().unwrap();
    assert!(acknowledged.len() >= BEFORE);
    for client_id in acknowledged {
        services.oauth_client(&reader, client_id).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_busy_server_is_restored_with_all_that_was_acknowledged() {
    let data = TempDir::new().unwrap();
    let url = DatabaseUrl::Sqlite(data.path().join("gatehouse.sqlite"));
    let running = services(&url, data.path(), None).await;
    let installation = Installation::make(&running).await;
    let server = Server::start(&Place { data: data.path(), settings: &[] });
    let writing = Writing::begin(running, &installation.session).await;

    let backups = TempDir::new().unwrap();
    let file = backups.path().join("gatehouse-backup.sqlite");
    let acknowledged = writing.so_far().await;
    let told = back_up(data.path(), &file).await;
    assert!(writing.so_far().await.len() > acknowledged.len(), "who writes waits for nothing");
    writing.task.abort();
    assert!(told.contains(" bytes, checked.\n"), "{told}");
    assert!(told.contains(&data.path().join("key-encryption-key").display().to_string()), "{told}");
    drop(server);

    // As the operating guide says.
    let restored = TempDir::new().unwrap();
    fs::copy(&file, restored.path().join("gatehouse.sqlite")).unwrap();
    fs::copy(data.path().join("key-encryption-key"), restored.path().join("key-encryption-key")).unwrap();
    let server = Server::start(&Place { data: restored.path(), settings: &[] });
    assert!(server.gives_token(&installation.client_id, &installation.secret));
    let url = DatabaseUrl::Sqlite(restored.path().join("gatehouse.sqlite"));
    let services = services(&url, restored.path(), None).await;
    are_all_there(&services, &installation, &acknowledged).await;
}

async fn back_up(data: &Path, file: &Path) -> String {
    let (data, file) = (data.to_owned(), file.to_owned());
    let told = move || Place { data: &data, settings: &[] }.says(&["backup", file.to_str().unwrap()]);
    spawn_blocking(told).await.unwrap()
}

#[tokio::test]
async fn a_file_that_is_there_is_not_written_over() {
    let data = TempDir::new().unwrap();
    let place = Place { data: data.path(), settings: &[] };
    place.says(&["migrate"]);
    let file = data.path().join("backup");
    let file = file.to_str().unwrap();
    place.says(&["backup", file]);
    let refused = place.complains(&["backup", file]);
    assert!(refused.contains("is there already: give the name of a new file"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_of_a_busy_postgres_is_restored_with_all_that_was_acknowledged() {
    let (url, data) = (test_postgres::new_database().await, TempDir::new().unwrap());
    let settings = [("DATABASE_URL", url.as_str()), ("GATEHOUSE_KEY_ENCRYPTION_KEY", KEY)];
    let place = Place { data: data.path(), settings: &settings };
    let refused = place.complains(&["backup", "file"]);
    assert!(refused.contains("pg_dump") && refused.contains("docs/operating.md"), "{refused}");

    let running = services(&url.parse().unwrap(), data.path(), Some(KEY)).await;
    let installation = Installation::make(&running).await;
    let server = Server::start(&place);
    let writing = Writing::begin(running, &installation.session).await;
    let file = data.path().join("gatehouse.dump");
    let file = file.to_str().unwrap().to_owned();
    let acknowledged = writing.so_far().await;
    run("pg_dump", &["--format=custom", "--no-owner", &format!("--file={file}"), &format!("--dbname={url}")])
        .await;
    writing.task.abort();
    drop(server);

    let restored = test_postgres::new_database().await;
    run(
        "pg_restore",
        &["--no-owner", "--exit-on-error", "--single-transaction", &format!("--dbname={restored}"), &file],
    )
    .await;
    let settings = [("DATABASE_URL", restored.as_str()), ("GATEHOUSE_KEY_ENCRYPTION_KEY", KEY)];
    let server = Server::start(&Place { data: data.path(), settings: &settings });
    assert!(server.gives_token(&installation.client_id, &installation.secret));
    let services = services(&restored.parse().unwrap(), data.path(), Some(KEY)).await;
    are_all_there(&services, &installation, &acknowledged).await;
}

/// Runs one of Postgres' own programs, which `scripts/with-postgres` puts in the way.
async fn run(program: &str, arguments: &[&str]) {
    let mut command = Command::new(program);
    command.args(arguments);
    let output = spawn_blocking(move || command.output()).await.unwrap().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
