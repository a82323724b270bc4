//! What applications do: they send people to sign in, and redeem what people bring back.

use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Method, StatusCode, header};
use openidconnect::url::{Url, form_urlencoded};
use serde_json::{Value, json};

use super::{Answer, Integrator, ORIGIN, World, request};

/// RFC 7636 Appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// RFC 7636 Appendix B.
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// Where [`World::public_client`] and [`World::confidential_client`] are sent back to.
pub const CALLBACK: &str = "https://myapp.com/callback";
/// Where the pages of [`World::public_client`] come from.
pub const WEB_ORIGIN: &str = "https://spa.myapp.com";
pub const FORM: &str = "application/x-www-form-urlencoded";

/// A form or a query.
pub fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// A good authorization request of a client with [`CHALLENGE`], but for `changes`; an empty value leaves the parameter out.
pub fn asking(client_id: &str, changes: &[(&str, &str)]) -> String {
    let mut pairs = vec![
        ("response_type", "code"),
        ("client_id", client_id),
        ("redirect_uri", CALLBACK),
        ("scope", "openid"),
        ("state", "st&te=1"),
        ("nonce", "a nonce"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        pairs.retain(|(found, _)| found != name);
        pairs.push((name, value));
    }
    pairs.retain(|(_, value)| !value.is_empty());
    form(&pairs)
}

/// The values of a parameter in a `Location`.
pub fn parameters(location: &str, name: &str) -> Vec<String> {
    let url = Url::parse(location).unwrap_or_else(|_| panic!("not an absolute address: {location}"));
    url.query_pairs().filter(|(found, _)| found == name).map(|(_, value)| value.into_owned()).collect()
}

/// The one value of a parameter in a `Location`.
pub fn parameter(location: &str, name: &str) -> Option<String> {
    let mut values = parameters(location, name);
    assert!(values.len() < 2, "{name} twice in {location}");
    values.pop()
}

pub fn basic(client_id: &str, client_secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{client_id}:{client_secret}")))
}

impl Integrator {
    /// What a Confidential client sends to prove who it is.
    pub fn basic(&self) -> String {
        basic(&self.client_id, &self.client_secret)
    }
}

impl World {
    /// A Public client that is registered for S256.
    pub async fn public_client(&self) -> String {
        self.public_client_with(&json!({})).await
    }

    pub async fn public_client_with(&self, changes: &Value) -> String {
        let mut draft = json!({
            "client_name": "Shop", "client_type": "public", "grant_type": "authorization_code",
            "redirect_uris": [CALLBACK], "web_origins": [WEB_ORIGIN], "pkce_code_challenge_method": "S256",
        });
        draft.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        self.register(&draft).await.client_id
    }

    /// A Confidential client that has people sign in.
    pub async fn confidential_client(&self) -> Integrator {
        let draft = json!({
            "client_name": "Office", "client_type": "confidential", "grant_type": "authorization_code",
            "redirect_uris": [CALLBACK],
        });
        self.register(&draft).await
    }

    /// A browser is sent to the authorization endpoint.
    pub async fn authorize(&self, cookie: &str, query: &str) -> Answer {
        self.get_as(cookie, &format!("/oauth2/authorize?{query}")).await
    }

    /// The person presses a button on the page that asks.
    pub async fn consent(&self, cookie: &str, query: &str, answer: &str) -> Answer {
        let post = request(Method::POST, "/oauth2/consent")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, FORM)
            .header("Sec-Fetch-Site", "same-origin");
        self.send(post.body(form(&[("query", query), ("answer", answer)]).into()).unwrap()).await
    }

    /// The code that a signed-in person brings back, who allows whatever is asked.
    pub async fn code(&self, cookie: &str, query: &str) -> String {
        let mut answer = self.authorize(cookie, query).await;
        if answer.status == StatusCode::OK {
            answer = self.consent(cookie, query, "allow").await;
        }
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let location = answer.header(header::LOCATION);
        parameter(location, "code").unwrap_or_else(|| panic!("no code in {location}"))
    }

    /// A client sends a form by itself.
    pub async fn post(&self, path: &str, authorization: Option<&str>, pairs: &[(&str, &str)]) -> Answer {
        let mut post = request(Method::POST, path).header(header::CONTENT_TYPE, FORM);
        if let Some(authorization) = authorization {
            post = post.header(header::AUTHORIZATION, authorization);
        }
        self.send(post.body(Body::from(form(pairs))).unwrap()).await
    }

    /// A Public client redeems a code as it shall.
    pub async fn redeem(&self, client_id: &str, code: &str) -> Answer {
        let pairs = [
            ("grant_type", "authorization_code"),
            ("client_id", client_id),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.post("/oauth2/token", None, &pairs).await
    }

    /// A Public client refreshes as it shall.
    pub async fn refresh(&self, client_id: &str, refresh_token: &str) -> Answer {
        let pairs =
            [("grant_type", "refresh_token"), ("client_id", client_id), ("refresh_token", refresh_token)];
        self.post("/oauth2/token", None, &pairs).await
    }

    /// The tokens of a Public client that a person signed in to for this scope.
    pub async fn tokens(&self, client_id: &str, scope: &str) -> Value {
        let cookie = self.signed_in().await;
        let code = self.code(&cookie, &asking(client_id, &[("scope", scope)])).await;
        let answer = self.redeem(client_id, &code).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.json()
    }

    /// The access token of a client that acts for itself.
    pub async fn own_token(&self, client: &Integrator) -> String {
        let grant = [("grant_type", "client_credentials")];
        let answer = self.post("/oauth2/token", Some(&client.basic()), &grant).await;
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// What a Confidential client is told of a token.
    pub async fn introspect(&self, caller: &Integrator, token: &str) -> Value {
        let answer = self.post("/oauth2/introspect", Some(&caller.basic()), &[("token", token)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.json()
    }
}

impl Answer {
    /// Asserts that this is an error of RFC 6749 §5.2, with the headers that go with it.
    #[track_caller]
    pub fn assert_error(&self, status: StatusCode, error: &str) {
        let body = self.json();
        assert_eq!((self.status, body["error"].as_str().unwrap()), (status, error), "{body}");
        let description = body["error_description"].as_str().unwrap();
        assert!(description.contains("(reference "), "{body}");
        assert_eq!(body.as_object().unwrap().len(), 2, "{body}");
        assert_eq!(self.header(header::CACHE_CONTROL), "no-store");
        assert_eq!(self.header(header::PRAGMA), "no-cache");
        assert_eq!(self.header(header::CONTENT_TYPE), "application/json");
        let challenges = self.header(header::WWW_AUTHENTICATE).starts_with("Basic realm=");
        assert_eq!(challenges, status == StatusCode::UNAUTHORIZED);
    }

    /// Asserts that the application is told of an error, by a redirect to where it is registered.
    #[track_caller]
    pub fn assert_sent_back(&self, error: &str) {
        let location = self.header(header::LOCATION);
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{location} {}", self.body);
        assert!(location.starts_with(&format!("{CALLBACK}?")), "{location}");
        assert_eq!(parameter(location, "error").as_deref(), Some(error), "{location}");
        assert_eq!(parameter(location, "iss").as_deref(), Some(ORIGIN), "{location}");
        assert_eq!(parameter(location, "code"), None, "{location}");
        assert_eq!(self.header(header::REFERRER_POLICY), "no-referrer");
        assert_eq!(self.header(header::CACHE_CONTROL), "no-store");
    }

    /// Asserts that the person sees a page that leads nowhere.
    #[track_caller]
    pub fn assert_refused(&self, why: &str) {
        assert_eq!(self.status, StatusCode::BAD_REQUEST, "{why}: {:?}", self.headers);
        assert!(self.headers.get(header::LOCATION).is_none(), "{why}");
        assert!(self.header(header::CONTENT_TYPE).starts_with("text/html"), "{why}");
        assert!(self.header(header::CONTENT_SECURITY_POLICY).contains("form-action 'self';"), "{why}");
        assert_eq!(self.header(header::CACHE_CONTROL), "no-store", "{why}");
        assert!(!self.body.contains("elsewhere.example"), "{why}: {}", self.body);
    }
}
