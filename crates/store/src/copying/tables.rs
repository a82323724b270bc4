//! Which tables there are, and of which columns.

use crate::StoreError;

use super::snapshot::Snapshot;

/// Every table, each after those it refers to.
pub(super) const TABLES: [&str; 37] = [
    "portal_settings",
    "portal_users",
    "recovery_codes",
    "user_links",
    "setup_links",
    "sessions",
    "sign_in_throttles",
    "client_ids",
    "oauth_clients",
    "oauth_client_words",
    "oauth_client_web_origins",
    "provisioning_requests",
    "environments",
    "service_principals",
    "service_principal_words",
    "signing_credentials",
    "used_assertions",
    "client_secrets",
    "denials",
    "apis",
    "api_scopes",
    "api_roles",
    "api_role_scopes",
    "role_assignments",
    "consents",
    "token_grants",
    "authorization_codes",
    "refresh_tokens",
    "revoked_access_tokens",
    "signing_keys",
    "audit_events",
    "api_keys",
    "idempotency_keys",
    "initial_access_tokens",
    "client_registrations",
    "webhooks",
    "webhook_deliveries",
];

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnKind {
    Text,
    Integer,
    Boolean,
}

/// A column that is written, rather than made from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: ColumnKind,
    pub(super) is_key: bool,
}

/// A table, with its columns in the order of their names: engines keep them in different ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: Vec<Column>,
}

impl Table {
    pub(super) async fn of(name: &'static str, snapshot: &mut Snapshot) -> Result<Self, StoreError> {
        let columns = snapshot
            .columns(name)
            .await?
            .into_iter()
            .map(|(column, declared, is_key)| {
                let kind = match declared.to_ascii_uppercase().as_str() {
                    "TEXT" => ColumnKind::Text,
                    "BIGINT" => ColumnKind::Integer,
                    "BOOLEAN" => ColumnKind::Boolean,
                    _ => return Err(StoreError::Corrupt { table: name, column: "type", id: column }),
                };
                Ok(Column { name: column, kind, is_key })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { name, columns })
    }

    /// The names of the columns, quoted: one may be a word of the language.
    pub(super) fn column_names(&self) -> String {
        let names: Vec<_> = self.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        names.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrations::LEDGER;
    use crate::{DatabaseUrl, Store};

    async fn sqlite() -> (tempfile::TempDir, Store) {
        let directory = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(directory.path().join("gatehouse.sqlite"));
        let store = Store::open(&url).await.unwrap();
        (directory, store)
    }

    async fn postgres() -> Store {
        Store::open(&test_postgres::new_database().await.parse().unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn no_table_is_forgotten() {
        let mut expected: Vec<_> = TABLES.iter().chain([&LEDGER]).map(ToString::to_string).collect();
        expected.sort();
        let (_directory, sqlite) = sqlite().await;
        assert_eq!(sqlite.snapshot().await.unwrap().tables().await.unwrap(), expected);
        assert_eq!(postgres().await.snapshot().await.unwrap().tables().await.unwrap(), expected);
    }

    #[tokio::test]
    async fn tables_have_the_same_columns_on_both_engines() {
        let (_directory, sqlite) = sqlite().await;
        let (mut sqlite, mut postgres) =
            (sqlite.snapshot().await.unwrap(), postgres().await.snapshot().await.unwrap());
        for name in TABLES {
            let table = Table::of(name, &mut sqlite).await.unwrap();
            assert_eq!(table, Table::of(name, &mut postgres).await.unwrap());
            assert!(table.columns.iter().any(|column| column.is_key), "{name} has no key to be ordered by");
        }
    }

    #[tokio::test]
    async fn every_table_comes_after_those_it_refers_to() {
        const REFERRED: &str =
            "SELECT m.name, f.\"table\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f";
        let (_directory, sqlite) = sqlite().await;
        let Store::Sqlite(pool, _) = sqlite else { unreachable!() };
        let place = |table: &str| TABLES.iter().position(|name| *name == table).unwrap();
        let references: Vec<(String, String)> = sqlx::query_as(REFERRED).fetch_all(&pool).await.unwrap();
        assert!(!references.is_empty());
        for (table, referred) in references {
            assert!(place(&referred) < place(&table), "{table} refers to {referred}");
        }
    }
}
