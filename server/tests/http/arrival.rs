//! Where requests come from, and the name by which each is known.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use http::{Request, StatusCode, header};
use server::config::NetworkSettings;

use crate::denials::denials;
use crate::world::log::Log;
use crate::world::{Answer, ORIGIN, World};

const PROXY: &str = "10.0.0.5:40000";
const STRANGER: &str = "192.0.2.77:40000";
const FORM: &str = "application/x-www-form-urlencoded";
const GIVEN: &str = "550e8400-e29b-41d4-a716-446655440000";

pub fn network() -> NetworkSettings {
    NetworkSettings {
        trusted_proxies: vec!["10.0.0.0/24".parse().unwrap()],
        metrics_from: vec!["127.0.0.1/32".parse().unwrap(), "198.51.100.0/24".parse().unwrap()],
        ..NetworkSettings::default()
    }
}

pub async fn send_from(world: &World, peer: &str, request: http::request::Builder, body: String) -> Answer {
    let mut request: Request<Body> = request.body(Body::from(body)).unwrap();
    request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
    world.send(request).await
}

fn token_request() -> http::request::Builder {
    Request::post("/oauth2/token").header(header::CONTENT_TYPE, FORM)
}

#[tokio::test]
async fn the_address_is_the_one_that_a_trusted_proxy_tells_everywhere_it_is_kept() {
    let world = World::set_up_within(network()).await;
    let client = world.integrator().await;
    for (peer, forwarded, expected) in [
        (PROXY, "198.51.100.9, 203.0.113.4", "203.0.113.4"),
        (PROXY, "198.51.100.9, 2001:db8::4, 10.0.0.6", "2001:db8::4"),
        (STRANGER, "198.51.100.9", "192.0.2.77"),
    ] {
        let right = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}",
            client.client_id, client.client_secret
        );
        let request = || token_request().header("X-Forwarded-For", forwarded);
        let answer = send_from(&world, peer, request(), right).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        world.services.flush_last_uses().await.unwrap();
        let cookie = world.signed_in().await;
        let page = world.get_as(&cookie, &format!("/oauth-clients/{}", client.client_id)).await;
        assert!(page.body.contains(expected), "last used from {expected}");

        let wrong = format!("grant_type=password&client_id={}", client.client_id);
        send_from(&world, peer, request(), wrong).await;
        let told = denials(&world, &client.client_id).await;
        assert!(told.iter().any(|denial| denial.last_address.as_deref() == Some(expected)), "{told:?}");

        let signing_in =
            format!("email={}&password={}", crate::world::EMAIL, crate::world::PASSWORD.replace(' ', "+"));
        let request = Request::post("/portal/api/sign-in")
            .header(header::CONTENT_TYPE, FORM)
            .header(header::ACCEPT, "text/html")
            .header("X-Forwarded-For", forwarded);
        let answer = send_from(&world, peer, request, signing_in).await;
        assert_eq!(answer.status, StatusCode::FOUND);
        let trail = world.get_as(&cookie, "/audit-log.csv?action=session.started").await;
        assert!(trail.body.contains(&format!(",{expected},session.started")), "{}", trail.body);
    }
}

#[tokio::test]
async fn a_proxy_that_names_nobody_is_told_of_once() {
    const NAMES: [&str; 2] = ["GATEHOUSE_TRUSTED_PROXIES", "GATEHOUSE_FORWARDED_HEADER"];
    let warnings = |log: &Log| log.text().lines().filter(|line| line.contains("WARN")).count();
    for (peer, path, header, is_told) in [
        (PROXY, "/sign-in", Some(("X-Forwarded-For", "192.0.2.1")), false),
        (STRANGER, "/sign-in", None, false),
        (STRANGER, "/sign-in", Some(("Forwarded", "for=10.0.0.5")), false),
        // The proxy's own question.
        (PROXY, "/readyz", None, false),
        (PROXY, "/healthz", None, false),
        (PROXY, "/sign-in", None, true),
        (PROXY, "/sign-in", Some(("Forwarded", "for=192.0.2.1")), true),
        (PROXY, "/sign-in", Some(("X-Forwarded-For", "unknown")), true),
        (PROXY, "/sign-in", Some(("X-Forwarded-For", "10.0.0.6")), true),
    ] {
        let log = Log::keep();
        let world = World::set_up_within(network()).await;
        for _ in 0..2 {
            let mut request = Request::get(path);
            if let Some((name, value)) = header {
                request = request.header(name, value);
            }
            send_from(&world, peer, request, String::new()).await;
        }
        assert_eq!(warnings(&log), usize::from(is_told), "{peer} {path} {header:?}: {}", log.text());
        assert_eq!(NAMES.iter().all(|name| log.text().contains(name)), is_told);
    }
}

#[tokio::test]
async fn a_request_has_one_name_in_the_answer_the_error_the_denial_and_the_log() {
    let log = Log::keep();
    let world = World::set_up_within(network()).await;
    let client = world.integrator().await;
    for (peer, is_taken) in [(PROXY, true), (STRANGER, false)] {
        let wrong = format!("grant_type=password&client_id={}", client.client_id);
        let answer = send_from(&world, peer, token_request().header("X-Request-Id", GIVEN), wrong).await;
        let id = answer.header("x-request-id");
        assert_eq!(id == GIVEN, is_taken, "{id}");
        assert!(answer.body.contains(&format!("(reference {id})")), "{}", answer.body);
        let denials = denials(&world, &client.client_id).await;
        assert!(denials.iter().any(|denial| denial.last_reference == id), "{denials:?}");
        let log = log.text();
        let lines = log.lines().filter(|line| line.contains(&format!("request{{reference={id} method=POST")));
        let lines: Vec<_> = lines.collect();
        assert!(lines.iter().any(|line| line.contains("client request refused")), "{lines:?}");
        assert!(lines.iter().any(|line| line.contains("requests: answered status=400")), "{lines:?}");
    }
    assert_ne!(
        world.get("/healthz").await.header("x-request-id"),
        world.get("/healthz").await.header("x-request-id")
    );
    for (given, is_taken) in [("short", false), ("ada@example.com", false), ("0123456789abcdef", true)] {
        let answer =
            send_from(&world, PROXY, Request::get("/healthz").header("X-Request-Id", given), String::new())
                .await;
        assert_eq!(answer.header("x-request-id") == given, is_taken, "{given}");
    }
}

#[tokio::test]
async fn a_page_without_its_database_shows_the_name_of_its_request() {
    let world = World::set_up().await;
    world.store.close().await;
    let answer = world.get("/sign-in").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.body.contains(answer.header("x-request-id")), "{}", answer.body);
}

#[tokio::test]
async fn only_a_page_at_the_public_url_changes_anything_whatever_host_was_asked_for() {
    let world = World::set_up().await;
    for (host, origin, is_let_in) in [
        ("localhost:3000", ORIGIN, true),
        ("internal.example", ORIGIN, true),
        ("elsewhere.example", "http://elsewhere.example", false),
        ("localhost:3000", "https://localhost:3000", false),
        ("localhost:3000", "null", false),
    ] {
        for site in [Some("same-origin"), None] {
            let mut request = Request::post("/portal/api/sign-out")
                .header(header::HOST, host)
                .header(header::ORIGIN, origin)
                .header(header::CONTENT_TYPE, FORM)
                .header(header::ACCEPT, "text/html");
            if let Some(site) = site {
                request = request.header("Sec-Fetch-Site", site);
            }
            let answer = world.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status != StatusCode::FORBIDDEN, is_let_in, "{host} {origin} {site:?}");
        }
    }
}
