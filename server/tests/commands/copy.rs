//! `gatehouse copy`.

use std::fs;

use service::DatabaseUrl;
use tempfile::TempDir;

use crate::installation::{Installation, services};
use crate::running::{Place, Server};

#[tokio::test]
async fn an_installation_moves_to_postgres_and_back_and_goes_on_there() {
    let data = TempDir::new().unwrap();
    let file = data.path().join("gatehouse.sqlite");
    let sqlite = DatabaseUrl::Sqlite(file.clone());
    let before = services(&sqlite, data.path(), None).await;
    let installation = Installation::make(&before).await;
    drop(before);
    let key_file = data.path().join("key-encryption-key");
    let key = fs::read_to_string(&key_file).unwrap();
    let url = test_postgres::new_database().await;
    let elsewhere = TempDir::new().unwrap();
    let place = Place { data: elsewhere.path(), settings: &[] };

    let from = format!("--from=sqlite:{}", file.display());
    let told = place.says(&["copy", &from, &format!("--to={url}")]);
    assert!(told.lines().any(|line| line.starts_with("oauth_clients  ") && line.len() > 100), "{told}");
    assert!(told.contains("Copied 37 tables, "), "{told}");
    assert!(told.contains(&key_file.display().to_string()), "{told}");
    assert!(
        !told.contains(key.trim()) && !told.contains(&url),
        "it says where the key is, and not what it is"
    );
    let postgres: DatabaseUrl = url.parse().unwrap();
    installation.is_on(&services(&postgres, elsewhere.path(), Some(&key)).await).await;
    let settings = [("DATABASE_URL", url.as_str()), ("GATEHOUSE_KEY_ENCRYPTION_KEY", key.as_str())];
    let server = Server::start(&Place { data: elsewhere.path(), settings: &settings });
    assert!(server.gives_token(&installation.client_id, &installation.secret));
    drop(server);

    let back = elsewhere.path().join("back.sqlite");
    let told = place.says(&["copy", &format!("--from={url}"), &format!("--to=sqlite:{}", back.display())]);
    assert!(told.contains("GATEHOUSE_KEY_ENCRYPTION_KEY is set to for its servers"), "{told}");
    let back_url = format!("sqlite:{}", back.display());
    let settings = [("DATABASE_URL", back_url.as_str()), ("GATEHOUSE_KEY_ENCRYPTION_KEY", key.as_str())];
    let server = Server::start(&Place { data: elsewhere.path(), settings: &settings });
    assert!(server.gives_token(&installation.client_id, &installation.secret));
    drop(server);
    installation.is_on(&services(&DatabaseUrl::Sqlite(back), elsewhere.path(), Some(&key)).await).await;
}

#[tokio::test]
async fn without_its_key_a_copy_does_not_start() {
    let data = TempDir::new().unwrap();
    let file = data.path().join("gatehouse.sqlite");
    Installation::make(&services(&DatabaseUrl::Sqlite(file.clone()), data.path(), None).await).await;
    let elsewhere = TempDir::new().unwrap();
    let place = Place { data: elsewhere.path(), settings: &[] };
    let target = format!("sqlite:{}", elsewhere.path().join("gatehouse.sqlite").display());
    let from = format!("--from=sqlite:{}", file.display());
    place.says(&["copy", &from, &format!("--to={target}")]);
    assert!(!place.complains(&["serve"]).is_empty());
    // What a server that did start leaves is an installation, and none is written over.
    let refused = place.complains(&["copy", &from, &format!("--to={target}")]);
    assert!(
        refused.contains("the target is not empty, it holds ") && refused.contains("portal_users (1)"),
        "{refused}"
    );
}

#[test]
fn a_source_that_is_not_there_is_not_made() {
    let data = TempDir::new().unwrap();
    let place = Place { data: data.path(), settings: &[] };
    let (from, to) = (data.path().join("missing"), data.path().join("target"));
    let refused = place.complains(&[
        "copy",
        &format!("--from=sqlite:{}", from.display()),
        &format!("--to=sqlite:{}", to.display()),
    ]);
    assert!(refused.contains("cannot read the source"), "{refused}");
    assert!(!from.exists() && !to.exists());
}

#[test]
fn an_address_of_another_engine_is_refused_by_the_option_it_stands_in() {
    let data = TempDir::new().unwrap();
    let place = Place { data: data.path(), settings: &[] };
    let refused = place.complains(&["copy", "--from=mysql://u:hunter2@h/d", "--to=sqlite:target"]);
    assert!(refused.contains("--from") && !refused.contains("hunter2"), "{refused}");
}
