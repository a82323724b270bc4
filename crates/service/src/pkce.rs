//! Proof Key for Code Exchange (RFC 7636): what a client has to send, and whether it can prove it was the one that asked.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{ClientType, PkceMethod};
use store::CodeChallenge;

/// What is wrong with the challenge of an authorization request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChallengeProblem {
    /// The client is registered to send one.
    Missing,
    /// A method came without a challenge.
    MethodAlone,
    /// It breaks the grammar of RFC 7636 §4.2.
    Malformed,
    /// There is no such method.
    MethodUnknown,
    /// The client is registered for the other method.
    MethodDiffers,
}

/// What a request sent of a challenge.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SentChallenge<'a> {
    pub(crate) text: Option<&'a str>,
    pub(crate) method: Option<&'a str>,
}

/// The challenge that a client of this type, registered for this method, committed itself to.
pub(crate) fn challenge(
    client_type: ClientType,
    registered: Option<PkceMethod>,
    sent: SentChallenge<'_>,
) -> Result<Option<CodeChallenge>, ChallengeProblem> {
    let required = match client_type {
        ClientType::Public => registered,
        ClientType::Confidential => None,
    };
    let method = match sent.method {
        // RFC 7636 §4.3: plain where none is named.
        None => PkceMethod::Plain,
        Some(method) => PkceMethod::parse(method).ok_or(ChallengeProblem::MethodUnknown)?,
    };
    let Some(text) = sent.text else {
        return match (required, sent.method) {
            (Some(_), _) => Err(ChallengeProblem::Missing),
            (None, Some(_)) => Err(ChallengeProblem::MethodAlone),
            (None, None) => Ok(None),
        };
    };
    if !is_well_formed(text) {
        return Err(ChallengeProblem::Malformed);
    }
    if required.is_some_and(|required| required != method) {
        return Err(ChallengeProblem::MethodDiffers);
    }
    Ok(Some(CodeChallenge { text: text.to_owned(), method }))
}

/// Whether this is a verifier or a challenge by its form: 43 to 128 unreserved characters (RFC 7636 §4.1, §4.2).
pub(crate) fn is_well_formed(text: &str) -> bool {
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    (43..=128).contains(&text.len()) && text.bytes().all(is_unreserved)
}

/// Whether the challenge was made from this verifier (RFC 7636 §4.6).
pub(crate) fn is_made_from(challenge: &CodeChallenge, verifier: &str) -> bool {
    let made = match challenge.method {
        PkceMethod::Plain => verifier.to_owned(),
        PkceMethod::S256 => URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes())),
    };
    verify_slices_are_equal(made.as_bytes(), challenge.text.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_vectors_of_rfc_7636_appendix_b() {
        // Appendix B: the octets whose base64url is the verifier, and those of its digest.
        let octets = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105,
            214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        assert_eq!(URL_SAFE_NO_PAD.encode(octets), VERIFIER);
        let hash = [
            19, 211, 30, 150, 26, 26, 216, 236, 47, 22, 177, 12, 76, 152, 46, 8, 118, 168, 120, 173, 109,
            241, 68, 86, 110, 225, 137, 74, 203, 112, 249, 195,
        ];
        assert_eq!(URL_SAFE_NO_PAD.encode(hash), CHALLENGE);
        for (text, method, verifier, is_right) in [
            (CHALLENGE, PkceMethod::S256, VERIFIER, true),
            (CHALLENGE, PkceMethod::S256, CHALLENGE, false),
            (CHALLENGE, PkceMethod::Plain, VERIFIER, false),
            (CHALLENGE, PkceMethod::Plain, CHALLENGE, true),
            (VERIFIER, PkceMethod::Plain, VERIFIER, true),
            (VERIFIER, PkceMethod::S256, VERIFIER, false),
            (CHALLENGE, PkceMethod::S256, "", false),
        ] {
            let challenge = CodeChallenge { text: text.to_owned(), method };
            assert_eq!(is_made_from(&challenge, verifier), is_right, "{challenge:?} {verifier}");
        }
    }

    #[test]
    fn what_is_sent_has_to_be_what_is_registered() {
        use ChallengeProblem::*;
        use ClientType::*;
        use PkceMethod::*;
        let (well, short) = (Some(CHALLENGE), Some("too-short"));
        for (client_type, registered, text, method, expected) in [
            (Public, Some(S256), well, Some("S256"), Ok(Some(S256))),
            (Public, Some(S256), well, Some("plain"), Err(MethodDiffers)),
            (Public, Some(S256), well, None, Err(MethodDiffers)),
            (Public, Some(S256), None, Some("S256"), Err(Missing)),
            (Public, Some(S256), None, None, Err(Missing)),
            (Public, Some(S256), short, Some("S256"), Err(Malformed)),
            (Public, Some(Plain), well, Some("plain"), Ok(Some(Plain))),
            (Public, Some(Plain), well, None, Ok(Some(Plain))),
            (Public, Some(Plain), well, Some("S256"), Err(MethodDiffers)),
            (Public, Some(Plain), None, None, Err(Missing)),
            (Public, None, well, Some("S256"), Ok(Some(S256))),
            (Public, None, well, Some("plain"), Ok(Some(Plain))),
            (Public, None, well, None, Ok(Some(Plain))),
            (Public, None, None, None, Ok(None)),
            (Public, None, None, Some("S256"), Err(MethodAlone)),
            (Public, None, well, Some("s256"), Err(MethodUnknown)),
            (Public, None, short, None, Err(Malformed)),
            (Confidential, None, well, Some("S256"), Ok(Some(S256))),
            (Confidential, None, well, None, Ok(Some(Plain))),
            (Confidential, None, None, None, Ok(None)),
            // Left over from when the client was Public.
            (Confidential, Some(S256), None, None, Ok(None)),
        ] {
            let found = challenge(client_type, registered, SentChallenge { text, method });
            let found = found.map(|challenge| challenge.map(|challenge| challenge.method));
            assert_eq!(found, expected, "{client_type:?} {registered:?} {text:?} {method:?}");
        }
    }

    #[test]
    fn a_verifier_has_43_to_128_unreserved_characters() {
        for (text, is_right) in [
            ("a".repeat(42), false),
            ("a".repeat(43), true),
            ("a".repeat(128), true),
            ("a".repeat(129), false),
            (format!("{}-._~09AZ", "a".repeat(40)), true),
            (format!("{}+", "a".repeat(43)), false),
            (format!("{}é", "a".repeat(43)), false),
            (format!("{} ", "a".repeat(43)), false),
            (String::new(), false),
        ] {
            assert_eq!(is_well_formed(&text), is_right, "{text}");
        }
    }
}
