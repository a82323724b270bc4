//! Service principals: registering them, looking at them, changing them, and the keys they sign with.

mod credentials;
mod detail;
mod edit;
mod fields;
mod list;
mod register;
mod whole;

use domain::{Field, FieldProblem, PrincipalProblem};
use store::{PrincipalConflict, Tx};

pub use detail::{CredentialDetail, PrincipalDetail};
pub(crate) use fields::removed;
pub use list::{PrincipalPage, PrincipalView};
pub(crate) use register::PrincipalPlace;
pub use register::PrincipalRegistration;
pub use store::Principal;
pub use whole::{PrincipalChange, ValidKey, WholePrincipal, WholePrincipals};

use crate::oauth_clients::as_issued;
use crate::{ClientSecret, IdentifiersTaken, ServiceError, Services};

/// A principal just saved, and the secret that was made for it, which is nowhere else.
#[derive(Debug)]
pub struct SavedPrincipal {
    /// The principal as stored.
    pub principal: Principal,
    /// The secret, where one was made.
    pub secret: Option<ClientSecret>,
    /// Where it asks for tokens.
    pub token_endpoint: String,
}

impl Services {
    /// The principal with this client id as it is stored.
    async fn stored_principal(&self, client_id: &str) -> Result<Principal, ServiceError> {
        let Some(client_id) = as_issued(client_id) else { return Err(ServiceError::NotFound) };
        self.store.principal(client_id.as_str()).await?.ok_or(ServiceError::NotFound)
    }
}

/// The principal with this client id as it is now, which must not have become another since `seen`.
async fn locked(tx: &mut Tx, seen: &Principal) -> Result<Principal, ServiceError> {
    let stored = tx.lock_principal(seen.client_id.as_str()).await?;
    stored.filter(|stored| stored.id == seen.id).ok_or(ServiceError::NotFound)
}

pub(crate) fn refused(field: Field, problem: PrincipalProblem) -> ServiceError {
    ServiceError::Refused(vec![FieldProblem::new(field, &problem)])
}

fn not_written(conflict: PrincipalConflict) -> ServiceError {
    match conflict {
        PrincipalConflict::NameTaken => refused(Field::ClientName, PrincipalProblem::NameTaken),
        PrincipalConflict::EnvironmentGone => {
            refused(Field::Environment, PrincipalProblem::EnvironmentUnknown)
        }
        PrincipalConflict::ClientIdTaken => {
            ServiceError::Taken(IdentifiersTaken { name: false, client_id: true })
        }
    }
}
