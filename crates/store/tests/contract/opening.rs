//! Opening a database: an empty one, one from before, one that another server opens at the same time.

use domain::search_terms;
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use store::{ClientPlace, ClientQuery, DatabaseUrl, Store};

use crate::client_list::EVERY;
use crate::fixture::{Fixture, count};

/// More than get their words in one transaction.
const CLIENTS: i64 = 1_234;

/// A schema from before there were words, and clients in it.
const FROM_BEFORE: [&str; 3] = [
    "CREATE TABLE numbers AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1234) \
     SELECT i, 'app-old-' || i AS client_id FROM n",
    "INSERT INTO client_ids (client_id) SELECT client_id FROM numbers",
    "INSERT INTO oauth_clients (id, client_id, name, name_key, client_type, grant_type, redirect_uris, \
     web_origins, description, status, created_at, version) SELECT 'id-' || i, client_id, 'Old ' || i, 'old ' || i, \
     'public', 'authorization_code', '[]', '[]', CASE WHEN i = 7 THEN 'SevenUp' END, 'enabled', i, 1 FROM numbers",
];

async fn has_words_for_all(store: &Store) {
    for (typed, found) in [("old 1234", 1), ("up", 1), ("app", 10)] {
        let terms = search_terms(typed);
        let query = ClientQuery { terms: &terms, ..EVERY };
        let page = store.oauth_clients(&query, &ClientPlace::First, 10).await.unwrap();
        assert_eq!(page.clients.len(), found, "{typed}");
    }
    assert_eq!(count(store, "oauth_clients WHERE NOT has_words").await, 0);
    assert_eq!(count(store, "oauth_client_words").await, CLIENTS * 3 + 2);
}

fn only_the_first(mut migrations: Migrator) -> Migrator {
    migrations.migrations.to_mut().retain(|migration| migration.version == 1);
    migrations
}

#[tokio::test]
async fn clients_from_before_get_their_words_on_sqlite() {
    let (_directory, url) = Fixture::sqlite_url();
    let DatabaseUrl::Sqlite(path) = &url else { unreachable!() };
    let address = format!("sqlite:{}?mode=rwc", path.display());
    let mut connection = SqliteConnection::connect(&address).await.unwrap();
    only_the_first(sqlx::migrate!("../../migrations/sqlite")).run(&mut connection).await.unwrap();
    for statement in FROM_BEFORE {
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
    has_words_for_all(&Store::open(&url).await.unwrap()).await;
}

#[tokio::test]
async fn clients_from_before_get_their_words_from_two_servers_on_postgres() {
    let url = Fixture::postgres_url().await;
    let DatabaseUrl::Postgres(address) = &url else { unreachable!() };
    let mut connection = PgConnection::connect(address).await.unwrap();
    only_the_first(sqlx::migrate!("../../migrations/postgres")).run(&mut connection).await.unwrap();
    for statement in FROM_BEFORE {
        sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    }
    let (one, other) = tokio::join!(Store::open(&url), Store::open(&url));
    // Neither serves before all of them can be found.
    has_words_for_all(&one.unwrap()).await;
    has_words_for_all(&other.unwrap()).await;
}

/// Migrations may run again on a schema that is up to date, and from two servers at once.
#[tokio::test]
async fn two_servers_may_start_at_once_on_one_postgres() {
    let url = Fixture::postgres_url().await;
    let (one, other) = tokio::join!(Store::open(&url), Store::open(&url));
    one.unwrap().ping().await.unwrap();
    other.unwrap().ping().await.unwrap();
}

#[tokio::test]
async fn an_sqlite_file_is_opened_again() {
    let (_directory, url) = Fixture::sqlite_url();
    Store::open(&url).await.unwrap().close().await;
    Store::open(&url).await.unwrap().ping().await.unwrap();
}
