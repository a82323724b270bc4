use domain::{ClientType, GrantType, PkceMethod, Role, SigningAlgorithm, Status};
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

fn travels_as<T: Serialize + DeserializeOwned + PartialEq + Debug + Copy>(
    value: T,
    as_str: &str,
    parsed: Option<T>,
    name: &str,
) {
    assert_eq!(as_str, name);
    assert_eq!(parsed, Some(value));
    let json = serde_json::to_value(value).expect("a unit variant is a string");
    assert_eq!(json, name);
    assert_eq!(serde_json::from_value::<T>(json).ok(), Some(value));
}

#[test]
fn every_choice_has_one_name_on_the_wire() {
    for (value, name) in [(ClientType::Confidential, "confidential"), (ClientType::Public, "public")] {
        travels_as(value, value.as_str(), ClientType::parse(name), name);
    }
    for (value, name) in [
        (GrantType::ClientCredentials, "client_credentials"),
        (GrantType::AuthorizationCode, "authorization_code"),
    ] {
        travels_as(value, value.as_str(), GrantType::parse(name), name);
    }
    for (value, name) in [(PkceMethod::Plain, "plain"), (PkceMethod::S256, "S256")] {
        travels_as(value, value.as_str(), PkceMethod::parse(name), name);
    }
    for (value, name) in [(SigningAlgorithm::Es256, "ES256"), (SigningAlgorithm::Rs256, "RS256")] {
        travels_as(value, value.as_str(), SigningAlgorithm::parse(name), name);
    }
    for (value, name) in [(Status::Enabled, "enabled"), (Status::Disabled, "disabled")] {
        travels_as(value, value.as_str(), Status::parse(name), name);
    }
    for (value, name) in
        [(Role::Administrator, "administrator"), (Role::Auditor, "auditor"), (Role::Member, "member")]
    {
        travels_as(value, value.as_str(), Role::parse(name), name);
    }
}

#[test]
fn a_name_in_other_capitals_is_no_choice() {
    assert_eq!(ClientType::parse("Public"), None);
    assert_eq!(GrantType::parse(""), None);
    assert_eq!(PkceMethod::parse("s256"), None);
    assert_eq!(Status::parse("on"), None);
    assert_eq!(Role::parse("Administrator"), None);
}

#[test]
fn every_choice_has_a_label_for_people() {
    assert_eq!(ClientType::ALL.map(ClientType::label), ["Confidential", "Public"]);
    assert_eq!(GrantType::ALL.map(GrantType::label), ["Client Credentials", "Authorization Code"]);
    assert_eq!(PkceMethod::ALL.map(PkceMethod::label), ["Plain", "S256"]);
    assert_eq!(Status::ALL.map(Status::label), ["Enabled", "Disabled"]);
    assert_eq!(Role::ALL.map(Role::label), ["Administrator", "Auditor", "Member"]);
}

#[test]
fn an_auditor_reads_and_an_administrator_changes() {
    assert_eq!(Role::ALL.map(Role::can_read), [true, true, false]);
    assert_eq!(Role::ALL.map(Role::can_change), [true, false, false]);
}
