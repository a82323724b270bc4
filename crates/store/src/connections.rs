//! How busy the connections to the database are.

use crate::backend::on_backend;
use crate::{Store, StoreError};

/// The connections of one process to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    /// At work.
    pub in_use: u32,
    /// Open, and waiting for work.
    pub idle: u32,
    /// As many as there may be.
    pub max: u32,
}

impl Store {
    /// The connections as they are now.
    pub fn connections(&self) -> Connections {
        on_backend!(Store, self, pool => {
            // Read one after the other: for a moment more may be idle than there are.
            let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
            Connections {
                in_use: pool.size().saturating_sub(idle),
                idle,
                max: pool.options().get_max_connections(),
            }
        })
    }

    /// Waits for a connection, and lets it go.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when none is to be had in time.
    pub async fn wait_for_connection(&self) -> Result<(), StoreError> {
        on_backend!(Store, self, pool => drop(pool.acquire().await?));
        Ok(())
    }
}
