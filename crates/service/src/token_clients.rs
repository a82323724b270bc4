//! The clients that ask for tokens, each with the secret it presents, kept in memory for as long as nobody changed the
//! database: a switch, a rotation or a deletion counts from the next request on, whichever process made it.

use domain::ClientId;
use moka::future::Cache;
use store::{Changes, DataVersion, Store, StoreError, TokenClient};

/// Rows kept; each takes about 500 bytes.
const KEPT: u64 = 10_000;

/// Reads what the token endpoint needs to know of a client, from memory where that is as good.
#[derive(Debug)]
pub(crate) struct TokenClients {
    changes: Option<Changes>,
    by_secret: Cache<String, KeptClient>,
}

#[derive(Clone, Debug)]
struct KeptClient {
    client_id: ClientId,
    as_of: DataVersion,
    row: TokenClient,
}

impl TokenClients {
    pub(crate) async fn start(store: &Store) -> Result<Self, StoreError> {
        Ok(Self { changes: store.changes().await?, by_secret: Cache::new(KEPT) })
    }

    /// See [`Store::token_client`].
    pub(crate) async fn find(
        &self,
        store: &Store,
        client_id: &ClientId,
        secret_id: &str,
    ) -> Result<Option<TokenClient>, StoreError> {
        let Some(changes) = &self.changes else {
            return store.token_client(client_id, secret_id).await;
        };
        // Before the row: a change between the two makes the row look older than it is, never newer.
        let version = changes.version().await;
        if let Some(kept) = self.by_secret.get(secret_id).await
            && Some(kept.as_of) == version
            && kept.client_id == *client_id
        {
            return Ok(Some(kept.row));
        }
        let row = store.token_client(client_id, secret_id).await?;
        if let (Some(as_of), Some(row)) = (version, &row) {
            let kept = KeptClient { client_id: client_id.clone(), as_of, row: row.clone() };
            self.by_secret.insert(secret_id.to_owned(), kept).await;
        }
        Ok(row)
    }
}

#[cfg(test)]
mod tests {
    use domain::{ClientName, ClientType, GrantType, Status};
    use store::{DatabaseUrl, NewClientSecret, OAuthClient};
    use tempfile::TempDir;

    use super::*;

    const SECRET: &str = "aaaaaaaaaaaaaaaa";

    async fn store_with_client() -> (TempDir, Store, ClientId) {
        let directory = TempDir::new().unwrap();
        let url = DatabaseUrl::Sqlite(directory.path().join("gatehouse.sqlite"));
        let store = Store::open(&url).await.unwrap();
        let client = OAuthClient {
            id: "client".to_owned(),
            client_id: ClientId::parse("billing").unwrap(),
            name: ClientName::parse("Billing").unwrap(),
            client_type: ClientType::Confidential,
            grant_type: GrantType::ClientCredentials,
            redirect_uris: Vec::new(),
            web_origins: Vec::new(),
            pkce_method: None,
            description: None,
            status: Status::Enabled,
            created_at: 1,
            updated_at: None,
            version: 1,
        };
        let secret = NewClientSecret {
            id: SECRET.to_owned(),
            holder_id: client.id.clone(),
            label: "Secret 1".to_owned(),
            prefix: "ghs_aaaaaa".to_owned(),
            phc: "phc".to_owned(),
            created_at: 1,
        };
        let mut tx = store.begin().await.unwrap();
        tx.add_oauth_client(&client).await.unwrap().unwrap();
        tx.add_client_secret(&secret).await.unwrap();
        tx.commit().await.unwrap();
        (directory, store, client.client_id)
    }

    /// Puts another row into memory in place of the one that was read, so that its use shows.
    async fn forge(clients: &TokenClients) {
        let mut kept = clients.by_secret.get(SECRET).await.unwrap();
        kept.row.secret_phc = "forged".to_owned();
        clients.by_secret.insert(SECRET.to_owned(), kept).await;
    }

    async fn phc(clients: &TokenClients, store: &Store, client_id: &ClientId) -> Option<String> {
        clients.find(store, client_id, SECRET).await.unwrap().map(|row| row.secret_phc)
    }

    #[tokio::test]
    async fn a_row_is_read_once_until_something_changes() {
        let (_directory, store, client_id) = store_with_client().await;
        let clients = TokenClients::start(&store).await.unwrap();
        assert_eq!(phc(&clients, &store, &client_id).await.as_deref(), Some("phc"));
        forge(&clients).await;
        assert_eq!(phc(&clients, &store, &client_id).await.as_deref(), Some("forged"));
        let mut tx = store.begin().await.unwrap();
        assert!(tx.note_secret_use(SECRET, 5, None).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(phc(&clients, &store, &client_id).await.as_deref(), Some("phc"));
    }

    #[tokio::test]
    async fn a_row_in_memory_is_of_its_own_client_only() {
        let (_directory, store, client_id) = store_with_client().await;
        let clients = TokenClients::start(&store).await.unwrap();
        assert!(phc(&clients, &store, &client_id).await.is_some());
        let another = ClientId::parse("another").unwrap();
        assert_eq!(phc(&clients, &store, &another).await, None);
    }
}
