use domain::{AuditAction, AuditFilter, EntityKind, HolderKind, Status};
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
            "service_principal.registered",
            "service_principal.edited",
            "service_principal.enabled",
            "service_principal.disabled",
            "service_principal.deleted",
            "signing_credential.added",
            "signing_credential.retired",
            "roles.assigned",
            "environment.added",
            "environment.edited",
            "environment.deleted",
            "api.added",
            "api.edited",
            "api.deleted",
            "api_role.added",
            "api_role.edited",
            "api_role.deleted",
            "consent.given",
            "token_grant.replayed",
            "signing_key.added",
            "signing_key.retired",
            "portal_user.added",
            "portal_user.invited",
            "portal_user.joined",
            "portal_user.edited",
            "portal_user.enabled",
            "portal_user.disabled",
            "portal_user.deleted",
            "portal_user.reset_link_made",
            "portal_user.password_reset",
            "portal_user.password_changed",
            "second_factor.added",
            "second_factor.removed",
            "recovery_codes.made",
            "recovery_code.used",
            "identity_provider.linked",
            "identity_provider.unlinked",
            "sessions.ended",
            "api_key.created",
            "api_key.revoked",
            "initial_access_token.created",
            "initial_access_token.revoked",
            "webhook.added",
            "webhook.edited",
            "webhook.enabled",
            "webhook.disabled",
            "webhook.deleted",
            "webhook.secret_generated",
            "portal_settings.changed",
            "session.started",
            "session.ended",
        ]
    );
    assert_eq!(
        EntityKind::ALL.map(EntityKind::as_str),
        [
            "oauth_client",
            "service_principal",
            "environment",
            "api",
            "api_role",
            "portal_user",
            "signing_key",
            "api_key",
            "initial_access_token",
            "webhook",
            "portal_settings"
        ]
    );
    assert_eq!(AuditAction::parse("oauth_client.Registered"), None);
    assert_eq!(EntityKind::parse(""), None);
}

#[test]
fn a_filter_that_asks_for_nothing_is_all_events() {
    let filter: AuditFilter = serde_json::from_str("{}").unwrap();
    assert_eq!(filter, AuditFilter::default());
    assert!(serde_json::from_str::<AuditFilter>(r#"{"who":"ada"}"#).is_err());
}

#[test]
fn what_is_done_to_a_holder_is_done_to_things_of_its_kind() {
    for kind in [HolderKind::OAuthClient, HolderKind::ServicePrincipal] {
        let entity = kind.entity_kind();
        assert_eq!(serde_json::to_value(kind).unwrap(), entity.as_str());
        for (action, end) in [
            (kind.switched(Status::Enabled), "enabled"),
            (kind.switched(Status::Disabled), "disabled"),
            (kind.deleted(), "deleted"),
        ] {
            assert_eq!(action.entity_kinds(), [entity]);
            assert_eq!(action.as_str(), [entity.as_str(), end].join("."));
        }
    }
}
