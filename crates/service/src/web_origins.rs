//! Which web pages may read the token service's answers.

use domain::WebOrigin;

use crate::{ServiceError, Services};

impl Services {
    /// Whether an enabled client registered `origin`.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn is_registered_origin(&self, origin: &str) -> Result<bool, ServiceError> {
        // What no client can have registered is not looked for.
        if WebOrigin::parse(origin).is_err() {
            return Ok(false);
        }
        Ok(self.store.is_registered_origin(origin).await?)
    }
}
