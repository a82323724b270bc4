//! Databases for tests, in the throw-away cluster that `scripts/with-postgres` starts.

use sqlx::{Connection as _, PgConnection};

/// The address of a new, empty database.
///
/// # Panics
/// Where there is no cluster, or it makes no database.
pub async fn new_database() -> String {
    #[expect(
        clippy::disallowed_methods,
        reason = "the cluster's address is known to the script that started it"
    )]
    let cluster = std::env::var("GATEHOUSE_TEST_POSTGRES_URL")
        .expect("these tests need a Postgres: run scripts/with-postgres cargo test, or make test");
    #[expect(clippy::disallowed_methods, reason = "any name that is free will do")]
    let name = format!("gatehouse_{}", uuid::Uuid::now_v7().simple());
    let mut connection = PgConnection::connect(&cluster).await.expect("the cluster answers");
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::query(create).execute(&mut connection).await.expect("the name is free");
    let (server, _) =
        cluster.rsplit_once("/postgres").expect("the cluster's address names its postgres database");
    let rest = cluster.split_once('?').map_or(String::new(), |(_, rest)| format!("?{rest}"));
    format!("{server}/{name}{rest}")
}
