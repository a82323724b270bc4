use domain::{AuditAction, AuditFilter, EntityKind};
use std::collections::BTreeSet;

#[test]
fn every_action_and_kind_has_one_name_and_a_label() {
    let mut names = BTreeSet::new();
    let mut labels = BTreeSet::new();
    for action in AuditAction::ALL {
        let name = action.as_str();
        assert_eq!(AuditAction::parse(name), Some(action));
        assert_eq!(serde_json::to_value(action).unwrap(), name);
        assert_eq!(serde_json::from_value::<AuditAction>(name.into()).unwrap(), action);
        assert!(names.insert(name) && labels.insert(action.label()), "{name}");
    }
    for kind in EntityKind::ALL {
        let name = kind.as_str();
        assert_eq!(EntityKind::parse(name), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), name);
        assert_eq!(serde_json::from_value::<EntityKind>(name.into()).unwrap(), kind);
        assert!(labels.insert(kind.label()), "{name}");
    }
}

#[test]
fn the_names_that_the_audit_trail_holds_stay() {
    assert_eq!(
        AuditAction::ALL.map(AuditAction::as_str),
        [
            "oauth_client.registered",
            "oauth_client.edited",
            "oauth_client.enabled",
            "oauth_client.disabled",
            "oauth_client.deleted",
            "client_secret.generated",
            "client_secret.retired",
            "consent.given",
            "token_grant.replayed",
            "signing_key.added",
            "signing_key.retired",
            "portal_user.added",
            "session.started",
            "session.ended",
        ]
    );
    assert_eq!(EntityKind::ALL.map(EntityKind::as_str), ["oauth_client", "portal_user", "signing_key"]);
    assert_eq!(AuditAction::parse("oauth_client.Registered"), None);
    assert_eq!(EntityKind::parse(""), None);
}

#[test]
fn a_filter_that_asks_for_nothing_is_all_events() {
    let filter: AuditFilter = serde_json::from_str("{}").unwrap();
    assert_eq!(filter, AuditFilter::default());
    assert!(serde_json::from_str::<AuditFilter>(r#"{"who":"ada"}"#).is_err());
}
