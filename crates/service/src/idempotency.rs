//! Creations that may be asked for again when no answer came (draft-ietf-httpapi-idempotency-key-header-07). What was
//! answered is kept without what is shown only once; of a creation that was refused nothing is kept, since doing it again
//! does no harm.
//!
//! A server that dies after a creation and before its answer is kept leaves the key to lapse. Who asks again then is told
//! that the name is taken, which every kind of thing but a secret has.

use aws_lc_rs::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use store::{KeptAnswer, KeyStanding, KeyedCreation, StoreError};

use crate::{Caller, ServiceError, Services};

/// Seconds after which a creation that was not answered was given up by its server: longer than any request may take.
const LAPSES_AFTER: i64 = 60;
/// Seconds for which an answer is kept.
const KEPT_FOR: i64 = 24 * 60 * 60;
/// Characters.
const LONGEST: usize = 255;

/// What names a creation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// 1 to 255 visible characters of ASCII, with spaces in between: also the quoted string of the draft, as it stands.
    pub fn parse(text: &str) -> Option<Self> {
        let is_key = (1..=LONGEST).contains(&text.len())
            && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
            && text.trim() == text;
        is_key.then(|| Self(text.to_owned()))
    }
}

/// What is asked for, by which a key is found used for something else.
#[derive(Clone, Copy, Debug)]
pub struct CreationRequest<'a> {
    /// The path.
    pub path: &'a str,
    /// The body.
    pub body: &'a [u8],
}

impl CreationRequest<'_> {
    fn digest(self) -> String {
        let mut digest = Context::new(&SHA256);
        digest.update(self.path.as_bytes());
        // No path has it.
        digest.update(&[0]);
        digest.update(self.body);
        digest.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What was answered to a creation, without what is shown only once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreationAnswer {
    /// The status.
    pub status: u16,
    /// The headers that are about what is new.
    pub headers: CreationHeaders,
    /// The body.
    pub body: String,
}

/// The headers that are about what is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreationHeaders {
    /// Where it is.
    pub location: String,
    /// The entity tag.
    pub etag: String,
}

/// How it stands with a creation.
#[derive(Debug)]
pub enum CreationStanding {
    /// It is to be done now.
    Reserved(ReservedCreation),
    /// It is being done.
    UnderWay,
    /// Its key is that of another creation.
    OfAnother,
    /// It was done.
    Answered(CreationAnswer),
}

/// A creation that is to be done now: whose answer is then to be kept, or its key given up.
#[derive(Debug)]
pub struct ReservedCreation(KeyedCreation);

impl Services {
    /// How it stands with a creation that a caller asks for under a key.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn reserve_creation(
        &self,
        caller: &Caller,
        key: IdempotencyKey,
        request: CreationRequest<'_>,
    ) -> Result<CreationStanding, ServiceError> {
        let now = self.clock.now();
        let creation = KeyedCreation {
            caller: caller.id().unwrap_or(caller.name()).to_owned(),
            key: key.0,
            request_digest: request.digest(),
            created_at: now,
        };
        let standing = self.store.reserve_key(&creation, now - LAPSES_AFTER, now - KEPT_FOR).await?;
        Ok(match standing {
            KeyStanding::Reserved => CreationStanding::Reserved(ReservedCreation(creation)),
            KeyStanding::UnderWay => CreationStanding::UnderWay,
            KeyStanding::OfAnother => CreationStanding::OfAnother,
            KeyStanding::Answered(kept) => CreationStanding::Answered(read(&creation.key, kept)?),
        })
    }

    /// Keeps what is answered to a creation that was done. Where that fails, it is told in the log: what was done is done,
    /// and its answer must not be lost.
    pub async fn keep_creation_answer(
        &self,
        ReservedCreation(creation): ReservedCreation,
        answer: CreationAnswer,
    ) {
        let kept = KeptAnswer {
            status: answer.status.into(),
            headers: serde_json::to_string(&answer.headers).expect("headers are plain data"),
            body: answer.body,
        };
        if let Err(error) = self.store.keep_answer(&creation, &kept).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "cannot keep the answer to a creation");
        }
    }

    /// Gives up the key of a creation that was not done. Where that fails, it lapses.
    pub async fn give_creation_up(&self, ReservedCreation(creation): ReservedCreation) {
        if let Err(error) = self.store.give_key_up(&creation).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "cannot give an idempotency key up");
        }
    }

    pub(crate) async fn sweep_idempotency_keys(&self) -> Result<u64, ServiceError> {
        Ok(self.store.remove_old_idempotency_keys(self.clock.now() - KEPT_FOR).await?)
    }
}

fn read(key: &str, kept: KeptAnswer) -> Result<CreationAnswer, StoreError> {
    let unreadable = |column| StoreError::Corrupt { table: "idempotency_keys", column, id: key.to_owned() };
    Ok(CreationAnswer {
        status: u16::try_from(kept.status).map_err(|_| unreadable("status"))?,
        headers: serde_json::from_str(&kept.headers).map_err(|_| unreadable("headers"))?,
        body: kept.body,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_visible_and_not_too_long() {
        let longest = "k".repeat(255);
        for (text, is_key) in [
            ("k", true),
            (longest.as_str(), true),
            ("\"8e03978e-40d5-43e8-bc93-6894a57f9324\"", true),
            ("\"order 7\"", true),
            ("", false),
            (&format!("{longest}k"), false),
            (" k", false),
            ("k\t", false),
            ("k\u{7f}", false),
            ("é", false),
        ] {
            assert_eq!(IdempotencyKey::parse(text).is_some(), is_key, "{text}");
        }
    }

    #[test]
    fn another_path_or_body_is_another_request() {
        let digest = |path, body: &str| CreationRequest { path, body: body.as_bytes() }.digest();
        assert_eq!(digest("/a", "b"), digest("/a", "b"));
        for (path, body) in [("/a", "c"), ("/c", "b"), ("/ab", "")] {
            assert_ne!(digest("/a", "b"), digest(path, body));
        }
    }
}
