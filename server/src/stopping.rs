//! The word to stop: everybody who has to know hears it.

use tokio::sync::watch;

/// Whether the server was told to stop. Copies share the word.
#[derive(Clone, Debug, Default)]
pub struct Stopping(watch::Sender<bool>);

impl Stopping {
    /// Gives the word.
    pub fn tell(&self) {
        self.0.send_replace(true);
    }

    /// Whether the word was given.
    pub fn is_told(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits for the word.
    pub async fn told(&self) {
        // The sender is here, so nobody waits in vain.
        drop(self.0.subscribe().wait_for(|is_told| *is_told).await);
    }
}
