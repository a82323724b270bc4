//! The audit trail as a file.

use http::{StatusCode, header};
use serde_json::json;

use crate::world::{EMAIL, NOW, World, good_draft};

const HEAD: &str = "happened_at,actor,address,action,entity_kind,entity_id,entity_name,field,old,new";

async fn lines(world: &World, cookie: &str, query: &str) -> Vec<String> {
    let answer = world.get_as(cookie, &format!("/audit-log.csv{query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body.split_terminator("\r\n").map(str::to_owned).collect()
}

#[tokio::test]
async fn the_file_has_a_line_for_each_changed_field() {
    let world = World::set_up().await;
    world.integrator().await;
    let cookie = world.signed_in().await;
    let answer = world.get_as(&cookie, "/audit-log.csv?action=oauth_client.registered").await;
    assert_eq!(
        (answer.status, answer.header(header::CONTENT_TYPE)),
        (StatusCode::OK, "text/csv; charset=utf-8")
    );
    assert_eq!(answer.header(header::CONTENT_DISPOSITION), "attachment; filename=\"audit-log.csv\"");
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    let lines: Vec<_> = answer.body.split_terminator("\r\n").collect();
    assert_eq!(lines[0], HEAD);
    let start = format!("2023-11-14T22:13:20Z,{EMAIL},,oauth_client.registered,oauth_client,");
    assert!(lines[1..].iter().all(|line| line.starts_with(&start)), "{lines:?}");
    assert!(lines[1].ends_with(",Billing,client_name,,Billing"), "{lines:?}");
    assert_eq!(lines.len(), 1 + 6, "{lines:?}");
}

#[tokio::test]
async fn the_file_holds_what_the_filter_of_the_page_asks_for() {
    let world = World::set_up().await;
    world.pass(60);
    world.integrator().await;
    let cookie = world.signed_in().await;
    // Two fields of the first key and of both environments, two sign-ins, the first administrator, and six fields of
    // one client.
    assert_eq!(lines(&world, &cookie, "").await.len(), 1 + 3 * 2 + 2 + 2 + 6);
    let entity_id = "SELECT entity_id FROM audit_events WHERE entity_kind = 'oauth_client'";
    let service::Store::Sqlite(pool, _) = &world.store else { panic!("these tests are on SQLite") };
    let entity_id: String = sqlx::query_scalar(entity_id).fetch_one(pool).await.unwrap();
    for (query, count) in [
        ("?actor=+&entity_kind=&entity_id=&entity_name=&action=&from=&until=&after=x".to_owned(), 16),
        ("?actor=ada%40example.com".to_owned(), 10),
        ("?actor=eve%40example.com".to_owned(), 0),
        ("?entity_kind=oauth_client".to_owned(), 6),
        (format!("?entity_id={entity_id}"), 6),
        ("?entity_name=Billing".to_owned(), 6),
        ("?entity_name=Billing%00".to_owned(), 0),
        ("?action=session.started".to_owned(), 2),
        (format!("?from={}", NOW + 60), 8),
        (format!("?until={}", NOW + 60), 8),
    ] {
        assert_eq!(lines(&world, &cookie, &query).await.len(), 1 + count, "{query}");
    }
}

#[tokio::test]
async fn a_value_that_a_spreadsheet_would_run_is_text() {
    let world = World::set_up().await;
    let mut draft = good_draft();
    draft["description"] = json!("=1+1");
    world.register(&draft).await;
    let cookie = world.signed_in().await;
    let lines = lines(&world, &cookie, "").await;
    assert!(lines.iter().any(|line| line.ends_with(",description,,'=1+1")), "{lines:?}");
}

#[tokio::test]
async fn a_long_trail_is_complete_and_in_order() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    world
        .execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) \
             INSERT INTO audit_events (id, happened_at, actor_name, action, entity_kind, entity_id, entity_name, \
             changes) SELECT printf('%05d', i), 1600000000 + i / 7, 'eve@example.com', 'session.started', \
             'portal_user', 'eve', printf('%05d', i), '[]' FROM n",
        )
        .await;
    let lines = lines(&world, &cookie, "?actor=eve%40example.com").await;
    let names: Vec<_> = lines[1..].iter().map(|line| line.split(',').nth(6).unwrap().to_owned()).collect();
    let expected: Vec<_> = (1..=2500).rev().map(|number| format!("{number:05}")).collect();
    assert_eq!(names, expected);
}

#[tokio::test]
async fn a_filter_that_cannot_be_understood_is_400_and_says_which_part() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    for (query, part) in [
        ("from=yesterday", "from"),
        ("until=1.5", "until"),
        ("action=none", "action"),
        ("entity_kind=none", "entity_kind"),
        ("acton=session.started", "address"),
        ("actor=a&actor=b", "address"),
    ] {
        let answer = world.get_as(&cookie, &format!("/audit-log.csv?{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert!(answer.body.contains(part) && answer.body.ends_with('.'), "{}", answer.body);
    }
}

#[tokio::test]
async fn only_who_may_read_the_trail_gets_the_file() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    let answer = world.get("/audit-log.csv?action=session.started").await;
    assert_eq!(answer.status, StatusCode::FOUND);
    assert_eq!(
        answer.header(header::LOCATION),
        "/sign-in?next=%2Faudit%2Dlog%3Faction%3Dsession%2Estarted",
        "to the page, which offers the file"
    );
    assert!(answer.body.is_empty());
    world.execute("UPDATE portal_users SET role = 'auditor'").await;
    assert_eq!(world.get_as(&cookie, "/audit-log.csv").await.status, StatusCode::OK);
    world.execute("UPDATE portal_users SET role = 'member'").await;
    let answer = world.get_as(&cookie, "/audit-log.csv").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!answer.body.contains(EMAIL));
}

#[tokio::test]
async fn without_its_database_there_is_no_half_a_file() {
    let world = World::set_up().await;
    let cookie = world.signed_in().await;
    world.store.close().await;
    let answer = world.get_as(&cookie, "/audit-log.csv").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(!answer.body.contains(HEAD));
}
