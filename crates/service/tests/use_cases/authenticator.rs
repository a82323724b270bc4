//! An authenticator app, written from RFC 4226 §5.3 and RFC 6238 §4.

use aws_lc_rs::hmac::{HMAC_SHA1_FOR_LEGACY_USE_ONLY, Key, sign};

pub struct Authenticator {
    key: Vec<u8>,
}

impl Authenticator {
    /// With a key as it is typed.
    pub fn with(base32: &str) -> Self {
        const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let (mut key, mut bits, mut count) = (Vec::new(), 0_u32, 0);
        for character in base32.chars() {
            bits = bits << 5 | u32::try_from(ALPHABET.find(character).unwrap()).unwrap();
            count += 5;
            if count >= 8 {
                count -= 8;
                key.push((bits >> count & 0xff) as u8);
            }
        }
        Self { key }
    }

    pub fn code(&self, now: i64) -> String {
        let tag = sign(&Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.key), &(now / 30).to_be_bytes());
        let tag = tag.as_ref();
        let offset = usize::from(tag[19] & 0xf);
        let number = u32::from_be_bytes(tag[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }
}
