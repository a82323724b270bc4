//! An outside OpenID provider on this machine, which answers as each test wants it to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use aws_lc_rs::hmac::{self, HMAC_SHA256};
use axum::extract::{Form, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, StatusCode, header};
use openidconnect::url::Url;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::NOW;
use super::signer::{Key, unsigned};

pub const CLIENT_ID: &str = "app-gatehouse";
pub const CLIENT_SECRET: &str = "a secret at the provider";

/// What the provider says, and what it was asked.
#[derive(Clone)]
pub struct Outside {
    pub issuer: String,
    state: Arc<Mutex<Answers>>,
}

/// How an ID token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    Right,
    /// With a key that is not published.
    OfAnotherKey,
    /// `alg` is `none`, and there is none.
    None,
    /// With the client's secret.
    OfSharedSecret,
    /// Of other claims.
    OfOtherClaims,
}

struct Answers {
    key: Key,
    /// Changes to its metadata; `null` leaves one out.
    metadata: Value,
    /// Changes to the claims of the ID token; `null` leaves one out.
    claims: Value,
    user_info: Value,
    signature: Signature,
    /// The answer of the token endpoint, where it is none with tokens.
    refusal: Option<(StatusCode, Value)>,
    is_down: bool,
    redeemed: Vec<String>,
    nonce: String,
    redemptions: Vec<HashMap<String, String>>,
    authorization: Option<String>,
    discoveries: usize,
}

impl Outside {
    /// Answers at a free port until the test ends.
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let answers = Answers {
            key: Key::es256(),
            metadata: json!({}),
            claims: json!({}),
            user_info: json!({}),
            signature: Signature::Right,
            refusal: None,
            is_down: false,
            redeemed: Vec::new(),
            nonce: String::new(),
            redemptions: Vec::new(),
            authorization: None,
            discoveries: 0,
        };
        let outside = Self { issuer, state: Arc::new(Mutex::new(answers)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/userinfo", get(user_info))
            .with_state(outside.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        outside
    }

    fn change<T>(&self, change: impl FnOnce(&mut Answers) -> T) -> T {
        change(&mut self.state.lock().unwrap())
    }

    pub fn says_of_itself(&self, metadata: Value) {
        self.change(|answers| answers.metadata = metadata);
    }

    pub fn says(&self, claims: Value) {
        self.change(|answers| answers.claims = claims);
    }

    pub fn says_when_asked(&self, user_info: Value) {
        self.change(|answers| answers.user_info = user_info);
    }

    pub fn refuses_codes(&self, status: StatusCode, body: Value) {
        self.change(|answers| answers.refusal = Some((status, body)));
    }

    pub fn goes_down(&self) {
        self.change(|answers| answers.is_down = true);
    }

    pub fn comes_up(&self) {
        self.change(|answers| answers.is_down = false);
    }

    pub fn signs(&self, signature: Signature) {
        self.change(|answers| answers.signature = signature);
    }

    /// What the form of the last redemption held.
    pub fn last_redemption(&self) -> (HashMap<String, String>, Option<String>) {
        self.change(|answers| (answers.redemptions.last().cloned().unwrap(), answers.authorization.clone()))
    }

    pub fn redemptions(&self) -> usize {
        self.change(|answers| answers.redemptions.len())
    }

    pub fn discoveries(&self) -> usize {
        self.change(|answers| answers.discoveries)
    }

    /// The person signs in there; the address that they come back with.
    pub fn comes_back(&self, location: &str, code: &str) -> String {
        let url = Url::parse(location).unwrap();
        let parameters: HashMap<_, _> = url.query_pairs().into_owned().collect();
        self.change(|answers| answers.nonce = parameters["nonce"].clone());
        format!("/sign-in/provider/callback?code={code}&state={}", parameters["state"])
    }

    /// The claims of an ID token as it is to be, with what was changed.
    pub fn claims(&self) -> Value {
        self.change(|answers| {
            let claims = json!({
                "iss": self.issuer, "sub": "eve-there", "aud": CLIENT_ID, "iat": NOW, "exp": NOW + 600,
                "nonce": answers.nonce, "email": "eve@example.com", "email_verified": true, "roles": ["audit"],
            });
            changed(claims, &answers.claims)
        })
    }
}

fn changed(mut value: Value, changes: &Value) -> Value {
    let members = value.as_object_mut().unwrap();
    for (name, change) in changes.as_object().unwrap() {
        if change.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), change.clone());
        }
    }
    value
}

fn signed(key: &Key, signature: Signature, claims: &str) -> String {
    let header = r#"{"alg":"ES256","typ":"JWT"}"#;
    match signature {
        Signature::Right => key.jws(header, claims),
        Signature::OfAnotherKey => Key::es256().jws(header, claims),
        Signature::None => format!("{}.", unsigned(r#"{"alg":"none"}"#, claims)),
        Signature::OfSharedSecret => {
            let signed = unsigned(r#"{"alg":"HS256"}"#, claims);
            let tag = hmac::sign(&hmac::Key::new(HMAC_SHA256, CLIENT_SECRET.as_bytes()), signed.as_bytes());
            format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag))
        }
        Signature::OfOtherClaims => {
            let other = key.jws(header, "{}");
            format!("{}.{}", unsigned(header, claims), other.rsplit('.').next().unwrap())
        }
    }
}

async fn metadata(State(outside): State<Outside>) -> Response {
    let changes = outside.change(|answers| {
        answers.discoveries += 1;
        (!answers.is_down).then(|| answers.metadata.clone())
    });
    let Some(changes) = changes else { return StatusCode::BAD_GATEWAY.into_response() };
    let issuer = &outside.issuer;
    let metadata = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // What it says of algorithms does not make one right.
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    });
    if changes == json!("elsewhere") {
        return Redirect::temporary("/keys").into_response();
    }
    Json(changed(metadata, &changes)).into_response()
}

async fn keys(State(outside): State<Outside>) -> Json<Value> {
    let key: Value = outside.change(|answers| serde_json::from_str(&answers.key.public().to_jwk()).unwrap());
    Json(json!({ "keys": [key] }))
}

async fn token(
    State(outside): State<Outside>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let claims = outside.claims();
    outside.change(|answers| {
        let is_first = !answers.redeemed.contains(&form["code"]);
        answers.redeemed.push(form["code"].clone());
        answers.redemptions.push(form);
        let authorization = headers.get(header::AUTHORIZATION);
        answers.authorization = authorization.map(|value| value.to_str().unwrap().to_owned());
        if let Some((status, body)) = &answers.refusal {
            return (*status, Json(body.clone())).into_response();
        }
        if !is_first {
            return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
        }
        let id_token = signed(&answers.key, answers.signature, &claims.to_string());
        Json(json!({ "access_token": "at", "token_type": "Bearer", "expires_in": 600, "id_token": id_token }))
            .into_response()
    })
}

async fn user_info(State(outside): State<Outside>) -> Json<Value> {
    Json(outside.change(|answers| changed(json!({ "sub": "eve-there" }), &answers.user_info)))
}
