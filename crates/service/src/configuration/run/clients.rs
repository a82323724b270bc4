//! The OAuth clients of a document.

use domain::ClientType;

use super::super::change::Subject;
use super::super::check::{Checked, CheckedClient, place};
use super::super::{ChangeAction, ConfigurationError, EntryKind};
use super::places::Places;
use super::roles::{KnownRoles, Standing};
use super::{Run, still_there};

const KIND: EntryKind = EntryKind::OAuthClient;

impl Run<'_> {
    pub(super) async fn oauth_clients(
        &mut self,
        document: &Checked,
        places: &Places,
        known: &mut KnownRoles,
    ) -> Result<(), ConfigurationError> {
        for (index, (entry, stored)) in document.oauth_clients.iter().zip(&places.oauth_clients).enumerate() {
            let place = place("oauth_clients", index);
            let (client_id, is_made) = match stored {
                Some(client_id) => {
                    self.edit_client(&place, entry, client_id).await?;
                    (client_id.clone(), false)
                }
                None => (self.register_client(&place, entry).await?, entry.new.client_id().is_none()),
            };
            let subject = Subject { kind: KIND, client_id: (!is_made).then_some(&client_id), within: None };
            let standing = Standing {
                place: &place,
                client_id: &client_id,
                status: entry.status,
                roles: entry.roles.as_deref(),
            };
            self.stand(standing, &subject, known).await?;
        }
        Ok(())
    }

    async fn register_client(
        &mut self,
        place: &str,
        entry: &CheckedClient,
    ) -> Result<String, ConfigurationError> {
        let secret = match entry.new.client_type() {
            ClientType::Confidential => Some(self.secret()?),
            ClientType::Public => None,
        };
        let saved = self.services.register_oauth_client_in(&mut self.work, &entry.new, secret).await;
        let name = entry.new.name().as_str();
        let saved = saved.map_err(|error| ConfigurationError::of_entry(place, name, error))?;
        let client_id = entry.new.client_id().map(|client_id| client_id.as_str());
        self.tell(ChangeAction::Create, &Subject { kind: KIND, client_id, within: None });
        let client_id = saved.client.client_id.to_string();
        self.give(KIND, name, &client_id, saved.secret);
        Ok(client_id)
    }

    async fn edit_client(
        &mut self,
        place: &str,
        entry: &CheckedClient,
        client_id: &str,
    ) -> Result<(), ConfigurationError> {
        let stored = still_there(self.work.lock_oauth_client(client_id).await?)?;
        let secret = match (stored.client.client_type, entry.new.client_type()) {
            (ClientType::Public, ClientType::Confidential) => Some(self.secret()?),
            (ClientType::Confidential, _) | (ClientType::Public, ClientType::Public) => None,
        };
        let saved = self.services.edit_oauth_client_in(&mut self.work, stored, &entry.new, secret).await;
        let name = entry.new.name().as_str();
        let saved = saved.map_err(|error| ConfigurationError::of_entry(place, name, error))?;
        self.tell(ChangeAction::Edit, &Subject { kind: KIND, client_id: Some(client_id), within: None });
        self.give(KIND, name, client_id, saved.secret);
        Ok(())
    }
}
