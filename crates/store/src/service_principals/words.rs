//! The words that a principal is found by: written with it.

use domain::search_words;

use super::Principal;
use crate::backend::on_backend;
use crate::statement::{Statement, Value};
use crate::{StoreError, Tx};

impl Tx {
    pub(super) async fn add_principal_words(&mut self, principal: &Principal) -> Result<(), StoreError> {
        let texts = [principal.name.as_str(), principal.client_id.as_str(), principal.security_type.label()];
        let words = search_words(texts);
        let mut insert =
            Statement::new("INSERT INTO service_principal_words (service_principal_id, word) VALUES ");
        let id = insert.placeholder(Value::Text(&principal.id));
        for (number, word) in words.iter().enumerate() {
            insert.push(if number == 0 { "(" } else { ", (" });
            insert.push_placeholder(id).push(", ").bind(Value::Text(word)).push(")");
        }
        // A client id is a word at least.
        insert.push(" ON CONFLICT DO NOTHING").execute(self).await
    }

    pub(super) async fn replace_principal_words(&mut self, principal: &Principal) -> Result<(), StoreError> {
        const REMOVE: &str = "DELETE FROM service_principal_words WHERE service_principal_id = $1";
        on_backend!(Tx, self, conn => sqlx::query(REMOVE).bind(&principal.id).execute(conn).await.map(drop))?;
        self.add_principal_words(principal).await
    }
}
