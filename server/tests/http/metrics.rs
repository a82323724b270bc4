//! What the server counts, and who may read it.

use std::collections::{BTreeMap, BTreeSet};

use http::{Request, StatusCode, header};
use serde_json::json;

use crate::arrival::{network, send_from};
use crate::world::{EMAIL, World};

const HERE: &str = "127.0.0.1:40000";
/// A trusted proxy among those that may read.
const BESIDE: &str = "198.51.100.200:40000";

/// The samples by name and labels, and the kind of each metric; fails where the text breaks the format.
struct Exposition {
    samples: BTreeMap<String, f64>,
    kinds: BTreeMap<String, String>,
}

fn read(text: &str) -> Exposition {
    let (mut samples, mut kinds) = (BTreeMap::new(), BTreeMap::new());
    let body = text.strip_suffix("# EOF\n").expect("it ends as it should");
    for line in body.lines() {
        if let Some(kind) = line.strip_prefix("# TYPE ") {
            let (name, kind) = kind.split_once(' ').unwrap();
            assert_eq!(kinds.insert(name.to_owned(), kind.to_owned()), None, "one metric, one type");
        } else if !line.starts_with("# HELP ") {
            let (name, value) = line.rsplit_once(' ').unwrap();
            let name_only = name.split('{').next().unwrap();
            assert!(name_only.starts_with("gatehouse_"), "{line}");
            assert!(kinds.keys().any(|kind| name_only.starts_with(kind.as_str())), "{line}");
            assert!(!name.contains("{}"), "{line}");
            assert_eq!(samples.insert(name.to_owned(), value.parse().unwrap()), None, "told once: {line}");
        }
    }
    Exposition { samples, kinds }
}

async fn metrics(world: &World) -> Exposition {
    let answer = send_from(world, HERE, Request::get("/metrics"), String::new()).await;
    assert_eq!(
        (answer.status, answer.header(header::CONTENT_TYPE)),
        (StatusCode::OK, "application/openmetrics-text; version=1.0.0; charset=utf-8")
    );
    read(&answer.body)
}

#[tokio::test]
async fn what_happened_is_counted_where_it_happened() {
    let world = World::set_up_within(network()).await;
    let client = world.integrator().await;
    for _ in 0..3 {
        assert_eq!(world.token_from(HERE, &client).await.status, StatusCode::OK);
    }
    world.token(None, "grant_type=password&client_id=x").await;
    world.token(None, "grant_type=client_credentials&client_id=x&client_secret=x").await;
    world.get("/nowhere/at/all").await;
    let wrong = json!({ "email": EMAIL, "password": "not the right one", "next": null });
    let request = Request::post("/portal/api/sign-in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let wrong = format!("email={EMAIL}&password={}", wrong["password"].as_str().unwrap().replace(' ', "+"));
    send_from(&world, HERE, request.header(header::ACCEPT, "text/html"), wrong).await;

    let Exposition { samples, kinds } = metrics(&world).await;
    for (sample, value) in [
        (r#"gatehouse_token_requests_total{grant="client_credentials",outcome="issued"}"#, 3.0),
        (r#"gatehouse_token_requests_total{grant="client_credentials",outcome="invalid_client"}"#, 1.0),
        (r#"gatehouse_token_requests_total{grant="unknown",outcome="unsupported_grant_type"}"#, 1.0),
        (r#"gatehouse_http_requests_total{method="POST",route="/oauth2/token",status="2xx"}"#, 3.0),
        (r#"gatehouse_http_requests_total{method="POST",route="/oauth2/token",status="4xx"}"#, 2.0),
        (r#"gatehouse_http_requests_total{method="GET",route="unmatched",status="4xx"}"#, 1.0),
        (r#"gatehouse_http_request_duration_seconds_count{method="POST",route="/oauth2/token"}"#, 5.0),
        (
            r#"gatehouse_http_request_duration_seconds_bucket{le="+Inf",method="POST",route="/oauth2/token"}"#,
            5.0,
        ),
        (r#"gatehouse_secret_verifications_total{cache="miss"}"#, 1.0),
        (r#"gatehouse_secret_verifications_total{cache="hit"}"#, 2.0),
        (r#"gatehouse_secret_verifications_total{cache="overflow"}"#, 0.0),
        (r#"gatehouse_sign_ins_total{with="password",outcome="signed_in"}"#, 1.0),
        (r#"gatehouse_sign_ins_total{with="password",outcome="refused"}"#, 1.0),
        ("gatehouse_signing_key_age_seconds", 0.0),
        ("gatehouse_database_up", 1.0),
        (r#"gatehouse_build_info{version="0.1.0"}"#, 1.0),
    ] {
        assert_eq!(samples.get(sample), Some(&value), "{sample}: {samples:#?}");
    }
    let max = samples["gatehouse_database_connections_max"];
    let open: f64 = ["in_use", "idle"]
        .map(|state| samples[&format!("gatehouse_database_connections{{state=\"{state}\"}}")])
        .iter()
        .sum();
    assert!(open > 0.0 && open <= max, "{open} of {max}");
    assert!(samples["gatehouse_database_connection_wait_seconds"] < 3.0);
    for (name, kind) in &kinds {
        assert!(matches!(kind.as_str(), "counter" | "gauge" | "histogram" | "info"), "{name} {kind}");
    }
}

#[tokio::test]
async fn no_label_names_anybody_and_none_has_many_values() {
    let world = World::set_up_within(network()).await;
    let client = world.integrator().await;
    let cookie = world.signed_in().await;
    world.token_from(HERE, &client).await;
    for number in 0..50 {
        world.get_as(&cookie, &format!("/oauth-clients/{}{number}", client.client_id)).await;
        world.get(&format!("/made-up/{number}?email={EMAIL}")).await;
        let method = format!("MADE-UP-{number}");
        let request = Request::builder().method(method.as_str()).uri(format!("/pkg/{number}.js"));
        send_from(&world, HERE, request, String::new()).await;
    }
    let Exposition { samples, .. } = metrics(&world).await;
    let mut values: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for sample in samples.keys() {
        for label in sample.split(['{', '}', ',']).filter(|part| part.contains("=\"")) {
            let (name, value) = label.split_once('=').unwrap();
            values.entry(name.to_owned()).or_default().insert(value.trim_matches('"').to_owned());
        }
    }
    let names: Vec<_> = values.keys().map(String::as_str).collect();
    let expected =
        ["cache", "grant", "le", "method", "outcome", "route", "state", "status", "version", "with"];
    assert_eq!(names, expected);
    let told = format!("{values:?}");
    for secret in [client.client_id.as_str(), EMAIL, "ada", "127.0.0.1", "MADE-UP", "made-up"] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
    assert!(values["route"].len() < 10, "{told}");
    assert!(values["method"].len() <= 5, "{told}");
}

#[tokio::test]
async fn only_whom_the_configuration_names_reads_the_metrics() {
    let mut network = network();
    network.trusted_proxies.push("198.51.100.200/32".parse().unwrap());
    let world = World::set_up_within(network).await;
    for (peer, forwarded, may_read) in [
        (HERE, None, true),
        ("[::ffff:127.0.0.1]:40000", None, true),
        ("198.51.100.7:40000", None, true),
        ("192.0.2.77:40000", None, false),
        ("[2001:db8::1]:40000", None, false),
        // Through a proxy on this machine that nobody named.
        (HERE, Some(("X-Forwarded-For", "127.0.0.1")), false),
        (HERE, Some(("Forwarded", "for=127.0.0.1")), false),
        (HERE, Some(("Via", "1.1 proxy")), false),
        (HERE, Some(("X-Real-IP", "127.0.0.1")), false),
        // Through the one that is trusted.
        ("10.0.0.5:40000", Some(("X-Forwarded-For", "198.51.100.7")), true),
        ("10.0.0.5:40000", Some(("X-Forwarded-For", "192.0.2.77")), false),
        ("10.0.0.5:40000", Some(("X-Forwarded-For", "127.0.0.1, 192.0.2.77")), false),
        ("10.0.0.5:40000", None, false),
        // Through one that is trusted, has an address that may read, and does not say for whom it asks.
        (BESIDE, None, false),
        (BESIDE, Some(("Forwarded", "for=192.0.2.77")), false),
        (BESIDE, Some(("X-Forwarded-For", "unknown")), false),
        (BESIDE, Some(("X-Forwarded-For", "198.51.100.200")), false),
        (BESIDE, Some(("X-Forwarded-For", "192.0.2.77")), false),
        (BESIDE, Some(("X-Forwarded-For", "127.0.0.1")), true),
    ] {
        let mut request = Request::get("/metrics");
        if let Some((name, value)) = forwarded {
            request = request.header(name, value);
        }
        let answer = send_from(&world, peer, request, String::new()).await;
        let expected = if may_read { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(answer.status, expected, "{peer} {forwarded:?}");
        assert_eq!(answer.body.contains("gatehouse_"), may_read);
    }
    // Without an address, as behind nothing that is known, nobody is named.
    assert_eq!(world.get("/metrics").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn without_its_database_the_server_says_so_in_its_metrics() {
    let world = World::set_up_within(network()).await;
    world.store.close().await;
    let Exposition { samples, .. } = metrics(&world).await;
    assert_eq!(samples["gatehouse_database_up"], 0.0);
    assert!(!samples.contains_key("gatehouse_database_connection_wait_seconds"));
}
