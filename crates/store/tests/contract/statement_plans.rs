//! How both engines answer the statements that stand in the source as they are: each by an index, so that none takes
//! longer as its table grows. Postgres, which would rather read a small table from end to end, is told not to; which of
//! several indexes it takes is left to the sizes it finds.

use sqlx::{AssertSqlSafe, PgPool, Row as _, SqlitePool};
use store::Store;

use crate::fixture::Fixture;

const SOURCES: [&str; 19] = [
    include_str!("../../src/api_access.rs"),
    include_str!("../../src/authorization_codes.rs"),
    include_str!("../../src/consents.rs"),
    include_str!("../../src/denials.rs"),
    include_str!("../../src/holders.rs"),
    include_str!("../../src/holders/fields.rs"),
    include_str!("../../src/oauth_clients/removed.rs"),
    include_str!("../../src/refresh_tokens.rs"),
    include_str!("../../src/revoked_access_tokens.rs"),
    include_str!("../../src/service_principals.rs"),
    include_str!("../../src/signing_credentials.rs"),
    include_str!("../../src/role_assignments.rs"),
    include_str!("../../src/signing_keys.rs"),
    include_str!("../../src/signing_principals.rs"),
    include_str!("../../src/token_grants.rs"),
    include_str!("../../src/used_assertions.rs"),
    include_str!("../../src/user_links.rs"),
    include_str!("../../src/sessions/of_person.rs"),
    include_str!("../../src/web_origins.rs"),
];

/// The text of each `const` that is one.
fn statements(source: &str) -> impl Iterator<Item = String> {
    source.split("const ").skip(1).filter_map(|rest| {
        let (_, text) = rest.split_once(": &str")?.1.split_once('"')?;
        let (text, _) = text.split_once("\";")?;
        Some(text.split("\\\n").map(str::trim_start).collect())
    })
}

#[tokio::test]
async fn every_statement_of_the_token_service_is_answered_from_an_index() {
    let both = Both::new().await;
    let statements: Vec<_> = SOURCES.into_iter().flat_map(statements).collect();
    assert!(statements.len() > SOURCES.len(), "{statements:#?}");
    for statement in statements {
        both.assert_answered_from_an_index(&statement).await;
    }
}

/// What removes a client or a person looks there for what belongs to them.
#[tokio::test]
async fn every_reference_to_another_table_has_an_index() {
    const REFERENCES: &str = "SELECT t.name, GROUP_CONCAT(r.\"from\") FROM sqlite_master t, \
         pragma_foreign_key_list(t.name) r WHERE t.type = 'table' GROUP BY t.name, r.id";
    let both = Both::new().await;
    let references: Vec<(String, String)> = sqlx::query_as(REFERENCES).fetch_all(&both.sqlite).await.unwrap();
    assert!(references.len() > 10, "{references:?}");
    for (table, columns) in references {
        let conditions = columns.split(',').zip(1..).map(|(column, number)| format!("{column} = ${number}"));
        let conditions: Vec<_> = conditions.collect();
        let statement = format!("SELECT {columns} FROM {table} WHERE {}", conditions.join(" AND "));
        both.assert_answered_from_an_index(&statement).await;
    }
}

struct Both {
    sqlite: SqlitePool,
    postgres: PgPool,
    _fixtures: [Fixture; 2],
}

impl Both {
    async fn new() -> Self {
        let fixtures = [Fixture::sqlite().await, Fixture::postgres().await];
        let [Store::Sqlite(sqlite, _), Store::Postgres(postgres)] =
            fixtures.each_ref().map(|fixture| fixture.store.clone())
        else {
            panic!("one of each")
        };
        Self { sqlite, postgres, _fixtures: fixtures }
    }

    async fn assert_answered_from_an_index(&self, statement: &str) {
        for plan in [self.plan_of_sqlite(statement).await, self.plan_of_postgres(statement).await] {
            let is_by_index =
                !plan.iter().any(|line| is_walk(line)) && has_as_many_conditions_as_indexes(&plan);
            assert!(is_by_index || plan[0].contains(FEW_ROWS), "{statement}: {plan:#?}");
        }
    }

    async fn plan_of_sqlite(&self, statement: &str) -> Vec<String> {
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
        let rows = sqlx::query(explain).fetch_all(&self.sqlite).await.unwrap();
        rows.iter().map(|row| row.get("detail")).collect()
    }

    async fn plan_of_postgres(&self, statement: &str) -> Vec<String> {
        let mut connection = self.postgres.acquire().await.unwrap();
        let last = (1..).take_while(|number| statement.contains(&format!("${number}"))).count();
        let values = if last == 0 { String::new() } else { format!("({})", vec!["NULL"; last].join(", ")) };
        let prepare = format!(
            "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; DEALLOCATE ALL; \
             PREPARE asked AS {statement}"
        );
        sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut *connection).await.unwrap();
        let explain = AssertSqlSafe(format!("EXPLAIN (COSTS FALSE) EXECUTE asked{values}"));
        let rows = sqlx::raw_sql(explain).fetch_all(&mut *connection).await.unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }
}

/// A table of which all is read, and which holds a few rows.
const FEW_ROWS: &str = "signing_keys";

fn is_walk(line: &str) -> bool {
    // What a subquery found is read to its end.
    let is_of_few = ["placed", "(subquery", "CONSTANT ROW"].iter().any(|few| line.contains(few));
    let is_of_one_status = line.contains("(status=?") || line.contains("Cond: (status =");
    line.starts_with("SCAN ") && !is_of_few || line.contains("Seq Scan") || is_of_one_status
}

/// Postgres can read an index from end to end, too.
fn has_as_many_conditions_as_indexes(plan: &[String]) -> bool {
    let count = |part: &str| plan.iter().filter(|line| line.contains(part)).count();
    count(" Scan using ") + count("Bitmap Index Scan") == count("Index Cond:")
}
