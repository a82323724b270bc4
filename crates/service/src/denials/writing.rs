//! Writing what was gathered, and removing what is old.

use crate::denials::gathered::BOUNDS;
use crate::{ServiceError, Services};

/// Denials written in one transaction.
const AT_ONCE: usize = 200;
/// What happened last so long ago is of use to nobody, in seconds.
const KEPT_FOR: i64 = 30 * 24 * 60 * 60;

impl Services {
    /// Writes the refused requests that were gathered since the last time; says how many kinds of clients
    /// and principals that exist. What could not be written stays for the next time.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn flush_denials(&self) -> Result<u64, ServiceError> {
        let _alone = self.denials.writing.lock().await;
        let mut written = 0;
        for denials in self.denials.unwritten().chunks(AT_ONCE) {
            let mut added = 0;
            let mut tx = self.store.begin().await?;
            for of_client in denials.chunk_by(|(one, _), (other, _)| one == other) {
                let [(client_id, _), ..] = of_client else { continue };
                let Some(holder) = tx.lock_holder(client_id).await? else { continue };
                for (_, denied) in of_client {
                    tx.add_denials(&holder, denied).await?;
                    added += 1;
                }
                tx.trim_denials(&holder, BOUNDS).await?;
            }
            tx.commit().await?;
            self.denials.forget(denials);
            written += added;
        }
        Ok(written)
    }

    /// Removes old denials; says how many.
    pub(crate) async fn sweep_denials(&self) -> Result<u64, ServiceError> {
        Ok(self.store.remove_old_denials(self.clock.now() - KEPT_FOR).await?)
    }
}
