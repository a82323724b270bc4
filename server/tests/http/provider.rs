//! People sign in through an outside provider.

mod connecting;
mod refusals;
mod starting;

use http::{Method, header};

use crate::world::outside::{CLIENT_ID, CLIENT_SECRET, Outside};
use crate::world::{Answer, PASSWORD, World, request};

pub const CALLBACK: &str = "/sign-in/provider/callback";

/// A server and the provider beside it, and what a browser keeps between the two.
pub struct Beside {
    pub world: World,
    pub outside: Outside,
}

impl Beside {
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// With these options beside those that are needed.
    pub async fn with(options: &[&str]) -> Self {
        let outside = Outside::open().await;
        let (id, secret) = (
            format!("--provider-client-id={CLIENT_ID}"),
            format!("--provider-client-secret={CLIENT_SECRET}"),
        );
        let needed = [&id, &secret, "--provider-auditors=audit", "--provider-administrators=admin"];
        let world = World::set_up_beside(&outside.issuer, &[&needed, options].concat()).await;
        Self { world, outside }
    }

    /// A browser goes to the provider: where to, and the cookie it keeps.
    pub async fn begun(&self) -> (String, String) {
        let answer = self.world.get("/sign-in/provider").await;
        (location(&answer).to_owned(), kept(&answer, "provider").unwrap())
    }

    /// The person comes back to the browser with this cookie.
    pub async fn back(&self, cookie: &str, path: &str) -> Answer {
        self.world.get_as(cookie, path).await
    }

    /// The whole way, with a code of its own.
    pub async fn come(&self, code: &str) -> Answer {
        let (there, cookie) = self.begun().await;
        self.back(&cookie, &self.outside.comes_back(&there, code)).await
    }

    /// Gives the password and presses *Connect*, with the session that this cookie holds; the page that leads on.
    pub async fn connect(&self, cookie: &str) -> Answer {
        self.connect_with(cookie, &format!("password={}", PASSWORD.replace(' ', "+"))).await
    }

    /// The same with this form.
    pub async fn connect_with(&self, cookie: &str, form: &str) -> Answer {
        let post = request(Method::POST, "/account/provider/connect")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("Sec-Fetch-Site", "same-origin");
        self.world.send(post.body(form.to_owned().into()).unwrap()).await
    }
}

pub fn location(answer: &Answer) -> &str {
    answer.header(header::LOCATION)
}

/// The `Cookie` of a browser that keeps what an answer sets: `gatehouse` with this word added, or the session's.
pub fn kept(answer: &Answer, word: &str) -> Option<String> {
    let name =
        if word.is_empty() { "__Host-gatehouse=".to_owned() } else { format!("__Host-gatehouse-{word}=") };
    let set = answer.headers.get_all(header::SET_COOKIE).into_iter().map(|value| value.to_str().unwrap());
    set.filter(|value| value.starts_with(&name))
        .filter(|value| !value.contains("Max-Age=0"))
        .find_map(|value| value.split(';').next().map(str::to_owned))
}

/// Whether an answer takes the cookie of the way to the provider away.
pub fn is_over(answer: &Answer) -> bool {
    let set = answer.headers.get_all(header::SET_COOKIE).into_iter().map(|value| value.to_str().unwrap());
    set.into_iter()
        .any(|value| value.starts_with("__Host-gatehouse-provider=;") && value.contains("Max-Age=0"))
}
