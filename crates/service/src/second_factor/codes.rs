//! What is typed into the field for a code, and the codes for who has lost the app.

use totp_rs::Secret;
use zeroize::Zeroizing;

use crate::Rng;
use crate::opaque_token::at_rest;

const HOW_MANY: usize = 10;
/// 80 bits: nobody finds one by trying, so a plain digest is enough at rest.
const LENGTH: usize = 10;
/// What these are in base32.
const CHARACTERS: usize = 16;
const GROUP: usize = 4;
const TOTP_DIGITS: usize = 6;

/// Codes that each replace the authenticator app once.
pub struct RecoveryCodes(pub Vec<Zeroizing<String>>);

impl RecoveryCodes {
    pub(super) fn generate(rng: &Rng) -> Self {
        let code = || {
            let plain = Zeroizing::new(Secret::from(rng.bytes::<LENGTH>()).to_base32());
            let mut grouped = Zeroizing::new(String::new());
            for (place, character) in plain.chars().enumerate() {
                if place > 0 && place % GROUP == 0 {
                    grouped.push('-');
                }
                grouped.push(character);
            }
            grouped
        };
        Self((0..HOW_MANY).map(|_| code()).collect())
    }

    pub(super) fn digests(&self) -> Vec<String> {
        self.0.iter().map(|code| at_rest(&plain(code))).collect()
    }
}

/// What was typed, by its shape.
pub(super) enum Typed {
    Totp(String),
    Recovery { digest: String },
}

impl Typed {
    pub(super) fn read(typed: &str) -> Option<Self> {
        let plain = plain(typed);
        match plain.len() {
            TOTP_DIGITS => Some(Self::Totp(plain.to_string())),
            CHARACTERS => Some(Self::Recovery { digest: at_rest(&plain) }),
            _ => None,
        }
    }
}

/// Without what groups it, and in upper case, as the codes were made.
fn plain(typed: &str) -> Zeroizing<String> {
    let meant = typed.chars().filter(|character| !character.is_whitespace() && *character != '-');
    Zeroizing::new(meant.map(|character| character.to_ascii_uppercase()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_ten_different_ones_in_groups() {
        let codes = RecoveryCodes::generate(&Rng::System);
        for code in &codes.0 {
            let groups: Vec<_> = code.split('-').collect();
            assert_eq!(groups.len(), 4, "{}", code.as_str());
            for group in groups {
                assert_eq!(group.len(), 4);
                assert!(group.bytes().all(|byte| byte.is_ascii_uppercase() || (b'2'..=b'7').contains(&byte)));
            }
        }
        let mut digests = codes.digests();
        digests.sort();
        digests.dedup();
        assert_eq!(digests.len(), 10);
    }

    #[test]
    fn a_code_is_read_however_it_was_written_down() {
        let codes = RecoveryCodes::generate(&Rng::System);
        let (code, digest) = (&codes.0[0], &codes.digests()[0]);
        for typed in [code.to_string(), code.to_lowercase(), code.replace('-', " "), code.replace('-', "")] {
            assert!(matches!(Typed::read(&typed), Some(Typed::Recovery { digest: read }) if read == *digest));
        }
        assert!(matches!(Typed::read(" 123 456 "), Some(Typed::Totp(code)) if code == "123456"));
        for typed in ["", "12345", "1234567", "ABCD-EFGH-IJKL", "ABCD-EFGH-IJKL-MNOP-Q"] {
            assert!(Typed::read(typed).is_none(), "{typed}");
        }
    }
}
