//! APIs and roles as they are typed.

use std::collections::BTreeSet;

use domain::{
    ApiDraft, ApiProblem, ApiRoleDraft, Field, FieldProblem, MAX_SCOPES, Problem, ScopeName,
    ScopeNameProblem, TitleProblem,
};
use proptest::prelude::*;

fn api(name: &str, scopes: &[&str]) -> ApiDraft {
    ApiDraft { name: name.to_owned(), scopes: strings(scopes) }
}

fn role(name: &str, scopes: &[&str]) -> ApiRoleDraft {
    ApiRoleDraft { name: name.to_owned(), scopes: strings(scopes) }
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn an_api_has_a_name_and_its_scopes_in_order() {
    let new = api(" Billing API ", &["invoices.write", " invoices.read "]).check().unwrap();
    assert_eq!(
        (new.name().as_str(), new.scopes().to_string().as_str()),
        ("Billing API", "invoices.read invoices.write")
    );
    let new = role("Reader", &["b", "a"]).check().unwrap();
    assert_eq!((new.name().as_str(), new.scopes().to_string().as_str()), ("Reader", "a b"));
}

#[test]
fn a_scope_is_found_where_it_was_typed() {
    let scope = |name| ScopeName::parse(name).unwrap();
    let new = api("Billing API", &["c", "a", "b"]).check().unwrap();
    let role = role("Reader", &["c", "a", "b"]).check().unwrap();
    for (name, field) in
        [("c", Field::Scope(0)), ("a", Field::Scope(1)), ("b", Field::Scope(2)), ("d", Field::Scopes)]
    {
        assert_eq!((new.field_of(&scope(name)), role.field_of(&scope(name))), (field, field));
    }
}

#[test]
fn all_problems_are_told_each_at_its_field() {
    let name = FieldProblem::new(Field::ApiName, &TitleProblem::Empty);
    for (draft, expected) in [
        (api("", &[]), vec![name.clone(), FieldProblem::new(Field::Scopes, &ApiProblem::NoScope)]),
        (
            api("", &["a b", "a", "openid", "a", "a"]),
            vec![
                name,
                FieldProblem::new(Field::Scope(0), &ScopeNameProblem::ForbiddenCharacter { character: ' ' }),
                FieldProblem::new(Field::Scope(2), &ScopeNameProblem::Reserved),
                FieldProblem::new(Field::Scope(3), &ApiProblem::Duplicate),
                FieldProblem::new(Field::Scope(4), &ApiProblem::Duplicate),
            ],
        ),
        (
            api("Billing API", &["", "gatehouse.admin"]),
            vec![
                FieldProblem::new(Field::Scope(0), &ScopeNameProblem::Empty),
                FieldProblem::new(Field::Scope(1), &ScopeNameProblem::Reserved),
            ],
        ),
    ] {
        assert_eq!(draft.check().unwrap_err(), expected, "{draft:?}");
    }
    let problems = role("", &[]).check().unwrap_err();
    let name = FieldProblem::new(Field::RoleName, &TitleProblem::Empty);
    assert_eq!(problems, [name, FieldProblem::new(Field::Scopes, &ApiProblem::RoleWithoutScope)]);
}

#[test]
fn there_are_at_most_a_hundred_scopes() {
    let numbered = |count: usize| ApiDraft {
        name: "Billing API".to_owned(),
        scopes: (0..count).map(|number| format!("scope.{number}")).collect(),
    };
    assert_eq!(numbered(MAX_SCOPES).check().unwrap().scopes().iter().count(), 100);
    let expected = FieldProblem::new(Field::Scopes, &ApiProblem::TooMany { count: 101 });
    assert_eq!(numbered(101).check().unwrap_err(), [expected]);
}

#[test]
fn case_makes_another_scope() {
    assert_eq!(api("Billing API", &["Invoices", "invoices"]).check().unwrap().scopes().iter().count(), 2);
}

#[test]
fn every_problem_says_what_to_do() {
    for (problem, code) in [
        (ApiProblem::NoScope, "required"),
        (ApiProblem::RoleWithoutScope, "required"),
        (ApiProblem::TooMany { count: 101 }, "too_many"),
        (ApiProblem::Duplicate, "duplicate"),
        (ApiProblem::NotOfApi, "unknown_scope"),
    ] {
        assert_eq!(problem.code(), code);
        assert!(problem.to_string().ends_with('.'));
    }
}

proptest! {
    #[test]
    fn what_passes_is_what_was_typed_and_what_does_not_is_told_where(
        texts in prop::collection::vec(prop_oneof!["[a-c.]{1,2}", "[a-c \"ö]{0,3}", Just("openid".to_owned())], 0..8),
    ) {
        let draft = ApiDraft { name: "Billing API".to_owned(), scopes: texts.clone() };
        let mut seen = BTreeSet::new();
        let bad: Vec<_> = (0..texts.len())
            .filter(|index| ScopeName::of_api(&texts[*index]).map_or(true, |scope| !seen.insert(scope)))
            .map(Field::Scope)
            .collect();
        match draft.check() {
            Ok(new) => {
                prop_assert!(bad.is_empty() && !texts.is_empty());
                prop_assert!(new.scopes().iter().eq(&seen));
                for (index, text) in texts.iter().enumerate() {
                    let scope = ScopeName::of_api(text).unwrap();
                    prop_assert_eq!(new.field_of(&scope), Field::Scope(index));
                }
            }
            Err(problems) => {
                let told: Vec<_> = problems.iter().map(|problem| problem.field).collect();
                let expected = if texts.is_empty() { vec![Field::Scopes] } else { bad };
                prop_assert_eq!(told, expected);
            }
        }
    }
}
