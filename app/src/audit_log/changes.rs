//! What an event changed: field by field, old and new.

use domain::{ClientType, GrantType, PkceMethod, Role, SecurityType, Status};
use leptos::prelude::*;

use crate::audit_log::api::FieldChange;
use crate::audit_log::raw;
use crate::components::local_time::{LocalTime, epoch};

/// More fields than this wait behind a summary.
const MAX_IN_SIGHT: usize = 3;

#[component]
pub fn Changes(changes: Vec<FieldChange>) -> impl IntoView {
    let count = changes.len();
    if count == 0 {
        return ().into_any();
    }
    let fields = changes.into_iter().map(|change| view! { <Change change/> }).collect_view();
    let fields = view! { <dl class="changes">{fields}</dl> }.into_inner().into_any();
    if count <= MAX_IN_SIGHT {
        return fields;
    }
    view! {
        <details>
            <summary>{count}" fields"</summary>
            {fields}
        </details>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Change(change: FieldChange) -> impl IntoView {
    let FieldChange { field, old, new } = change;
    let is_line =
        [&old, &new].into_iter().all(|value| value.as_ref().is_none_or(|text| !text.contains('\n')));
    let lines = compared(old.as_deref(), new.as_deref());
    let lines = lines.into_iter().map(|(fate, text)| line(fate, value(&field, text))).collect_view();
    view! {
        <dt>{label(field)}</dt>
        <dd class=if is_line { "pair" } else { "lines" }>{lines}</dd>
    }
    .into_inner()
    .into_any()
}

fn line(fate: Fate, value: AnyView) -> AnyView {
    // Few screen readers tell of these elements by themselves.
    match fate {
        Fate::Kept => view! { <span class="line">{value}</span> }.into_inner().into_any(),
        Fate::Removed => view! { <del class="line"><span class="unseen">"removed: "</span>{value}</del> }
            .into_inner()
            .into_any(),
        Fate::Added => view! { <ins class="line"><span class="unseen">"added: "</span>{value}</ins> }
            .into_inner()
            .into_any(),
    }
}

/// A value for people; as it stands where it is a text of theirs, or a newer server has written it.
fn value(field: &str, text: &str) -> AnyView {
    if let Some((before, at)) = time_in(field, text) {
        let before = (!before.is_empty()).then(|| before.to_owned());
        return view! { {before}<LocalTime at/> }.into_any();
    }
    known(field, text).unwrap_or(text).to_owned().into_any()
}

/// The name for people of what has another on the wire.
fn known(field: &str, name: &str) -> Option<&'static str> {
    match field {
        "client_type" => ClientType::parse(name).map(ClientType::label),
        "grant_type" => GrantType::parse(name).map(GrantType::label),
        "pkce_code_challenge_method" => PkceMethod::parse(name).map(PkceMethod::label),
        "status" => Status::parse(name).map(Status::label),
        "security_type" => SecurityType::parse(name).map(SecurityType::label),
        "accepts_endpoint_audience" => (name == "true").then_some("Yes"),
        "role" => Role::parse(name).map(Role::label),
        _ => None,
    }
}

/// The time at the end of a value, and what stands before it.
fn time_in<'a>(field: &str, text: &'a str) -> Option<(&'a str, i64)> {
    let start = match field {
        "signs_from" => 0,
        "client_secret" | "public_key" => text.rfind(' ')? + 1,
        _ => return None,
    };
    let (before, time) = text.split_at(start);
    Some((before, epoch(time)?))
}

/// The field's name for people; as it stands where a newer server has written one that is not known here.
fn label(field: String) -> AnyView {
    let known = match field.as_str() {
        "client_name" => "Name",
        "client_id" => "Client ID",
        "client_type" => "Client type",
        "grant_type" => "Grant type",
        "redirect_uris" => "Redirect URIs",
        "web_origins" => "Web origins",
        "pkce_code_challenge_method" => "PKCE method",
        "description" => "Description",
        "status" => "Status",
        "client_secret" => "Client secret",
        "security_type" => "Security type",
        "environment" => "Environment",
        "accepts_endpoint_audience" => "Accepts the endpoint as audience",
        "public_key" => "Public key",
        "name" => "Name",
        "audience" => "Audience",
        "api" => "API",
        "scopes" => "Scopes",
        "roles" => "Roles",
        "email" => "E-mail",
        "role" => "Role",
        "sessions" => "Sessions",
        "second_factor_required" => "Second factor required",
        "scope" => "Scope",
        "algorithm" => "Algorithm",
        "signs_from" => "Signs from",
        _ => return raw(field),
    };
    known.into_any()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Kept,
    Removed,
    Added,
}

/// The lines of both values in an order in which those that are in both stand once.
fn compared<'a>(old: Option<&'a str>, new: Option<&'a str>) -> Vec<(Fate, &'a str)> {
    let mut old: Vec<&str> = old.map(|old| old.split('\n').collect()).unwrap_or_default();
    let mut lines = Vec::new();
    for line in new.into_iter().flat_map(|new| new.split('\n')) {
        match old.iter().position(|other| *other == line) {
            Some(place) => {
                lines.extend(old.drain(..=place).take(place).map(|line| (Fate::Removed, line)));
                lines.push((Fate::Kept, line));
            }
            None => lines.push((Fate::Added, line)),
        }
    }
    // What went comes before what came in its place, unless something that was kept stands between them.
    let end = lines.iter().rposition(|(fate, _)| *fate == Fate::Kept).map_or(0, |place| place + 1);
    lines.splice(end..end, old.into_iter().map(|line| (Fate::Removed, line)));
    lines
}

#[cfg(test)]
mod tests {
    use super::Fate::{Added, Kept, Removed};
    use super::{compared, known, time_in};

    #[test]
    fn a_value_takes_the_place_of_another() {
        assert_eq!(compared(Some("a"), Some("b")), [(Removed, "a"), (Added, "b")]);
        assert_eq!(compared(None, Some("a\nb")), [(Added, "a"), (Added, "b")]);
        assert_eq!(compared(Some("a\nb"), None), [(Removed, "a"), (Removed, "b")]);
    }

    #[test]
    fn a_line_in_both_values_stands_once() {
        assert_eq!(compared(Some("a\nb\nc"), Some("a\nc")), [(Kept, "a"), (Removed, "b"), (Kept, "c")]);
        assert_eq!(compared(Some("a\nb"), Some("a\nx")), [(Kept, "a"), (Removed, "b"), (Added, "x")]);
        assert_eq!(compared(Some("a"), Some("a\na")), [(Kept, "a"), (Added, "a")]);
    }

    #[test]
    fn what_has_a_name_for_people_is_called_by_it() {
        assert_eq!(known("client_type", "confidential"), Some("Confidential"));
        assert_eq!(known("grant_type", "authorization_code"), Some("Authorization Code"));
        assert_eq!(known("status", "enabled"), Some("Enabled"));
        assert_eq!(known("security_type", "signed_jwt"), Some("Signed JWT (FAPI)"));
        assert_eq!(known("accepts_endpoint_audience", "true"), Some("Yes"));
        assert_eq!(known("status", "asleep"), None);
        assert_eq!(known("client_name", "enabled"), None);
    }

    #[test]
    fn a_time_is_told_from_the_text_before_it() {
        assert_eq!(time_in("signs_from", "1970-01-01T00:01:00Z"), Some(("", 60)));
        let secret = "Secret 1 (ghs_abc…), until 1970-01-01T00:01:00Z";
        assert_eq!(time_in("client_secret", secret), Some(("Secret 1 (ghs_abc…), until ", 60)));
        assert_eq!(time_in("client_secret", "Secret 1 (ghs_abc…)"), None);
        let key = "one (EC, P-256), until 1970-01-01T00:01:00Z";
        assert_eq!(time_in("public_key", key), Some(("one (EC, P-256), until ", 60)));
        assert_eq!(time_in("description", "1970-01-01T00:01:00Z"), None);
    }

    #[test]
    fn another_order_is_a_change() {
        assert_eq!(compared(Some("a\nb"), Some("b\na")), [(Removed, "a"), (Kept, "b"), (Added, "a")]);
    }
}
