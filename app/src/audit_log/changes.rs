//! What an event changed: field by field, old and new.

use leptos::prelude::*;

use crate::audit_log::api::FieldChange;
use crate::audit_log::raw;
use crate::components::local_time::LocalTime;

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
    let is_time = field.ends_with("_at");
    let is_line =
        [&old, &new].into_iter().all(|value| value.as_ref().is_none_or(|text| !text.contains('\n')));
    let lines = compared(old.as_deref(), new.as_deref());
    let lines = lines.into_iter().map(|(fate, text)| line(fate, value(text, is_time))).collect_view();
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

fn value(text: &str, is_time: bool) -> AnyView {
    match epoch(text).filter(|_| is_time) {
        Some(at) => view! { <LocalTime at/> }.into_any(),
        None => text.to_owned().into_any(),
    }
}

/// Epoch seconds of a time as the audit trail writes them, `2026-11-22T07:30:00Z`.
fn epoch(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    if text.get(19..) != Some("Z") || !(1..=12).contains(&month) {
        return None;
    }
    // Counted in years that begin in March, so that a leap day is the last of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 719_469;
    Some(((days * 24 + hour) * 60 + minute) * 60 + second)
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
        "email" => "E-mail",
        "role" => "Role",
        _ => return of_one_secret(&field).unwrap_or_else(|| raw(field)),
    };
    known.into_any()
}

/// `client_secret "Secret 1" expires_at`.
fn of_one_secret(field: &str) -> Option<AnyView> {
    let (secret, what) = field.strip_prefix("client_secret \"")?.rsplit_once("\" ")?;
    let what = match what {
        "expires_at" => " expires",
        "retired_at" => " retired",
        _ => return None,
    };
    Some(["“", secret, "”", what].concat().into_any())
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
    use super::{compared, epoch};

    #[test]
    fn a_time_is_read_back() {
        assert_eq!(epoch("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(epoch("2024-02-29T12:00:59Z"), Some(1_709_208_059));
        assert_eq!(epoch("2026-12-31T23:59:59Z"), Some(1_798_761_599));
        assert_eq!(epoch("2026-12-31T23:59:59+01:00"), None);
        assert_eq!(epoch("253402300800"), None);
        assert_eq!(epoch("über 2026"), None);
    }

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
    fn another_order_is_a_change() {
        assert_eq!(compared(Some("a\nb"), Some("b\na")), [(Removed, "a"), (Kept, "b"), (Added, "a")]);
    }
}
