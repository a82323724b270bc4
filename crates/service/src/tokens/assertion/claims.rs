//! The claims of an assertion (RFC 7523 §3).

use serde::Deserialize;
use serde_json::Value;

use super::{AssertionRefusal, object, present};

/// How far two clocks may be apart, in seconds.
const LEEWAY: i64 = 30;
/// How long an assertion may count at the most, in seconds: as long is its `jti` remembered.
const LASTS_FOR: i64 = 10 * 60;
/// The most bytes of a `jti`.
const MAX_JTI: usize = 255;

/// What an assertion says, each claim of its type.
pub(super) struct Claims {
    issuer: String,
    pub(super) subject: String,
    audiences: Vec<String>,
    expires_at: i64,
    not_before: Option<f64>,
    issued_at: Option<f64>,
    pub(super) jti: String,
}

/// Unknown claims are left alone, as RFC 7519 §4 asks; of those that are named here none may come twice.
#[derive(Deserialize)]
struct Members {
    #[serde(default, deserialize_with = "present")]
    iss: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    sub: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    aud: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    exp: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    nbf: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    iat: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    jti: Option<Value>,
}

/// The subject, whatever the rest is like.
pub(super) fn subject(json: &[u8]) -> Option<String> {
    let members: Members = object(json)?;
    text("sub", members.sub).ok()
}

impl Claims {
    pub(super) fn read(json: &[u8]) -> Result<Self, AssertionRefusal> {
        let members: Members = object(json).ok_or(AssertionRefusal::Unreadable)?;
        let expires_at = members.exp.as_ref().and_then(Value::as_i64);
        let jti = text("jti", members.jti)?;
        if !(1..=MAX_JTI).contains(&jti.len()) {
            return Err(AssertionRefusal::ClaimMalformed("jti"));
        }
        Ok(Self {
            issuer: text("iss", members.iss)?,
            subject: text("sub", members.sub)?,
            audiences: texts("aud", members.aud)?,
            expires_at: expires_at.ok_or(AssertionRefusal::ClaimMalformed("exp"))?,
            not_before: number("nbf", members.nbf)?,
            issued_at: number("iat", members.iat)?,
            jti,
        })
    }

    /// That the assertion is by and about one client, for this server alone, and counts at `now`. `endpoint` is there
    /// where that client may name the token endpoint as the audience, which was the habit before RFC 10070.
    pub(super) fn check(
        &self,
        issuer: &str,
        endpoint: Option<&str>,
        now: i64,
    ) -> Result<(), AssertionRefusal> {
        if self.issuer != self.subject {
            return Err(AssertionRefusal::IssuerDiffers);
        }
        match self.audiences.as_slice() {
            [only] if only == issuer || Some(only.as_str()) == endpoint => {}
            [..] => return Err(AssertionRefusal::AudienceWrong),
        }
        if now >= self.counts_until() {
            return Err(AssertionRefusal::Expired);
        }
        let is_early = |at: Option<f64>| at.is_some_and(|at| at > (now + LEEWAY) as f64);
        if self.expires_at > now + LASTS_FOR + LEEWAY || is_early(self.not_before) || is_early(self.issued_at)
        {
            return Err(AssertionRefusal::TooFarAhead);
        }
        Ok(())
    }

    /// Until when it can be used, in epoch seconds.
    pub(super) fn counts_until(&self) -> i64 {
        self.expires_at.saturating_add(LEEWAY)
    }
}

fn text(claim: &'static str, value: Option<Value>) -> Result<String, AssertionRefusal> {
    match value {
        Some(Value::String(text)) => Ok(text),
        _ => Err(AssertionRefusal::ClaimMalformed(claim)),
    }
}

/// RFC 7519 §4.1.3: one text, or an array of texts.
fn texts(claim: &'static str, value: Option<Value>) -> Result<Vec<String>, AssertionRefusal> {
    match value {
        Some(Value::Array(values)) => values.into_iter().map(|value| text(claim, Some(value))).collect(),
        value => Ok(vec![text(claim, value)?]),
    }
}

fn number(claim: &'static str, value: Option<Value>) -> Result<Option<f64>, AssertionRefusal> {
    let Some(value) = value else { return Ok(None) };
    value.as_f64().map(Some).ok_or(AssertionRefusal::ClaimMalformed(claim))
}
