//! Scopes.

use domain::{GatehouseScope, Scope, ScopeName, ScopeNameProblem as Problem, Scopes};
use proptest::prelude::*;

#[test]
fn a_scope_parameter_is_names_with_spaces_between_them() {
    for (value, expected) in [
        ("", Ok("")),
        ("openid", Ok("openid")),
        ("email openid", Ok("openid email")),
        ("openid openid", Ok("openid")),
        (" openid  offline_access ", Ok("openid offline_access")),
        ("openid profile email offline_access", Ok("openid profile email offline_access")),
        ("openid admin root", Ok("openid admin root")),
        ("zebra OpenID openid api:read", Ok("openid OpenID api:read zebra")),
        ("openid\tprofile", Err(Problem::ForbiddenCharacter { character: '\t' })),
        ("say\"so\"", Err(Problem::ForbiddenCharacter { character: '"' })),
        ("a\\b", Err(Problem::ForbiddenCharacter { character: '\\' })),
        ("größe", Err(Problem::ForbiddenCharacter { character: 'ö' })),
    ] {
        let read = Scopes::parse(value).map(|scopes| scopes.to_string());
        assert_eq!(read, expected.map(str::to_owned), "{value:?}");
    }
}

#[test]
fn an_api_has_scopes_that_mean_nothing_else() {
    for (typed, expected) in [
        ("invoices.read", Ok("invoices.read")),
        (" https://api.example.com/invoices:read ", Ok("https://api.example.com/invoices:read")),
        ("", Err(Problem::Empty)),
        ("invoices read", Err(Problem::ForbiddenCharacter { character: ' ' })),
        ("openid", Err(Problem::Reserved)),
        ("offline_access", Err(Problem::Reserved)),
        ("gatehouse.admin", Err(Problem::Reserved)),
        ("gatehouse", Ok("gatehouse")),
        (&"x".repeat(101), Err(Problem::TooLong { length: 101 })),
    ] {
        let read = ScopeName::of_api(typed).map(String::from);
        assert_eq!(read, expected.map(str::to_owned), "{typed:?}");
    }
}

#[test]
fn every_scope_says_what_a_person_agrees_to() {
    for scope in Scope::ALL {
        assert_eq!(Scope::parse(scope.as_str()), Some(scope));
        assert_eq!(serde_json::to_value(scope).unwrap(), scope.as_str());
        assert!(!scope.label().is_empty());
    }
}

#[test]
fn the_scopes_of_gatehouse_are_its_own_and_say_what_a_person_agrees_to() {
    for scope in GatehouseScope::ALL {
        assert_eq!(GatehouseScope::parse(scope.as_str()), Some(scope));
        assert!(ScopeName::from(scope).is_of_gatehouse());
        assert_eq!(ScopeName::of_api(scope.as_str()), Err(Problem::Reserved));
        assert!(!scope.label().is_empty());
    }
    assert_eq!(GatehouseScope::parse("gatehouse"), None);
    assert!(!ScopeName::parse("gatehouse").unwrap().is_of_gatehouse());
}

proptest! {
    #[test]
    fn what_is_written_is_read_again_and_a_part_is_a_subset(chosen in prop::collection::vec(0..4usize, 0..6), kept in 0..6usize) {
        let names: Vec<_> = chosen.iter().map(|&index| Scope::ALL[index].as_str()).collect();
        let scopes = Scopes::parse(&names.join(" ")).unwrap();
        prop_assert_eq!(&Scopes::parse(&scopes.to_string()).unwrap(), &scopes);
        let fewer = Scopes::parse(&names[..kept.min(names.len())].join(" ")).unwrap();
        prop_assert!(fewer.is_subset_of(&scopes));
        prop_assert_eq!(scopes.is_subset_of(&fewer), fewer == scopes);
    }
}
