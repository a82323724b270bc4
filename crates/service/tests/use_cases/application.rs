//! An application that has people sign in: its requests, their answers, its tokens.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{ClientsChange, GrantType, OAuthClientDraft, PkceMethod};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use service::{
    ActiveToken, Administrator, AuthorizationAnswer, ConsentAnswer, Grant, IssuedTokens, PresentedClient,
    PresentedProof, Reader, SavedClient, Services, Store, TokenRefusal, TokenRequest, Visitor,
};

use crate::world::{World, confidential, public};

pub const CALLBACK: &str = "https://myapp.com/callback";
/// RFC 7636 Appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// What a Public client registered for S256 sends.
pub const S256: [(&str, &str); 2] = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];

/// A world with an application in it, and somebody who signed in.
pub struct Story {
    pub world: World,
    pub administrator: Administrator,
    pub reader: Reader,
    pub shop: SavedClient,
    pub session: String,
}

/// A Confidential client for the authorization code grant.
pub fn web_application(name: &str) -> OAuthClientDraft {
    OAuthClientDraft {
        grant_type: GrantType::AuthorizationCode,
        redirect_uris: vec![CALLBACK.to_owned()],
        ..confidential(name)
    }
}

/// A Public client that has to send a challenge of this method.
pub fn app_on_device(name: &str, method: Option<PkceMethod>) -> OAuthClientDraft {
    OAuthClientDraft { pkce_code_challenge_method: method, ..public(name) }
}

pub type Parameters = Vec<(String, String)>;

/// A request of a client, in which `more` takes the place of what is there; without a value it takes it away.
pub fn request(client: &SavedClient, more: &[(&str, &str)]) -> Parameters {
    let usual = [
        ("client_id", client.client.client_id.as_str()),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid"),
        ("state", "a state & more"),
    ];
    let kept = usual.into_iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    let all = kept.chain(more.iter().copied()).filter(|(_, value)| !value.is_empty());
    all.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn visitor(session: Option<&str>) -> Visitor<'_> {
    Visitor { session_token: session, address: Some("192.0.2.9".to_owned()), reference: "0123" }
}

pub async fn ask(services: &Services, session: Option<&str>, request: &Parameters) -> AuthorizationAnswer {
    services.authorize(request, visitor(session)).await.unwrap()
}

pub async fn answer(
    services: &Services,
    session: Option<&str>,
    request: &Parameters,
    answer: ConsentAnswer,
) -> AuthorizationAnswer {
    services.answer_consent(request, answer, visitor(session)).await.unwrap()
}

/// The parameters of the answer that a browser takes to the application.
pub fn sent_back(answer: AuthorizationAnswer) -> BTreeMap<String, String> {
    let AuthorizationAnswer::SentBack { location } = answer else { panic!("{answer:?}") };
    let (_, query) = location.split_once('?').unwrap();
    decoded(query).into_iter().collect()
}

/// The parameters of a query that is percent-encoded throughout.
pub fn decoded(query: &str) -> Parameters {
    let decode = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// What a compact JWS says.
pub fn claims(token: &str) -> Value {
    let claims = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}

pub fn presented(client: &SavedClient) -> PresentedClient<'_> {
    PresentedClient {
        client_id: client.client.client_id.as_str(),
        proof: client
            .secret
            .as_ref()
            .map_or(PresentedProof::None, |secret| PresentedProof::Secret(secret.reveal())),
    }
}

pub async fn exchange(
    services: &Services,
    client: &SavedClient,
    grant: Grant<'_>,
    scope: Option<&str>,
) -> Result<IssuedTokens, TokenRefusal> {
    let address = Some("192.0.2.7".to_owned());
    services.token(TokenRequest { client: presented(client), grant, scope, resources: &[], address }).await
}

pub async fn redeem(
    services: &Services,
    client: &SavedClient,
    code: &str,
) -> Result<IssuedTokens, TokenRefusal> {
    let grant = Grant::AuthorizationCode { code, redirect_uri: Some(CALLBACK), code_verifier: None };
    exchange(services, client, grant, None).await
}

pub async fn refresh(
    services: &Services,
    client: &SavedClient,
    refresh_token: &str,
) -> Result<IssuedTokens, TokenRefusal> {
    exchange(services, client, Grant::RefreshToken { refresh_token }, None).await
}

/// The refresh token that came along.
pub fn next(issued: &IssuedTokens) -> String {
    issued.refresh_token.as_ref().unwrap().reveal().to_owned()
}

/// Says why nothing was issued; tokens have no `Debug`.
pub fn refusal(answer: Result<IssuedTokens, TokenRefusal>) -> TokenRefusal {
    match answer {
        Ok(_) => panic!("tokens were issued"),
        Err(refusal) => refusal,
    }
}

impl Story {
    pub async fn new() -> Self {
        Self::in_world(World::set_up().await).await
    }

    pub async fn in_world(world: World) -> Self {
        let (session, person) = world.signed_in().await;
        let (administrator, reader) = (person.administrator().unwrap(), person.reader().unwrap());
        let shop = world.register(&administrator, &web_application("Shop")).await;
        Self { world, administrator, reader, shop, session }
    }

    pub async fn add(&self, draft: &OAuthClientDraft) -> SavedClient {
        self.world.register(&self.administrator, draft).await
    }

    pub async fn ask(&self, request: &Parameters) -> AuthorizationAnswer {
        ask(&self.world.services, Some(&self.session), request).await
    }

    pub async fn answer(&self, request: &Parameters, consent: ConsentAnswer) -> AuthorizationAnswer {
        answer(&self.world.services, Some(&self.session), request, consent).await
    }

    /// The error that a request is sent back with.
    pub async fn error(&self, request: &Parameters) -> String {
        let mut answer = sent_back(self.ask(request).await);
        assert_eq!(answer.get("code"), None);
        assert!(answer["error_description"].ends_with(" (reference 0123)"), "{answer:?}");
        assert_eq!(answer["iss"], "http://localhost:3000");
        answer.remove("error").unwrap()
    }

    /// A code, for which the person was asked.
    pub async fn code(&self, client: &SavedClient, more: &[(&str, &str)]) -> String {
        let answer = self.answer(&request(client, more), ConsentAnswer::Allow).await;
        sent_back(answer).remove("code").unwrap()
    }

    /// The shop's first tokens.
    pub async fn tokens(&self, scope: &str) -> IssuedTokens {
        let code = self.code(&self.shop, &[("scope", scope)]).await;
        redeem(&self.world.services, &self.shop, &code).await.ok().unwrap()
    }

    pub async fn refresh(&self, refresh_token: &str) -> Result<IssuedTokens, TokenRefusal> {
        refresh(&self.world.services, &self.shop, refresh_token).await
    }

    pub async fn introspect(&self, token: &str) -> Option<ActiveToken> {
        self.world.services.introspect(&presented(&self.shop), token).await.unwrap()
    }

    pub async fn change(&self, client: &SavedClient, change: ClientsChange) {
        let ids = [client.client.client_id.as_str().to_owned()];
        self.world.services.change_clients(&self.administrator, &ids, change).await.unwrap();
    }

    pub async fn set_status_of_people(&self, status: &str) {
        let Store::Sqlite(pool, _) = &self.world.store else { panic!("not SQLite") };
        sqlx::query("UPDATE portal_users SET status = $1").bind(status).execute(pool).await.unwrap();
    }

    pub async fn replays(&self) -> usize {
        let events = self.world.events(&self.reader).await;
        events.iter().filter(|event| event.action == "token_grant.replayed").count()
    }
}
