//! Portal users with all that the pages about them show, without what verifies anything.

use domain::{Role, Status};

use super::PortalUser;
use crate::backend::on_backend;
use crate::statement::{Statement, Value};
use crate::{Store, StoreError};

/// Sorts after every character of an e-mail.
const AFTER_ANY: char = '\u{7f}';

/// A portal user, and how they sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRecord {
    /// The person.
    pub user: PortalUser,
    /// Whether they have a password.
    pub has_password: bool,
    /// Whether they may come through the outside provider.
    pub is_linked: bool,
    /// Whether they have a second factor.
    pub has_second_factor: bool,
    /// Epoch seconds of the last time a session of theirs began to count.
    pub last_signed_in_at: Option<i64>,
    /// Epoch seconds.
    pub created_at: i64,
    /// Epoch seconds of the last change of role or status.
    pub updated_at: Option<i64>,
    /// Counts changes of role and status.
    pub version: i64,
}

impl UserRecord {
    /// Whether this person can administer the portal as they are, where the provider that they come through is the one
    /// that is configured.
    pub fn is_counting_administrator(&self) -> bool {
        self.user.role.can_change()
            && self.user.status == Status::Enabled
            && (self.has_password || self.is_linked)
    }
}

/// Which people are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct UserQuery<'a> {
    /// What the key of the e-mail begins with; empty for any.
    pub email_prefix: &'a str,
    /// Only those with this role.
    pub role: Option<Role>,
    /// Only those with this status.
    pub status: Option<Status>,
    /// The key of the e-mail after which the page starts; empty for the first page.
    pub after: &'a str,
}

/// What a [`RecordRow`] is read from.
macro_rules! record_columns {
    () => {
        "id, email, role, status, password_phc <> '' AS has_password, \
         provider_subject IS NOT NULL AS is_linked, totp_sealed IS NOT NULL AS has_second_factor, \
         last_signed_in_at, created_at, updated_at, version"
    };
}
pub(crate) use record_columns;

#[derive(sqlx::FromRow)]
pub(crate) struct RecordRow {
    id: String,
    email: String,
    role: String,
    status: String,
    has_password: bool,
    is_linked: bool,
    has_second_factor: bool,
    last_signed_in_at: Option<i64>,
    created_at: i64,
    updated_at: Option<i64>,
    version: i64,
}

impl TryFrom<RecordRow> for UserRecord {
    type Error = StoreError;

    fn try_from(row: RecordRow) -> Result<Self, StoreError> {
        Ok(Self {
            user: PortalUser::read(row.id, &row.email, &row.role, &row.status)?,
            has_password: row.has_password,
            is_linked: row.is_linked,
            has_second_factor: row.has_second_factor,
            last_signed_in_at: row.last_signed_in_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        })
    }
}

impl Store {
    /// At most `limit` people, by the key of their e-mail.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn users(&self, query: &UserQuery<'_>, limit: u16) -> Result<Vec<UserRecord>, StoreError> {
        let rows: Vec<RecordRow> = list(query, limit).rows(self).await?;
        rows.into_iter().map(UserRecord::try_from).collect()
    }

    /// How the database finds what [`Store::users`] answers, line by line, in its own words.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn plan_of_users(&self, query: &UserQuery<'_>, limit: u16) -> Result<Vec<String>, StoreError> {
        list(query, limit).plan(self).await
    }

    /// The person with this primary key.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn user(&self, id: &str) -> Result<Option<UserRecord>, StoreError> {
        const FIND: &str = concat!("SELECT ", record_columns!(), " FROM portal_users WHERE id = $1");
        let row: Option<RecordRow> =
            on_backend!(Store, self, pool => sqlx::query_as(FIND).bind(id).fetch_optional(pool).await)?;
        row.map(UserRecord::try_from).transpose()
    }

    /// Whether somebody else than the person with this primary key can administer the portal; `provider` is the issuer of
    /// the one that people may come through, where there is one.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn has_other_administrator(
        &self,
        id: &str,
        provider: Option<&str>,
    ) -> Result<bool, StoreError> {
        Ok(on_backend!(Store, self, pool => sqlx::query_scalar(OTHER_ADMINISTRATOR)
            .bind(id)
            .bind(provider)
            .fetch_one(pool)
            .await)?)
    }
}

/// Who came through a provider that is configured no more cannot come at all. Where none is, `$2` is NULL and equals nothing.
pub(super) const OTHER_ADMINISTRATOR: &str = "SELECT EXISTS (SELECT 1 FROM portal_users \
     WHERE role = 'administrator' AND status = 'enabled' \
     AND (password_phc <> '' OR provider_issuer = $2) AND id <> $1)";

fn list<'a>(query: &UserQuery<'a>, limit: u16) -> Statement<'a> {
    let mut statement = Statement::new(concat!("SELECT ", record_columns!(), " FROM portal_users WHERE "));
    if let Some(role) = query.role {
        statement.push("role = ").bind(Value::Text(role.as_str())).push(" AND ");
    }
    if let Some(status) = query.status {
        statement.push("status = ").bind(Value::Text(status.as_str())).push(" AND ");
    }
    let is_first = query.after < query.email_prefix;
    if is_first {
        statement.push("email_key >= ").bind(Value::Text(query.email_prefix));
    } else {
        statement.push("email_key > ").bind(Value::Text(query.after));
    }
    if !query.email_prefix.is_empty() {
        let end = [query.email_prefix, AFTER_ANY.encode_utf8(&mut [0; 4])].concat();
        statement.push(" AND email_key < ").bind(Value::Owned(end));
    }
    statement.push(" ORDER BY email_key LIMIT ").push_number(limit);
    statement
}
