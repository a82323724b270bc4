//! Copying a client: what the form for the new one starts with.

use domain::{ClientName, MAX_LENGTH, OAuthClientDraft};

use crate::{Reader, ServiceError, Services};

/// Numbers that are tried: each costs a question to the database.
const NUMBERED: u32 = 50;
/// Letters and digits that nobody takes for one another.
const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

impl Services {
    /// A client's fields with the first free name of a copy and no client id; where very many are taken, with a random
    /// one. Nothing is stored.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`].
    pub async fn copy_of_oauth_client(
        &self,
        _reader: &Reader,
        client_id: &str,
    ) -> Result<OAuthClientDraft, ServiceError> {
        let original = self.stored(client_id).await?.client;
        let name = self.free_name_of_copy(&original.name).await?;
        Ok(OAuthClientDraft { client_name: name.into(), client_id: String::new(), ..original.draft() })
    }

    async fn free_name_of_copy(&self, original: &ClientName) -> Result<ClientName, ServiceError> {
        for number in 1..=NUMBERED {
            let end = if number == 1 { " copy".to_owned() } else { format!(" copy {number}") };
            let name = name_of_copy(original, &end);
            if !self.store.is_client_name_taken(&name).await? {
                return Ok(name);
            }
        }
        // Taken as good as never; whoever saves it would be told.
        let sign = |byte| char::from(SIGNS[usize::from(byte) % SIGNS.len()]);
        let signs: String = self.rng.bytes::<8>().into_iter().map(sign).collect();
        Ok(name_of_copy(original, &format!(" copy {signs}")))
    }
}

/// `X copy`, `X copy 2`, and so on: X without its end where the whole would be too long.
fn name_of_copy(original: &ClientName, end: &str) -> ClientName {
    let start: String = original.as_str().chars().take(MAX_LENGTH - end.len()).collect();
    ClientName::parse(&[start.trim_end(), end].concat()).expect("the start of a name and a word are a name")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_copy_fits() {
        for (original, end, expected) in [
            ("Billing", " copy", "Billing copy".to_owned()),
            ("Billing", " copy 12", "Billing copy 12".to_owned()),
            (&"x".repeat(250), " copy", format!("{} copy", "x".repeat(250))),
            (&"x".repeat(255), " copy", format!("{} copy", "x".repeat(250))),
            (&"é".repeat(255), " copy 50", format!("{} copy 50", "é".repeat(247))),
            (&format!("{} {}", "x".repeat(249), "y".repeat(5)), " copy", format!("{} copy", "x".repeat(249))),
        ] {
            let copy = name_of_copy(&ClientName::parse(original).unwrap(), end);
            assert_eq!(copy.as_str(), expected);
        }
    }
}
