//! When and from where each client secret was last used: gathered in memory, so that a token costs no write.
//!
//! A server that is killed loses at most what it gathered since the last time it wrote.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{ServiceError, Services};

/// Uses written in one transaction: a longer one would keep administrators waiting for the secrets' rows.
const AT_ONCE: usize = 200;

/// When and from where something was last used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastUse {
    /// Epoch seconds.
    pub at: i64,
    /// The network address.
    pub address: Option<String>,
}

/// The newest use of each secret that is not written yet. Only secrets that were verified are in it, so it has at most
/// as many entries as there are secrets.
#[derive(Debug, Default)]
pub(crate) struct LastUses {
    by_secret: Mutex<BTreeMap<String, LastUse>>,
}

impl LastUses {
    /// Notes that a secret was used.
    pub(crate) fn note(&self, secret_id: &str, used: LastUse) {
        let mut uses = self.lock();
        match uses.get_mut(secret_id) {
            Some(before) => {
                if before.at <= used.at {
                    *before = used;
                }
            }
            None => drop(uses.insert(secret_id.to_owned(), used)),
        }
    }

    /// The last use of a secret, of which `stored` is what the database knows.
    pub(crate) fn newest(&self, secret_id: &str, stored: Option<LastUse>) -> Option<LastUse> {
        let noted = self.lock().get(secret_id).cloned();
        newer(stored, noted)
    }

    /// What is to be written, by secret: every server takes the rows in this order, so none waits for another in a circle.
    fn unwritten(&self) -> Vec<(String, LastUse)> {
        self.lock().iter().map(|(id, used)| (id.clone(), used.clone())).collect()
    }

    /// Forgets what was written, unless the secret was used again meanwhile.
    fn forget(&self, written: &[(String, LastUse)]) {
        let mut uses = self.lock();
        for (id, used) in written {
            if uses.get(id) == Some(used) {
                uses.remove(id);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, LastUse>> {
        self.by_secret.lock().unwrap_or_else(PoisonError::into_inner)
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
    /// Writes the uses that were gathered since the last time; says of how many secrets. Where another server knows a
    /// later one, or the secret is gone, there is nothing to write. What could not be written stays for the next time.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn flush_last_uses(&self) -> Result<u64, ServiceError> {
        let mut written = 0;
        for uses in self.last_uses.unwritten().chunks(AT_ONCE) {
            let mut noted = 0;
            let mut tx = self.store.begin().await?;
            for (secret_id, used) in uses {
                noted += u64::from(tx.note_secret_use(secret_id, used.at, used.address.as_deref()).await?);
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

    #[test]
    fn the_newest_use_counts_wherever_it_is_known() {
        let uses = LastUses::default();
        assert_eq!(uses.newest("a", None), None);
        assert_eq!(uses.newest("a", Some(used(1))), Some(used(1)));
        uses.note("a", used(5));
        uses.note("a", used(3));
        assert_eq!(uses.newest("a", None), Some(used(5)));
        assert_eq!(uses.newest("a", Some(used(4))), Some(used(5)));
        assert_eq!(uses.newest("a", Some(used(6))), Some(used(6)), "another server noted a later one");
    }

    #[test]
    fn a_use_that_comes_while_others_are_written_is_kept() {
        let uses = LastUses::default();
        uses.note("a", used(1));
        uses.note("b", used(1));
        let written = uses.unwritten();
        uses.note("a", used(2));
        uses.forget(&written);
        assert_eq!(uses.unwritten(), [("a".to_owned(), used(2))]);
    }
}
