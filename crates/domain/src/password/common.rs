//! The passwords that are tried first by whoever guesses.
//!
//! `common.txt` holds those of at least 12 characters, all ASCII, in lower case and sorted, of three published lists:
//! the 20,000 of Django 5.2 (`django/contrib/auth/common-passwords.txt.gz`, BSD-3-Clause), the 49,233 of
//! `@zxcvbn-ts/language-common` 4.1.3 (MIT) and the first 100,000 of SecLists' ten million (MIT). One was added by hand:
//! the four words of the comic that explains passwords of words, run together. Shorter ones are refused for that anyway.

const COMMON: &str = include_str!("common.txt");

/// Whether a password is among the most common ones, in any case.
pub(super) fn is_common(typed: &str) -> bool {
    COMMON.lines().any(|common| common.eq_ignore_ascii_case(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_what_no_other_rule_refuses_once() {
        let listed: Vec<_> = COMMON.lines().collect();
        assert!(listed.len() > 500 && listed.is_sorted_by(|one, next| one < next));
        for common in listed {
            let is_plain = common.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
            assert!(is_plain && common.len() >= super::super::MIN_PASSWORD_LENGTH, "{common}");
            assert_eq!(common, common.to_ascii_lowercase());
        }
    }
}
