//! What programs ask. A person's session opens nothing there, so all are answered alike.

use http::{Method, StatusCode};

use super::Row;
use crate::matrix::asker::{ANYBODY, PERSONS};
use crate::matrix::row::{page, route};
use crate::matrix::stage::SIGNED_IN;
use crate::world::application::{asking, form};

pub fn rows() -> Vec<Row> {
    let program = |method, path| route(method, path, ANYBODY);
    let token = "grant_type=client_credentials&client_id=app-billing&client_secret=wrong";
    let of_client = "token=unknown&client_id=app-billing&client_secret=wrong";
    let registration = |method| {
        program(method, "/oauth2/register/{client_id}")
            .at("/oauth2/register/app-billing")
            .answers(StatusCode::UNAUTHORIZED)
    };
    let query = asking("app-shop", &[("redirect_uri", SIGNED_IN)]);
    let consent = form(&[("query", &query), ("answer", "allow")]);
    vec![
        program(Method::POST, "/oauth2/token").form(token).answers(StatusCode::UNAUTHORIZED),
        program(Method::POST, "/oauth2/introspect").form(of_client).answers(StatusCode::UNAUTHORIZED),
        program(Method::POST, "/oauth2/revoke").form(of_client).answers(StatusCode::UNAUTHORIZED),
        program(Method::GET, "/oauth2/userinfo").answers(StatusCode::UNAUTHORIZED),
        program(Method::POST, "/oauth2/userinfo").form("").answers(StatusCode::UNAUTHORIZED),
        // With tokens of its own only.
        program(Method::POST, "/oauth2/register").answers(StatusCode::UNAUTHORIZED),
        registration(Method::GET),
        registration(Method::PUT),
        registration(Method::DELETE),
        program(Method::GET, "/oauth2/jwks"),
        program(Method::GET, "/.well-known/oauth-authorization-server"),
        program(Method::GET, "/.well-known/openid-configuration"),
        // Of no client, the request leads nowhere.
        page("/oauth2/authorize", "/oauth2/authorize?client_id=unknown", ANYBODY)
            .answers(StatusCode::BAD_REQUEST),
        program(Method::POST, "/oauth2/authorize").form("client_id=unknown").answers(StatusCode::SEE_OTHER),
        // A person goes back to the application with a code.
        route(Method::POST, "/oauth2/consent", PERSONS)
            .changing()
            .form(&consent)
            .answers(StatusCode::SEE_OTHER),
    ]
}
