//! What the audit trail tells of an API and of a role.

use domain::{Scopes, Title};
use store::{Api, ApiRole, FieldChange};

/// What a role is one of.
const API: &str = "api";

/// Each field, and its value.
type Fields = Vec<(&'static str, String)>;

fn named_scopes(name: &Title, scopes: &Scopes) -> Fields {
    let lines: Vec<_> = scopes.iter().map(|scope| scope.as_str()).collect();
    vec![("name", name.to_string()), ("scopes", lines.join("\n"))]
}

fn of_api(api: &Api) -> Fields {
    named_scopes(&api.name, &api.scopes)
}

fn of_role(api: &Api, role: &ApiRole) -> Fields {
    let mut fields = named_scopes(&role.name, &role.scopes);
    fields.push((API, api.name.to_string()));
    fields
}

fn added(fields: Fields) -> Vec<FieldChange> {
    fields.into_iter().map(|(field, new)| FieldChange { field, old: None, new: Some(new) }).collect()
}

fn removed(fields: Fields) -> Vec<FieldChange> {
    fields.into_iter().map(|(field, old)| FieldChange { field, old: Some(old), new: None }).collect()
}

fn changed(before: Fields, after: Fields) -> Vec<FieldChange> {
    before
        .into_iter()
        .zip(after)
        .filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| FieldChange { field, old: Some(old), new: Some(new) })
        .collect()
}

pub(super) fn api_added(api: &Api) -> Vec<FieldChange> {
    added(of_api(api))
}

pub(super) fn api_removed(api: &Api) -> Vec<FieldChange> {
    removed(of_api(api))
}

pub(super) fn api_changed(before: &Api, after: &Api) -> Vec<FieldChange> {
    changed(of_api(before), of_api(after))
}

pub(super) fn role_added(api: &Api, role: &ApiRole) -> Vec<FieldChange> {
    added(of_role(api, role))
}

pub(super) fn role_removed(api: &Api, role: &ApiRole) -> Vec<FieldChange> {
    removed(of_role(api, role))
}

/// Empty where nothing differs; else also which API's it is, since many have a role of the same name.
pub(super) fn role_changed(api: &Api, before: &ApiRole, after: &ApiRole) -> Vec<FieldChange> {
    let mut changes = changed(of_role(api, before), of_role(api, after));
    if !changes.is_empty() {
        let name = Some(api.name.to_string());
        changes.push(FieldChange { field: API, old: name.clone(), new: name });
    }
    changes
}
