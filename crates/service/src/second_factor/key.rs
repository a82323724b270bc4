//! The key that an authenticator app and this portal share.

use domain::EmailAddress;
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

use crate::{Rng, SealingKey};

/// RFC 4226 §4 recommends 160 bits.
const LENGTH: usize = 20;
/// Epoch seconds as bytes.
const TIME_LENGTH: usize = 8;
/// A key that was shown may be set up for this long, in seconds.
const OFFERED_FOR: i64 = 60 * 60;

/// SHA-1, six digits, thirty seconds: what every authenticator app can do. A code of the step before or after counts too
/// (RFC 6238 §5.2). Both are what the library does unless told otherwise.
pub(super) struct Key(Zeroizing<[u8; LENGTH]>);

impl Key {
    pub(super) fn generate(rng: &Rng) -> Self {
        Self(Zeroizing::new(rng.bytes()))
    }

    pub(super) fn base32(&self) -> Zeroizing<String> {
        Zeroizing::new(Secret::from(*self.0).to_base32())
    }

    /// The step of time whose code this is.
    pub(super) fn step(&self, code: &str, now: i64) -> Option<i64> {
        let code: String = code.chars().filter(|character| !character.is_whitespace()).collect();
        let step = self.totp(Builder::new()).check(&code, u64::try_from(now).ok()?)?;
        i64::try_from(step).ok()
    }

    /// What the app's camera reads: where the codes are for, and the key.
    pub(super) fn uri(&self, issuer: &str, email: &EmailAddress) -> Zeroizing<String> {
        let host = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
        // A colon parts the issuer from the account.
        let host = host.split(['/', '?']).next().unwrap_or(host).replace(':', " ");
        let named = Builder::new()
            .with_issuer(Some(["Gatehouse (", &host, ")"].concat()))
            .with_account_name(email.as_str());
        let uri = self.totp(named).to_url();
        Zeroizing::new(uri.expect("an e-mail is neither empty nor has a colon"))
    }

    fn totp(&self, builder: Builder) -> Totp {
        builder.with_secret(*self.0).build_noncompliant()
    }

    pub(super) fn at_rest(&self, keys: &SealingKey, user_id: &str) -> String {
        keys.seal(self.0.as_slice(), &context_at_rest(user_id))
    }

    pub(super) fn open(keys: &SealingKey, sealed: &str, user_id: &str) -> Option<Self> {
        let key = keys.open(sealed, &context_at_rest(user_id))?;
        Some(Self(Zeroizing::new(key.as_slice().try_into().ok()?)))
    }

    /// Sealed for who carries it here and back; not what rests in the database.
    pub(super) fn offered(&self, keys: &SealingKey, user_id: &str, now: i64) -> String {
        let until = (now + OFFERED_FOR).to_be_bytes();
        let offered = Zeroizing::new([until.as_slice(), self.0.as_slice()].concat());
        keys.seal(&offered, &context_of_offer(user_id))
    }

    pub(super) fn open_offer(keys: &SealingKey, sealed: &str, user_id: &str, now: i64) -> Option<Self> {
        let offered = keys.open(sealed, &context_of_offer(user_id))?;
        let (until, key) = offered.split_at_checked(TIME_LENGTH)?;
        let until = i64::from_be_bytes(until.try_into().ok()?);
        let key = Self(Zeroizing::new(key.try_into().ok()?));
        Some(key).filter(|_| now < until)
    }
}

fn context_at_rest(user_id: &str) -> String {
    ["second factor of ", user_id].concat()
}

fn context_of_offer(user_id: &str) -> String {
    ["second factor offered to ", user_id].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key(Zeroizing::new(*b"12345678901234567890"))
    }

    /// RFC 6238 appendix B, of which six digits are left.
    #[test]
    fn a_code_is_that_of_its_time_or_of_the_step_beside() {
        for (now, code, step) in [
            (59, "287082", Some(1)),
            (59, " 287 082 ", Some(1)),
            (30 + 59, "287082", Some(1)),
            (60 + 59, "287082", None),
            (0, "287082", Some(1)),
            (1_111_111_109, "081804", Some(37_037_036)),
            (1_111_111_109, "81804", None),
            (20_000_000_000, "353130", Some(666_666_666)),
            (59, "287083", None),
            (59, "", None),
            (59, "+87082", None),
            (59, "2870820", None),
            (59, "२८७०८२", None),
        ] {
            assert_eq!(key().step(code, now), step, "{code} at {now}");
        }
    }

    #[test]
    fn the_app_is_told_what_the_codes_are_for() {
        let email = EmailAddress::parse("Ada+x@example.com").unwrap();
        for (issuer, label) in [
            ("https://id.example.com", "Gatehouse%20%28id%2Eexample%2Ecom%29"),
            ("http://localhost:3000", "Gatehouse%20%28localhost%203000%29"),
            ("https://id.example.com/gatehouse", "Gatehouse%20%28id%2Eexample%2Ecom%29"),
        ] {
            let uri = key().uri(issuer, &email);
            let parsed = Totp::from_url(uri.as_str()).unwrap();
            assert_eq!(parsed.account_name(), "Ada+x@example.com");
            assert_eq!(parsed.secret().to_base32(), *key().base32());
            let issuer = percent_encoding::percent_decode_str(label).decode_utf8().unwrap();
            assert_eq!(parsed.issuer(), Some(&*issuer));
        }
    }

    #[test]
    fn a_key_opens_for_its_person_in_its_place_only() {
        let keys = SealingKey::generate(&Rng::System);
        let (rests, offered) = (key().at_rest(&keys, "ada"), key().offered(&keys, "ada", 1_000));
        assert_eq!(Key::open(&keys, &rests, "ada").unwrap().0, key().0);
        assert!(Key::open(&keys, &rests, "eve").is_none());
        assert!(Key::open(&keys, &offered, "ada").is_none());
        assert!(Key::open(&SealingKey::generate(&Rng::System), &rests, "ada").is_none());
        for (sealed, user_id, now, is_open) in [
            (&offered, "ada", 1_000, true),
            (&offered, "ada", 1_000 + OFFERED_FOR - 1, true),
            (&offered, "ada", 1_000 + OFFERED_FOR, false),
            (&offered, "eve", 1_000, false),
            (&rests, "ada", 1_000, false),
            (&String::new(), "ada", 1_000, false),
        ] {
            assert_eq!(Key::open_offer(&keys, sealed, user_id, now).is_some(), is_open, "{user_id} at {now}");
        }
    }
}
