//! Public keys, as they are pasted. The PEM files were made by openssl, their private halves thrown away.

use domain::{PublicKey, PublicKeyProblem as Problem};
use proptest::prelude::*;
use serde_json::{Value, json};

const EC: &str = include_str!("keys/ec.pub");
const ED25519: &str = include_str!("keys/ed.pub");
const RSA: &str = include_str!("keys/rsa.pub");
const RSA_PKCS1: &str = include_str!("keys/rsa1.pub");
const RSA_1024: &str = include_str!("keys/rsa1024.pub");
const P384: &str = include_str!("keys/p384.pub");
const CERTIFICATE: &str = include_str!("keys/cert.pem");

/// RFC 7517 Appendix A.1, the first key.
fn ec() -> Value {
    json!({
        "kty": "EC", "crv": "P-256", "use": "sig", "kid": "1",
        "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    })
}

/// RFC 8037 Appendix A.2.
fn ed25519() -> Value {
    json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" })
}

/// RFC 7517 Appendix A.1, the second key.
fn rsa() -> Value {
    json!({
        "kty": "RSA", "e": "AQAB", "kid": "2011-04-29",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
    })
}

fn with(mut jwk: Value, member: &str, value: Value) -> Value {
    jwk[member] = value;
    jwk
}

fn without(mut jwk: Value, member: &str) -> Value {
    jwk.as_object_mut().expect("a JWK is an object").remove(member);
    jwk
}

fn labels(pasted: &str) -> Result<Vec<String>, Problem> {
    PublicKey::read(pasted).map(|keys| keys.iter().map(|pasted| pasted.key.label()).collect())
}

#[test]
fn keys_are_read_as_they_come_out_of_other_tools() {
    for (pasted, expected) in [
        (ec().to_string(), vec!["EC, P-256"]),
        (ed25519().to_string(), vec!["Ed25519"]),
        (rsa().to_string(), vec!["RSA, 2048 bits"]),
        (with(rsa(), "e", json!("AQAAAAE")).to_string(), vec!["RSA, 2048 bits"]),
        (
            serde_json::to_string_pretty(&json!({ "keys": [ec(), rsa()] })).unwrap(),
            vec!["EC, P-256", "RSA, 2048 bits"],
        ),
        (with(ec(), "alg", json!("ES256")).to_string(), vec!["EC, P-256"]),
        (with(ec(), "key_ops", json!(["verify"])).to_string(), vec!["EC, P-256"]),
        (EC.to_owned(), vec!["EC, P-256"]),
        (ED25519.to_owned(), vec!["Ed25519"]),
        (RSA.to_owned(), vec!["RSA, 2048 bits"]),
        (RSA_PKCS1.to_owned(), vec!["RSA, 2048 bits"]),
        (format!("my keys:\n{EC}\n{RSA}\n"), vec!["EC, P-256", "RSA, 2048 bits"]),
        (EC.replace('\n', "\r\n"), vec!["EC, P-256"]),
        (format!("  {}  ", EC.trim()), vec!["EC, P-256"]),
    ] {
        assert_eq!(labels(&pasted).unwrap(), expected, "{pasted}");
    }
    assert_eq!(PublicKey::read(RSA), PublicKey::read(RSA_PKCS1), "one key, in two wrappings");
}

#[test]
fn what_is_no_public_key_is_named() {
    let private = "-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----";
    for (pasted, problem) in [
        (String::new(), Problem::Empty),
        (" \n".to_owned(), Problem::Empty),
        ("x".repeat(40_000), Problem::TooLong),
        ("hunter2".to_owned(), Problem::Unreadable),
        ("{".to_owned(), Problem::Unreadable),
        ("{}".to_owned(), Problem::Malformed { part: "kty" }),
        (json!({ "keys": [] }).to_string(), Problem::NoKey),
        (json!({ "keys": "all" }).to_string(), Problem::Malformed { part: "keys" }),
        (json!({ "keys": ["one"] }).to_string(), Problem::Unreadable),
        (with(ec(), "d", json!("AQAB")).to_string(), Problem::Private),
        (with(rsa(), "d", json!(1)).to_string(), Problem::Private),
        (with(without(rsa(), "n"), "p", json!("AQAB")).to_string(), Problem::Private),
        (json!({ "keys": [ec(), with(ed25519(), "d", json!("AQAB"))] }).to_string(), Problem::Private),
        (private.to_owned(), Problem::Private),
        (private.replace("PRIVATE", "EC PRIVATE"), Problem::Private),
        (private.replace("PRIVATE", "ENCRYPTED PRIVATE"), Problem::Private),
        (private.replace("PRIVATE", "OPENSSH PRIVATE"), Problem::Private),
        (format!("{EC}{private}"), Problem::Private),
        (json!({ "kty": "oct", "k": "AQAB" }).to_string(), Problem::Symmetric),
        (CERTIFICATE.to_owned(), Problem::Certificate),
        (P384.to_owned(), Problem::Unsupported),
        (with(ec(), "crv", json!("P-384")).to_string(), Problem::Unsupported),
        (with(ed25519(), "crv", json!("X25519")).to_string(), Problem::Unsupported),
        (with(ec(), "kty", json!("DSA")).to_string(), Problem::Unsupported),
        (without(ec(), "y").to_string(), Problem::Malformed { part: "y" }),
        (with(ec(), "x", json!("AQAB")).to_string(), Problem::Malformed { part: "x" }),
        (
            with(ec(), "x", json!("MKBC+NIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4")).to_string(),
            Problem::Malformed { part: "x" },
        ),
        (with(rsa(), "e", json!("AQ")).to_string(), Problem::Malformed { part: "e" }),
        (with(rsa(), "e", json!("Ag")).to_string(), Problem::Malformed { part: "e" }),
        (with(rsa(), "e", json!("")).to_string(), Problem::Malformed { part: "e" }),
        (with(rsa(), "e", json!("AgAAAAE")).to_string(), Problem::Malformed { part: "e" }),
        (
            with(rsa(), "n", json!(["gICA".repeat(85), "gA".to_owned()].concat())).to_string(),
            Problem::Malformed { part: "n" },
        ),
        (with(rsa(), "n", json!("AQAB")).to_string(), Problem::RsaTooShort { bits: 17 }),
        (RSA_1024.to_owned(), Problem::RsaTooShort { bits: 1024 }),
        (with(ec(), "use", json!("enc")).to_string(), Problem::NotForSignatures),
        (with(ec(), "key_ops", json!(["deriveKey"])).to_string(), Problem::NotForSignatures),
        (with(rsa(), "alg", json!("RS256")).to_string(), Problem::OtherAlgorithm { expected: "PS256" }),
        (EC.replace("-----END", "----END"), Problem::Unreadable),
        (EC.replace("M", "!"), Problem::Unreadable),
    ] {
        assert_eq!(labels(&pasted), Err(problem), "{pasted}");
    }
}

proptest! {
    /// Whatever is cut off or changed, nothing is read out of bounds, and no problem repeats what was pasted.
    #[test]
    fn a_damaged_key_is_refused_or_another_key(which in 0..4usize, at in 0..400usize, byte in any::<u8>()) {
        let mut pasted = [EC, ED25519, RSA, RSA_PKCS1][which].as_bytes().to_vec();
        let at = at % pasted.len();
        pasted[at] = byte;
        let pasted = String::from_utf8_lossy(&pasted).into_owned();
        if let Err(problem) = PublicKey::read(&pasted) {
            let said = problem.to_string();
            prop_assert!(!pasted.lines().any(|line| line.len() > 8 && said.contains(line)), "{said}");
        }
        let _ = PublicKey::read(&pasted[..pasted.floor_char_boundary(at)]);
    }
}
