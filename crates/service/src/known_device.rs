//! The browser in which a person signed in before. It holds a value that only the servers can make, so nothing is stored.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use store::UserCredentials;
use zeroize::Zeroizing;

use crate::{Rng, SealingKey};

const ID_LENGTH: usize = 16;
const TIME_LENGTH: usize = 8;
/// A browser is known for ninety days after its person last signed in, in seconds.
pub const DEVICE_KNOWN_FOR: i64 = 90 * 24 * 60 * 60;

/// What a browser holds in which somebody signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceValue(Zeroizing<String>);

impl DeviceValue {
    /// What a browser says that it holds.
    pub fn new(value: String) -> Self {
        Self(Zeroizing::new(value))
    }

    /// The value itself. It leaves in a cookie.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DeviceValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceValue(…)")
    }
}

/// Which browser it is: a random name that says nothing of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DeviceId([u8; ID_LENGTH]);

impl DeviceId {
    pub(crate) fn name(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Makes the values and knows them again.
#[derive(Clone)]
pub(crate) struct KnownDevices(hmac::Key);

impl KnownDevices {
    pub(crate) fn new(sealing_key: &SealingKey) -> Self {
        Self(hmac::Key::new(HMAC_SHA256, &sealing_key.derive("known devices")))
    }

    /// The browser that has this value, where a person signed in with it lately, and with what they sign in with today.
    pub(crate) fn read(
        &self,
        value: &DeviceValue,
        credentials: &UserCredentials,
        now: i64,
    ) -> Option<DeviceId> {
        let bytes = URL_SAFE_NO_PAD.decode(value.reveal()).ok()?;
        let (id, rest) = bytes.split_at_checked(ID_LENGTH)?;
        let (until, tag) = rest.split_at_checked(TIME_LENGTH)?;
        // In constant time.
        hmac::verify(&self.0, &signed(id, until, credentials), tag).ok()?;
        let until = i64::from_be_bytes(until.try_into().ok()?);
        Some(DeviceId(id.try_into().ok()?)).filter(|_| now < until)
    }

    /// A value for the browser in which this person has just signed in, which keeps the name it has.
    pub(crate) fn value(
        &self,
        known: Option<DeviceId>,
        credentials: &UserCredentials,
        now: i64,
        rng: &Rng,
    ) -> DeviceValue {
        let DeviceId(id) = known.unwrap_or_else(|| DeviceId(rng.bytes()));
        let until = (now + DEVICE_KNOWN_FOR).to_be_bytes();
        let tag = hmac::sign(&self.0, &signed(&id, &until, credentials));
        DeviceValue::new(URL_SAFE_NO_PAD.encode([id.as_slice(), &until, tag.as_ref()].concat()))
    }
}

/// Whoever had a password or a second factor that is no more may have been somebody else, so their browsers are not known.
/// All parts but the last have a length each, so no others give the same.
fn signed(id: &[u8], until: &[u8], credentials: &UserCredentials) -> Vec<u8> {
    let [password, second_factor] =
        [credentials.password_phc.as_str(), credentials.totp_sealed.as_deref().unwrap_or_default()]
            .map(|part| digest(&SHA256, part.as_bytes()));
    let email = credentials.user.email.key();
    [id, until, password.as_ref(), second_factor.as_ref(), email.as_bytes()].concat()
}

impl fmt::Debug for KnownDevices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KnownDevices(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{EmailAddress, Role, Status};
    use store::PortalUser;

    fn credentials(email: &str) -> UserCredentials {
        let user = PortalUser {
            id: "id".to_owned(),
            email: EmailAddress::parse(email).unwrap(),
            role: Role::Member,
            status: Status::Enabled,
        };
        UserCredentials { user, password_phc: "phc".to_owned(), totp_sealed: None }
    }

    #[test]
    fn a_value_counts_for_its_person_for_ninety_days() {
        let devices = KnownDevices::new(&SealingKey::generate(&Rng::System));
        let [ada, eve] = ["Ada@example.com", "eve@example.com"].map(credentials);
        let value = devices.value(None, &ada, 1_000, &Rng::System);
        let id = devices.read(&value, &credentials("ada@EXAMPLE.com"), 1_000).unwrap();
        assert_eq!(devices.read(&value, &eve, 1_000), None, "another person");
        assert!(devices.read(&value, &ada, 1_000 + DEVICE_KNOWN_FOR - 1).is_some());
        assert_eq!(devices.read(&value, &ada, 1_000 + DEVICE_KNOWN_FOR), None, "too late");
        let renewed = devices.value(Some(id.clone()), &ada, 2_000, &Rng::System);
        assert_eq!(devices.read(&renewed, &ada, 1_000 + DEVICE_KNOWN_FOR), Some(id), "it keeps its name");
        let elsewhere = KnownDevices::new(&SealingKey::generate(&Rng::System));
        assert_eq!(elsewhere.read(&value, &ada, 1_000), None, "another installation");
    }

    #[test]
    fn a_value_counts_for_the_credentials_it_was_made_with() {
        let devices = KnownDevices::new(&SealingKey::generate(&Rng::System));
        let with = |phc: &str, sealed: Option<&str>| UserCredentials {
            password_phc: phc.to_owned(),
            totp_sealed: sealed.map(str::to_owned),
            ..credentials("ada@example.com")
        };
        let all = [with("one", None), with("other", None), with("one", Some("key")), with("onekey", None)];
        for (made, one) in all.iter().enumerate() {
            let value = devices.value(None, one, 1_000, &Rng::System);
            for (read, other) in all.iter().enumerate() {
                assert_eq!(devices.read(&value, other, 1_000).is_some(), made == read, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn what_was_not_made_here_is_nobody() {
        let devices = KnownDevices::new(&SealingKey::generate(&Rng::System));
        let ada = credentials("ada@example.com");
        let value = devices.value(None, &ada, 1_000, &Rng::System);
        let mut other = URL_SAFE_NO_PAD.decode(value.reveal()).unwrap();
        other[0] ^= 1;
        for value in [
            "",
            "x",
            "not base64url!",
            &value.reveal()[..value.reveal().len() - 4],
            &URL_SAFE_NO_PAD.encode(&other),
            &"A".repeat(9_000),
        ] {
            assert_eq!(devices.read(&DeviceValue::new(value.to_owned()), &ada, 1_000), None, "{value}");
        }
    }
}
