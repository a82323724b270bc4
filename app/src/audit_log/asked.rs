//! What an address asks of the audit log.

use domain::{AuditAction, AuditFilter, EntityKind};
use leptos_router::location::Url;
use leptos_router::params::ParamsMap;

/// The page.
pub const PAGE: &str = "/audit-log";
/// The same events, as a file.
pub const CSV: &str = "/audit-log.csv";

/// The end of the year 9999, in epoch seconds: no later time can be typed.
const END_OF_TIME: i64 = 253_402_300_800;

/// Why nothing can be found between two times.
pub const BACKWARDS: &str = "Until is not later than From. Choose a later Until or an earlier From.";

/// The events a person wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub filter: AuditFilter,
    /// Where the page begins; nowhere in particular for the newest.
    pub after: Option<String>,
}

/// Reads the query of an address. What is empty is not asked for: a form sends its empty fields too.
///
/// # Errors
/// What is wrong, for people.
pub fn asked(query: &ParamsMap) -> Result<Asked, &'static str> {
    let text = |name: &str| {
        query.get_str(name).map(str::trim).filter(|value| !value.is_empty()).map(ToOwned::to_owned)
    };
    let time = |name: &str| match text(name).map(|value| value.parse()) {
        None => Ok(None),
        Some(Ok(at)) if (0..END_OF_TIME).contains(&at) => Ok(Some(at)),
        Some(Ok(_) | Err(_)) => Err("The time in this address cannot be read."),
    };
    let entity_kind = text("entity_kind").map(|name| EntityKind::parse(&name).ok_or(name)).transpose();
    let action = text("action").map(|name| AuditAction::parse(&name).ok_or(name)).transpose();
    let filter = AuditFilter {
        actor: text("actor"),
        entity_kind: entity_kind.map_err(|_| "The address asks for a kind of thing that does not exist.")?,
        entity_id: text("entity_id"),
        entity_name: text("entity_name"),
        action: action.map_err(|_| "The address asks for an action that does not exist.")?,
        from: time("from")?,
        until: time("until")?,
    };
    if is_backwards(&filter) {
        return Err(BACKWARDS);
    }
    Ok(Asked { filter, after: text("after") })
}

/// Whether the time that is asked for ends where it begins, or before.
pub fn is_backwards(filter: &AuditFilter) -> bool {
    filter.from.zip(filter.until).is_some_and(|(from, until)| until <= from)
}

/// The address at `path` that asks for these events.
pub fn url(path: &str, filter: &AuditFilter, after: Option<&str>) -> String {
    let [from, until] = [filter.from, filter.until].map(|time| time.map(|at| at.to_string()));
    with_query(
        path,
        &[
            ("actor", filter.actor.as_deref().unwrap_or_default()),
            ("entity_kind", filter.entity_kind.map_or("", EntityKind::as_str)),
            ("entity_id", filter.entity_id.as_deref().unwrap_or_default()),
            ("entity_name", filter.entity_name.as_deref().unwrap_or_default()),
            ("action", filter.action.map_or("", AuditAction::as_str)),
            ("from", &from.unwrap_or_default()),
            ("until", &until.unwrap_or_default()),
            ("after", after.unwrap_or_default()),
        ],
    )
}

/// The address with those of the values that are not empty.
pub fn with_query(path: &str, values: &[(&str, &str)]) -> String {
    let mut url = path.to_owned();
    for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
        url.push(if url.len() == path.len() { '?' } else { '&' });
        url.push_str(name);
        url.push('=');
        url.push_str(&Url::escape(value));
    }
    url
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn query(pairs: &[(&'static str, &str)]) -> ParamsMap {
        pairs.iter().copied().collect()
    }

    #[test]
    fn an_address_leads_back_to_what_was_asked() {
        let filter = AuditFilter {
            actor: Some("ada+audit@example.com".to_owned()),
            entity_kind: Some(EntityKind::OAuthClient),
            entity_id: Some("1".to_owned()),
            entity_name: Some("Nightly billing".to_owned()),
            action: Some(AuditAction::ClientEdited),
            from: Some(1_700_000_000),
            until: Some(1_700_000_060),
        };
        let address = leptos_router::location::RequestUrl::new(&url(PAGE, &filter, Some("a")));
        let read = asked(address.parse().unwrap().search_params());
        assert_eq!(read, Ok(Asked { filter, after: Some("a".to_owned()) }));
    }

    #[test]
    fn the_whole_log_has_no_query() {
        assert_eq!(url(CSV, &AuditFilter::default(), None), "/audit-log.csv");
    }

    #[test]
    fn the_empty_fields_of_a_form_ask_for_nothing() {
        let read = asked(&query(&[("actor", " "), ("entity_kind", ""), ("action", ""), ("from", "")]));
        assert_eq!(read, Ok(Asked::default()));
    }

    #[test]
    fn a_time_that_ends_before_it_begins_is_said() {
        for (from, until, is_backwards) in [("60", "0", true), ("60", "60", true), ("60", "61", false)] {
            let read = asked(&query(&[("from", from), ("until", until)]));
            assert_eq!(read == Err(BACKWARDS), is_backwards, "{from} {until}");
        }
    }

    #[test]
    fn what_does_not_exist_is_said() {
        for pair in [
            ("entity_kind", "ship"),
            ("action", "oauth_client.painted"),
            ("from", "yesterday"),
            ("from", "-1"),
            ("until", "253402300800"),
            ("until", "99999999999999999999"),
        ] {
            assert!(asked(&query(&[pair])).is_err(), "{pair:?}");
        }
    }
}
