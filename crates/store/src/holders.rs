//! Whoever has a client id, an OAuth client or a service principal, of which only the name and the status are read: what
//! is stored can be disabled, enabled and removed, whether or not the rules of this version would allow the rest of it.

mod fields;

use domain::{HolderKind, Status};

use crate::backend::on_backend;
use crate::error::Place;
use crate::{Store, StoreError, Tx};

pub use fields::{HolderFields, PrincipalFields};

/// An OAuth client or a service principal by its identifiers and its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Which of the two.
    pub kind: HolderKind,
    /// Primary key; names it in the audit trail.
    pub id: String,
    /// The `client_id` of RFC 6749 §2.2.
    pub client_id: String,
    /// The name people know it by.
    pub name: String,
    /// Whether it may obtain tokens.
    pub status: Status,
    /// Whether it proves with a secret who it is.
    pub has_secrets: bool,
    /// Whether it obtains tokens without a person (RFC 6749 §4.4).
    pub asks_by_itself: bool,
    /// Whether it is being provisioned into an identity provider.
    pub is_in_progress: bool,
}

/// When and from where a secret or a public key was last used.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StoredUse {
    /// Whether it is a public key's.
    pub is_key: bool,
    /// Primary key of the secret or the key.
    pub id: String,
    /// Epoch seconds of the last token it was used for.
    pub last_used_at: Option<i64>,
    /// Where that token was asked for.
    pub last_used_address: Option<String>,
}

#[derive(sqlx::FromRow)]
struct HolderRow {
    is_principal: bool,
    id: String,
    client_id: String,
    name: String,
    status: String,
    has_secrets: bool,
    asks_by_itself: bool,
    #[sqlx(default)]
    is_in_progress: bool,
}

impl HolderRow {
    fn read(self) -> Result<Holder, StoreError> {
        let (kind, table) = if self.is_principal {
            (HolderKind::ServicePrincipal, "service_principals")
        } else {
            (HolderKind::OAuthClient, "oauth_clients")
        };
        let place = Place { table, id: &self.id };
        Ok(Holder {
            kind,
            status: Status::parse(&self.status).ok_or_else(|| place.corrupt("status"))?,
            id: self.id,
            client_id: self.client_id,
            name: self.name,
            has_secrets: self.has_secrets,
            asks_by_itself: self.asks_by_itself,
            is_in_progress: self.is_in_progress,
        })
    }
}

impl Store {
    /// Who has this client id.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn holder(&self, client_id: &str) -> Result<Option<Holder>, StoreError> {
        const FIND: &str = "SELECT FALSE AS is_principal, id, client_id, name, status, \
             client_type = 'confidential' AS has_secrets, grant_type = 'client_credentials' AS asks_by_itself, \
             EXISTS (SELECT 1 FROM provisioning_requests p WHERE p.oauth_client_id = oauth_clients.id \
             AND p.state = 'in_progress') AS is_in_progress FROM oauth_clients WHERE client_id = $1 \
             UNION ALL SELECT TRUE, id, client_id, name, status, security_type = 'client_secret', TRUE, FALSE \
             FROM service_principals WHERE client_id = $1";
        let row: Option<HolderRow> = on_backend!(Store, self, pool => sqlx::query_as(FIND)
            .bind(client_id)
            .fetch_optional(pool)
            .await)?;
        row.map(HolderRow::read).transpose()
    }

    /// When each secret and each public key was last used of the one with this primary key.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn uses_of_holder(&self, holder_id: &str) -> Result<Vec<StoredUse>, StoreError> {
        const USES: &str = "SELECT FALSE AS is_key, id, last_used_at, last_used_address FROM client_secrets \
             WHERE holder_id = $1 UNION ALL SELECT TRUE, id, last_used_at, last_used_address FROM signing_credentials \
             WHERE service_principal_id = $1";
        Ok(on_backend!(Store, self, pool => sqlx::query_as(USES).bind(holder_id).fetch_all(pool).await)?)
    }
}

impl Tx {
    /// Who has this client id; nobody else can change it before this transaction ends: of two that want it the second
    /// waits for the first, and sees what it did.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn lock_holder(&mut self, client_id: &str) -> Result<Option<Holder>, StoreError> {
        const LOCK_CLIENT: &str = "UPDATE oauth_clients SET version = version WHERE client_id = $1 \
             RETURNING FALSE AS is_principal, id, client_id, name, status, \
             client_type = 'confidential' AS has_secrets, grant_type = 'client_credentials' AS asks_by_itself";
        const LOCK_PRINCIPAL: &str = "UPDATE service_principals SET version = version WHERE client_id = $1 \
             RETURNING TRUE AS is_principal, id, client_id, name, status, \
             security_type = 'client_secret' AS has_secrets, TRUE AS asks_by_itself";
        if let Some(row) = self.lock_row(LOCK_CLIENT, client_id).await? {
            // A statement of its own: Postgres would answer it in the one above as of before the wait.
            let is_in_progress = self.is_in_progress(&row.id).await?;
            return HolderRow { is_in_progress, ..row }.read().map(Some);
        }
        self.lock_row(LOCK_PRINCIPAL, client_id).await?.map(HolderRow::read).transpose()
    }

    async fn lock_row(
        &mut self,
        lock: &'static str,
        client_id: &str,
    ) -> Result<Option<HolderRow>, StoreError> {
        Ok(on_backend!(Tx, self, conn => sqlx::query_as(lock).bind(client_id).fetch_optional(conn).await)?)
    }

    /// Lets the one with a client id obtain tokens, or obtain none, as its next version.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn set_holder_status(
        &mut self,
        holder: &Holder,
        status: Status,
        now: i64,
    ) -> Result<(), StoreError> {
        const SET_CLIENT: &str =
            "UPDATE oauth_clients SET status = $2, updated_at = $3, version = version + 1 WHERE id = $1";
        const SET_PRINCIPAL: &str =
            "UPDATE service_principals SET status = $2, updated_at = $3, version = version + 1 WHERE id = $1";
        let set = match holder.kind {
            HolderKind::OAuthClient => SET_CLIENT,
            HolderKind::ServicePrincipal => SET_PRINCIPAL,
        };
        on_backend!(Tx, self, conn => sqlx::query(set)
            .bind(&holder.id)
            .bind(status.as_str())
            .bind(now)
            .execute(conn)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Notes that something of a client or principal changed that is none of its fields.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn touch_holder(&mut self, holder: &Holder, now: i64) -> Result<(), StoreError> {
        match holder.kind {
            HolderKind::OAuthClient => self.touch_oauth_client(&holder.id, now).await,
            HolderKind::ServicePrincipal => self.touch_principal(&holder.id, now).await,
        }
    }

    /// Removes secrets and public keys of clients and principals that this transaction has locked, one by one in the
    /// order in which last uses are written, so that neither waits for the other in a circle.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn remove_authenticators(&mut self, holders: &[Holder]) -> Result<(), StoreError> {
        const SECRETS: &str = "SELECT id FROM client_secrets WHERE holder_id = $1";
        const KEYS: &str = "SELECT id FROM signing_credentials WHERE service_principal_id = $1";
        let (mut secrets, mut keys) = (Vec::new(), Vec::new());
        for holder in holders {
            secrets.extend(self.ids_of(SECRETS, holder).await?);
            keys.extend(self.ids_of(KEYS, holder).await?);
        }
        secrets.sort_unstable();
        keys.sort_unstable();
        for id in secrets {
            self.remove_client_secret(&id).await?;
        }
        for id in keys {
            self.remove_signing_credential(&id).await?;
        }
        Ok(())
    }

    async fn ids_of(&mut self, select: &'static str, holder: &Holder) -> Result<Vec<String>, StoreError> {
        Ok(on_backend!(Tx, self, conn => sqlx::query_scalar(select).bind(&holder.id).fetch_all(conn).await)?)
    }
}
