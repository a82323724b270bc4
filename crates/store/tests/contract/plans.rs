//! How SQLite answers: its planner looks at the schema only, so what it does with an empty table it does with a full
//! one. For Postgres, whose planner looks at sizes, see `scripts/query-plans`.

use domain::{ClientType, GrantType, Role, Status, search_terms};
use store::{
    ClientPlace, ClientQuery, OAuthClient, PrincipalPlace, PrincipalPosition, PrincipalQuery, SearchBounds,
    UserQuery,
};

use crate::audit::filters;
use crate::client_list::{EVERY, orders};
use crate::clients::{add, client};
use crate::fixture::Fixture;

fn reads_from_end_to_end(line: &str) -> bool {
    ["SCAN c", "SCAN w", "SCAN o", "SCAN p", "SCAN audit"].iter().any(|table| {
        line.strip_prefix(table).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '_']))
    })
}

#[tokio::test]
async fn every_view_of_the_list_is_answered_from_an_index() {
    let fixture = Fixture::sqlite().await;
    let store = &fixture.store;
    for number in 1..=3 {
        add(store, &OAuthClient { created_at: 1, ..client(number) }).await.unwrap();
    }
    let terms = search_terms("app client");
    let walked = SearchBounds { rare: 1, uncommon: 1, walked: 2 };
    let first = store.oauth_clients(&EVERY, &ClientPlace::First, 1).await.unwrap();
    for order in orders() {
        let edge = first.clients[0].position(order);
        for (terms, status, client_type, grant_type) in [
            (&[][..], None, None, None),
            (&[], Some(Status::Enabled), None, None),
            (&[], None, Some(ClientType::Confidential), Some(GrantType::AuthorizationCode)),
            (&terms, None, None, None),
            (&terms, Some(Status::Enabled), None, None),
        ] {
            let query = ClientQuery { terms, status, client_type, grant_type, order };
            for place in [
                ClientPlace::First,
                ClientPlace::Last,
                ClientPlace::After(edge.clone()),
                ClientPlace::Before(edge.clone()),
            ] {
                for bounds in [SearchBounds::default(), walked] {
                    let plan = store.plan_of_oauth_clients(&query, &place, 50, bounds).await.unwrap();
                    let bad: Vec<_> = plan.iter().filter(|line| reads_from_end_to_end(line)).collect();
                    assert!(bad.is_empty(), "{query:?} {place:?}: {bad:?} in {plan:#?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn every_view_of_the_list_of_principals_is_answered_from_an_index() {
    let fixture = Fixture::sqlite().await;
    let position = PrincipalPosition { created_at: 1, id: "1".to_owned() };
    let terms = search_terms("app principal");
    for (terms, environment) in [
        (&[][..], None),
        (&[], Some("production")),
        (&terms[..1], None),
        (&terms, None),
        (&terms, Some("production")),
    ] {
        let query = PrincipalQuery { terms, environment };
        for place in [
            PrincipalPlace::First,
            PrincipalPlace::After(position.clone()),
            PrincipalPlace::Before(position.clone()),
        ] {
            let plan = fixture.store.plan_of_principals(&query, &place, 50).await.unwrap();
            // The whole list is walked in its order, up to the end of the page.
            let walks = |line: &String| {
                reads_from_end_to_end(line) && !line.ends_with("USING INDEX service_principals_by_created_at")
            };
            assert!(!plan.iter().any(walks), "{query:?} {place:?}: {plan:#?}");
            let is_sorted = plan.iter().any(|line| line.contains("TEMP B-TREE FOR ORDER BY"));
            assert_eq!(is_sorted, !terms.is_empty(), "only what few have is put in order: {plan:#?}");
        }
    }
}

#[tokio::test]
async fn every_view_of_the_people_is_answered_from_an_index_in_its_order() {
    let fixture = Fixture::sqlite().await;
    for role in [None, Some(Role::Auditor)] {
        for status in [None, Some(Status::Disabled)] {
            for (email_prefix, after) in [("", ""), ("a", ""), ("", "a@b"), ("a", "a@b")] {
                let query = UserQuery { email_prefix, role, status, after };
                let plan = fixture.store.plan_of_users(&query, 50).await.unwrap();
                let is_by_index = plan.iter().any(|line| line.starts_with("SEARCH portal_users USING INDEX"));
                let is_sorted = plan.iter().any(|line| line.contains("TEMP B-TREE"));
                assert!(is_by_index && !is_sorted, "{query:?}: {plan:#?}");
            }
        }
    }
}

#[tokio::test]
async fn every_filter_of_the_audit_trail_is_answered_from_an_index() {
    let fixture = Fixture::sqlite().await;
    let store = &fixture.store;
    for filter in filters() {
        let plan = store.plan_of_audit_events(&filter, None, 50).await.unwrap();
        let has_none = |line: &String| reads_from_end_to_end(line) || line.contains("TEMP B-TREE");
        assert!(!plan.iter().any(has_none), "{filter:?}: {plan:#?}");
        if filter.actor.is_some()
            && filter.action.is_some()
            && plan.iter().any(|line| line.contains("by_actor"))
        {
            assert!(plan[0].contains("by_actor_and_action"), "{filter:?}: {plan:#?}");
        }
    }
}
