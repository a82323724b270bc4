use clap::Parser as _;
use domain::Role;

use super::*;
use crate::config::Config;

const COMPLETE: [&str; 3] = [
    "--provider-issuer=https://id.example.com/realms/staff",
    "--provider-client-id=gatehouse",
    "--provider-administrators=gatehouse-admin, Group of Heads",
];

fn checked(arguments: &[&str]) -> Result<Option<ProviderConfiguration>, ProviderSettingsProblem> {
    let config = Config::try_parse_from(["gatehouse"].iter().chain(arguments)).unwrap();
    config.provider.check(&config.public_url)
}

#[test]
fn a_provider_is_configured_by_three_settings() {
    assert!(checked(&[]).unwrap().is_none());
    assert!(
        checked(&["--provider-issuer=", "--provider-client-id=", "--provider-members="]).unwrap().is_none()
    );

    let configuration = checked(&COMPLETE).unwrap().unwrap();
    assert_eq!(configuration.issuer, "https://id.example.com/realms/staff");
    assert_eq!(configuration.name, "id.example.com");
    assert_eq!(configuration.scopes, ["openid", "email", "profile"]);
    assert_eq!(configuration.role_claim, "roles");
    assert!(configuration.client_secret.is_none());

    let named = [&COMPLETE[..], &["--provider-name=Example AG", "--provider-client-secret=s"]].concat();
    let configuration = checked(&named).unwrap().unwrap();
    assert_eq!(configuration.name, "Example AG");
    assert!(configuration.client_secret.is_some());
}

#[test]
fn what_is_missing_unsafe_or_contradictory_is_refused_by_its_name() {
    for (arguments, setting) in [
        (vec!["--provider-client-id=gatehouse"], "GATEHOUSE_PROVIDER_CLIENT_ID"),
        (vec!["--provider-client-secret=hunter2"], "GATEHOUSE_PROVIDER_CLIENT_SECRET"),
        (vec!["--provider-administrators=admin"], "GATEHOUSE_PROVIDER_ADMINISTRATORS"),
        (vec!["--provider-auditors=audit"], "GATEHOUSE_PROVIDER_AUDITORS"),
        (vec!["--provider-members=*"], "GATEHOUSE_PROVIDER_MEMBERS"),
        (vec![COMPLETE[0], COMPLETE[2]], "GATEHOUSE_PROVIDER_CLIENT_ID"),
        (vec![COMPLETE[0], COMPLETE[1]], "GATEHOUSE_PROVIDER_MEMBERS"),
        (vec![COMPLETE[0], COMPLETE[1], "--provider-administrators=*"], "GATEHOUSE_PROVIDER_ADMINISTRATORS"),
        (vec![COMPLETE[0], COMPLETE[1], "--provider-auditors=audit,*"], "GATEHOUSE_PROVIDER_AUDITORS"),
        ([&COMPLETE[..], &["--provider-scopes=email"]].concat(), "GATEHOUSE_PROVIDER_SCOPES"),
        ([&COMPLETE[..], &["--provider-role-claim=a..b"]].concat(), "GATEHOUSE_PROVIDER_ROLE_CLAIM"),
        (
            [&COMPLETE[..], &["--provider-email-verified-claim="]].concat(),
            "GATEHOUSE_PROVIDER_EMAIL_VERIFIED_CLAIM",
        ),
    ] {
        let problem = checked(&arguments).unwrap_err().to_string();
        assert!(problem.starts_with(&format!("{setting}: ")), "{arguments:?}: {problem}");
        assert!(!problem.contains("hunter2"), "{problem}");
    }
}

#[test]
fn an_issuer_is_reached_safely() {
    for (issuer, is_accepted) in [
        ("https://id.example.com", true),
        ("https://id.example.com/", true),
        ("https://id.example.com:8443/realms/staff", true),
        ("https://intranet", true),
        ("http://localhost:8080/realms/staff", true),
        ("http://127.0.0.1:8080", true),
        ("http://[::1]:8080", true),
        ("http://id.example.com", false),
        ("http://localhost.example.com", false),
        ("http://10.0.0.1", false),
        ("ftp://id.example.com", false),
        ("id.example.com", false),
        ("https://id.example.com?x=1", false),
        ("https://id.example.com#x", false),
        ("https://user:password@id.example.com", false),
        // Gatehouse itself.
        ("http://localhost:3000", false),
        ("http://localhost:3000/", false),
    ] {
        let issuer = format!("--provider-issuer={issuer}");
        let outcome = checked(&[&issuer, COMPLETE[1], COMPLETE[2]]);
        assert_eq!(outcome.is_ok(), is_accepted, "{issuer}: {outcome:?}");
        if let Err(problem) = outcome {
            assert_eq!(problem.setting, "GATEHOUSE_PROVIDER_ISSUER", "{issuer}");
            assert!(!problem.to_string().contains("password"), "{problem}");
        }
    }
}

#[test]
fn of_several_roles_the_most_powerful_counts() {
    let arguments = [&COMPLETE[..], &["--provider-auditors=audit", "--provider-members=staff"]].concat();
    let named = checked(&arguments).unwrap().unwrap().roles;
    let everybody = checked(&[&COMPLETE[..], &["--provider-members=*"]].concat()).unwrap().unwrap().roles;
    for (claimed, by_name, with_everybody) in [
        (vec!["gatehouse-admin"], Some(Role::Administrator), Some(Role::Administrator)),
        (vec!["staff", "audit", "Group of Heads"], Some(Role::Administrator), Some(Role::Administrator)),
        (vec!["staff", "audit"], Some(Role::Auditor), Some(Role::Member)),
        (vec!["staff"], Some(Role::Member), Some(Role::Member)),
        (vec!["Staff", "gatehouse", "*"], None, Some(Role::Member)),
        (vec![], None, Some(Role::Member)),
    ] {
        assert_eq!(named.role(&claimed), by_name, "{claimed:?}");
        assert_eq!(everybody.role(&claimed), with_everybody, "{claimed:?}");
    }
}

#[test]
fn the_secret_is_not_in_the_debug_form() {
    let arguments = [&COMPLETE[..], &["--provider-client-secret=hunter2"]].concat();
    let shown = format!("{:?}", checked(&arguments).unwrap());
    assert!(!shown.contains("hunter2"), "{shown}");
}
