//! What a request asks for, once it is known whose it is (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1).

use domain::{DenialReason, MAX_LENGTH, ScopeName, Scopes};
use serde::Deserialize;
use store::{CodeChallenge, OAuthClient, Session};

use super::fault::{ErrorCode, Fault};
use super::parameters::{Parameters, RESOURCE};
use crate::Services;
use crate::pkce::{self, ChallengeProblem, SentChallenge};
use crate::tokens::{ID_TOKEN, grantable};

/// A request that every rule allows.
#[derive(Debug)]
pub(super) struct Request<'a> {
    pub(super) scopes: Scopes,
    pub(super) challenge: Option<CodeChallenge>,
    pub(super) nonce: Option<&'a str>,
    pub(super) prompt: Prompt,
    /// Seconds since the person signed in.
    max_age: Option<i64>,
    /// The primary key of the person that the client expects.
    hinted: Option<String>,
}

/// How the person is to be involved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Prompt {
    /// Not at all.
    pub(super) is_silent: bool,
    /// They sign in whether or not they did.
    pub(super) is_sign_in_wanted: bool,
    /// They are asked whether or not they agreed.
    pub(super) is_consent_wanted: bool,
}

impl Request<'_> {
    /// Whether the person has to sign in for this, now.
    pub(super) fn is_too_much_for(&self, session: &Session, now: i64) -> bool {
        // OpenID Connect Core §3.1.2.1: a max_age of 0 is another way to say prompt=login.
        let is_too_old = |max_age: i64| max_age == 0 || now - session.created_at > max_age;
        self.prompt.is_sign_in_wanted
            || self.max_age.is_some_and(is_too_old)
            || self.hinted.as_ref().is_some_and(|person| *person != session.user.id)
    }
}

impl Services {
    /// Reads a request of `client`, whose roles allow `of_roles`.
    pub(super) fn request<'a>(
        &self,
        client: &OAuthClient,
        of_roles: &Scopes,
        parameters: Parameters<'a>,
    ) -> Result<Request<'a>, Fault> {
        if let Some(name) = parameters.repeated() {
            let description = "a parameter is included more than once";
            return Err(Fault::new(
                ErrorCode::InvalidRequest,
                description,
                DenialReason::ParameterRepeated,
                name,
            ));
        }
        unsupported(parameters)?;
        response_type(parameters)?;
        let prompt = prompt(parameters.get("prompt"))?;
        let max_age = parameters.get("max_age").map(max_age).transpose()?;
        let scopes = scopes(parameters.get("scope"), &grantable(of_roles))?;
        if let Some(resource) = parameters.all(RESOURCE).find(|resource| *resource != self.issuer) {
            let description = "a resource is unknown";
            return Err(Fault::new(
                ErrorCode::InvalidTarget,
                description,
                DenialReason::ResourceUnknown,
                resource,
            ));
        }
        let nonce = parameters.get("nonce");
        if nonce.is_some_and(|nonce| nonce.chars().count() > MAX_LENGTH || nonce.contains('\0')) {
            return Err(Fault::invalid("nonce", "nonce is too long or malformed"));
        }
        let challenge = challenge(client, parameters)?;
        let hinted = parameters.get("id_token_hint").map(|hint| self.hinted(hint)).transpose()?;
        Ok(Request { scopes, challenge, nonce, prompt, max_age, hinted })
    }

    /// Whom an ID token of this server's is about, however old it is.
    fn hinted(&self, id_token: &str) -> Result<String, Fault> {
        #[derive(Deserialize)]
        struct Claims {
            iss: String,
            sub: String,
        }
        let claims: Option<Claims> = self.signing.verify_hint(id_token, ID_TOKEN);
        let claims = claims.filter(|claims| claims.iss == self.issuer);
        claims
            .map(|claims| claims.sub)
            .ok_or_else(|| Fault::invalid("id_token_hint", "id_token_hint is not an ID token of this server"))
    }
}

/// OpenID Connect Core §6, §7.2.1: what there is and this server does not do.
fn unsupported(parameters: Parameters<'_>) -> Result<(), Fault> {
    for (name, code, description) in [
        ("request", ErrorCode::RequestNotSupported, "request is not supported"),
        ("request_uri", ErrorCode::RequestUriNotSupported, "request_uri is not supported"),
        ("registration", ErrorCode::RegistrationNotSupported, "registration is not supported"),
    ] {
        if parameters.get(name).is_some() {
            return Err(Fault::new(code, description, DenialReason::ParameterInvalid, name));
        }
    }
    Ok(())
}

fn response_type(parameters: Parameters<'_>) -> Result<(), Fault> {
    match parameters.get("response_type") {
        Some("code") => {}
        Some(other) => {
            return Err(Fault::new(
                ErrorCode::UnsupportedResponseType,
                "response_type is not code",
                DenialReason::ResponseTypeUnsupported,
                other,
            ));
        }
        None => {
            return Err(Fault::new(
                ErrorCode::InvalidRequest,
                "response_type is missing",
                DenialReason::ParameterMissing,
                "response_type",
            ));
        }
    }
    match parameters.get("response_mode") {
        None | Some("query") => Ok(()),
        Some(_) => Err(Fault::invalid("response_mode", "response_mode is not query")),
    }
}

fn prompt(value: Option<&str>) -> Result<Prompt, Fault> {
    let mut prompt = Prompt::default();
    for name in value.unwrap_or_default().split(' ').filter(|name| !name.is_empty()) {
        match name {
            "none" => prompt.is_silent = true,
            "login" | "select_account" => prompt.is_sign_in_wanted = true,
            "consent" => prompt.is_consent_wanted = true,
            _ => return Err(Fault::invalid("prompt", "prompt is unknown")),
        }
    }
    if prompt.is_silent && (prompt.is_sign_in_wanted || prompt.is_consent_wanted) {
        return Err(Fault::invalid("prompt", "prompt is none and something else"));
    }
    Ok(prompt)
}

fn max_age(value: &str) -> Result<i64, Fault> {
    if !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::invalid("max_age", "max_age is not a number of seconds"));
    }
    // More digits than fit: nobody signed in that long ago.
    Ok(value.parse().unwrap_or(i64::MAX))
}

/// RFC 6749 §3.3: names with spaces between them, each of which can be granted.
fn scopes(value: Option<&str>, grantable: &Scopes) -> Result<Scopes, Fault> {
    let names = value.unwrap_or_default().split(' ').filter(|name| !name.is_empty());
    let scopes = names.map(|name| {
        let known = ScopeName::parse(name).ok().filter(|known| grantable.iter().any(|scope| scope == known));
        known.ok_or_else(|| {
            let description = "a scope cannot be granted to this client";
            Fault::new(ErrorCode::InvalidScope, description, DenialReason::ScopeUnknown, name)
        })
    });
    scopes.collect()
}

fn challenge(client: &OAuthClient, parameters: Parameters<'_>) -> Result<Option<CodeChallenge>, Fault> {
    let (text, method) = (parameters.get("code_challenge"), parameters.get("code_challenge_method"));
    let sent = SentChallenge { text, method };
    pkce::challenge(client.client_type, client.pkce_method, sent).map_err(|problem| {
        let invalid_request =
            |description, reason, detail| Fault::new(ErrorCode::InvalidRequest, description, reason, detail);
        let sent = method.unwrap_or("plain");
        match problem {
            ChallengeProblem::Missing => {
                invalid_request("code_challenge is missing", DenialReason::PkceMissing, "")
            }
            ChallengeProblem::MethodAlone => invalid_request(
                "code_challenge_method is included without code_challenge",
                DenialReason::PkceMissing,
                "",
            ),
            ChallengeProblem::Malformed => Fault::invalid("code_challenge", "code_challenge is malformed"),
            ChallengeProblem::MethodUnknown => {
                Fault::invalid("code_challenge_method", "code_challenge_method is unknown")
            }
            ChallengeProblem::MethodDiffers => invalid_request(
                "code_challenge_method is not the registered one",
                DenialReason::PkceMethodDiffers,
                sent,
            ),
        }
    })
}
