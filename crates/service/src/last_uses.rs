//! When and from where each client secret, each public key and each API key was last used: gathered in memory, so that a token costs
//! no write.
//!
//! A server that is killed loses at most what it gathered since the last time it wrote.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{ServiceError, Services};

/// Uses written in one transaction: a longer one would keep administrators waiting for the rows.
const AT_ONCE: usize = 200;

/// When and from where something was last used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastUse {
    /// Epoch seconds.
    pub at: i64,
    /// The network address.
    pub address: Option<String>,
}

/// With what a client, a principal or a program proves who it is, by primary key. Rows are written in this order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Credential {
    Secret(String),
    Key(String),
    ApiKey(String),
}

/// The newest use of each credential that is not written yet. Only those that were verified are in it, so it has at most
/// as many entries as there are credentials.
#[derive(Debug, Default)]
pub(crate) struct LastUses {
    by_credential: Mutex<BTreeMap<Credential, LastUse>>,
}

impl LastUses {
    /// Notes that a credential was used.
    pub(crate) fn note(&self, credential: Credential, used: LastUse) {
        let mut uses = self.lock();
        match uses.get_mut(&credential) {
            Some(before) => {
                if before.at <= used.at {
                    *before = used;
                }
            }
            None => drop(uses.insert(credential, used)),
        }
    }

    /// The last use of a credential, of which `stored` is what the database knows.
    pub(crate) fn newest(&self, credential: &Credential, stored: Option<LastUse>) -> Option<LastUse> {
        let noted = self.lock().get(credential).cloned();
        newer(stored, noted)
    }

    /// What is to be written, by credential: every server takes the rows in this order, so none waits for another in a
    /// circle.
    fn unwritten(&self) -> Vec<(Credential, LastUse)> {
        self.lock().iter().map(|(credential, used)| (credential.clone(), used.clone())).collect()
    }

    /// Forgets what was written, unless the credential was used again meanwhile.
    fn forget(&self, written: &[(Credential, LastUse)]) {
        let mut uses = self.lock();
        for (credential, used) in written {
            if uses.get(credential) == Some(used) {
                uses.remove(credential);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Credential, LastUse>> {
        self.by_credential.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The newer of two uses; the second where they are equally new.
pub(crate) fn newer(one: Option<LastUse>, other: Option<LastUse>) -> Option<LastUse> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if one.at > other.at { one } else { other }),
        (one, other) => one.or(other),
    }
}

impl Services {
    /// Writes the uses that were gathered since the last time; says of how many secrets and keys. Where another server
    /// knows a later one, or the credential is gone, there is nothing to write. What could not be written stays for the
    /// next time.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn flush_last_uses(&self) -> Result<u64, ServiceError> {
        let mut written = 0;
        for uses in self.last_uses.unwritten().chunks(AT_ONCE) {
            let mut noted = 0;
            let mut tx = self.store.begin().await?;
            for (credential, used) in uses {
                let address = used.address.as_deref();
                noted += u64::from(match credential {
                    Credential::Secret(id) => tx.note_secret_use(id, used.at, address).await?,
                    Credential::Key(id) => tx.note_credential_use(id, used.at, address).await?,
                    Credential::ApiKey(id) => tx.note_api_key_use(id, used.at, address).await?,
                });
            }
            tx.commit().await?;
            self.last_uses.forget(uses);
            written += noted;
        }
        Ok(written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(at: i64) -> LastUse {
        LastUse { at, address: Some(format!("192.0.2.{at}")) }
    }

    fn secret(id: &str) -> Credential {
        Credential::Secret(id.to_owned())
    }

    #[test]
    fn the_newest_use_counts_wherever_it_is_known() {
        let uses = LastUses::default();
        let a = secret("a");
        assert_eq!(uses.newest(&a, None), None);
        assert_eq!(uses.newest(&a, Some(used(1))), Some(used(1)));
        uses.note(a.clone(), used(5));
        uses.note(a.clone(), used(3));
        assert_eq!(uses.newest(&a, None), Some(used(5)));
        assert_eq!(uses.newest(&a, Some(used(4))), Some(used(5)));
        assert_eq!(uses.newest(&a, Some(used(6))), Some(used(6)), "another server noted a later one");
        assert_eq!(uses.newest(&Credential::Key("a".to_owned()), None), None);
    }

    #[test]
    fn a_use_that_comes_while_others_are_written_is_kept() {
        let uses = LastUses::default();
        uses.note(secret("a"), used(1));
        uses.note(secret("b"), used(1));
        let written = uses.unwritten();
        uses.note(secret("a"), used(2));
        uses.forget(&written);
        assert_eq!(uses.unwritten(), [(secret("a"), used(2))]);
    }

    #[test]
    fn everybody_writes_in_one_order() {
        let uses = LastUses::default();
        for credential in
            [Credential::Key("a".to_owned()), secret("c"), Credential::Key("0".to_owned()), secret("b")]
        {
            uses.note(credential, used(1));
        }
        let order: Vec<_> = uses.unwritten().into_iter().map(|(credential, _)| credential).collect();
        let key = |id: &str| Credential::Key(id.to_owned());
        assert_eq!(order, [secret("b"), secret("c"), key("0"), key("a")]);
    }
}
