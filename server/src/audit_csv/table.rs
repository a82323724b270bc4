//! Events as lines of a CSV file (RFC 4180): one for each field that changed.

use csv::{Terminator, Writer, WriterBuilder};
use service::{RecordedChange, RecordedEvent, utc_text};

const COLUMNS: [&str; 10] = [
    "happened_at",
    "actor",
    "address",
    "action",
    "entity_kind",
    "entity_id",
    "entity_name",
    "field",
    "old",
    "new",
];

/// What a formula begins with, in the widths that East Asian keyboards type, too.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];
/// What a spreadsheet may drop from the start of a cell, and then see a formula.
const DROPPED: [char; 3] = ['\t', '\r', '\n'];
/// After what a cell begins where commas do not separate, as in many locales: quotes in the middle of such a cell hold
/// nothing together.
const SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];

/// The first line.
pub(super) fn head() -> Vec<u8> {
    written(|file| add(file, COLUMNS))
}

/// The lines of some events; an event that changed no field has one, too.
pub(super) fn lines(events: &[RecordedEvent]) -> Vec<u8> {
    written(|file| {
        for event in events {
            if event.changes.is_empty() {
                add(file, line(event, None));
            }
            for change in &event.changes {
                add(file, line(event, Some(change)));
            }
        }
    })
}

fn line(event: &RecordedEvent, change: Option<&RecordedChange>) -> [String; 10] {
    let cell = |text: Option<&str>| inert(text.unwrap_or_default());
    [
        utc_text(event.happened_at),
        cell(Some(&event.actor_name)),
        cell(event.address.as_deref()),
        cell(Some(&event.action)),
        cell(Some(&event.entity_kind)),
        cell(Some(&event.entity_id)),
        cell(Some(&event.entity_name)),
        cell(change.map(|change| change.field.as_str())),
        cell(change.and_then(|change| change.old.as_deref())),
        cell(change.and_then(|change| change.new.as_deref())),
    ]
}

/// Puts an apostrophe before what a spreadsheet would run as a formula.
fn inert(text: &str) -> String {
    let mut cell = String::with_capacity(text.len() + 1);
    if text.starts_with(DROPPED) {
        cell.push('\'');
    }
    let mut is_start = true;
    for character in text.chars() {
        if is_start && SIGNS.contains(&character) {
            cell.push('\'');
        }
        cell.push(character);
        is_start = SEPARATORS.contains(&character) || (is_start && character == '"');
    }
    cell
}

fn written(fill: impl FnOnce(&mut Writer<Vec<u8>>)) -> Vec<u8> {
    let mut file = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    fill(&mut file);
    file.into_inner().expect("memory takes what is written to it")
}

fn add<T: AsRef<str>>(file: &mut Writer<Vec<u8>>, cells: [T; 10]) {
    file.write_record(cells.each_ref().map(|cell| cell.as_ref().as_bytes()))
        .expect("every line has ten cells, and memory takes them");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(changes: Vec<RecordedChange>) -> RecordedEvent {
        RecordedEvent {
            id: "1".to_owned(),
            happened_at: 1_700_000_000,
            actor_id: None,
            actor_name: "ada@example.com".to_owned(),
            address: None,
            action: "oauth_client.edited".to_owned(),
            entity_kind: "oauth_client".to_owned(),
            entity_id: "2".to_owned(),
            entity_name: "Billing".to_owned(),
            changes,
        }
    }

    fn change(old: Option<&str>, new: Option<&str>) -> RecordedChange {
        let owned = |text: &str| text.to_owned();
        RecordedChange { field: "description".to_owned(), old: old.map(owned), new: new.map(owned) }
    }

    fn text(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn each_changed_field_has_a_line_and_an_event_without_one_has_one() {
        let events = [event(vec![change(None, Some("a")), change(Some("b"), None)]), event(Vec::new())];
        let start = "2023-11-14T22:13:20Z,ada@example.com,,oauth_client.edited,oauth_client,2,Billing";
        let expected = format!("{start},description,,a\r\n{start},description,b,\r\n{start},,,\r\n");
        assert_eq!(text(lines(&events)), expected);
        assert!(text(head()).ends_with("entity_name,field,old,new\r\n"));
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_text() {
        for (value, cell) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠SUM(A1)", "'＠SUM(A1)"),
            ("\t1", "'\t1"),
            ("\t=1", "'\t'=1"),
            ("\r=1", "\"'\r'=1\""),
            ("\n=1", "\"'\n'=1\""),
            ("a;=1", "a;'=1"),
            ("a;\"=1", "\"a;\"\"'=1\""),
            ("a;b=1", "a;b=1"),
            ("a\t@b", "a\t'@b"),
            ("a\r\n－b", "\"a\r\n'－b\""),
            ("=\"a\",b", "\"'=\"\"a\"\",b\""),
            ("a=1", "a=1"),
            ("two\nlines", "\"two\nlines\""),
        ] {
            let line = text(lines(&[event(vec![change(None, Some(value))])]));
            assert!(line.ends_with(&format!(",{cell}\r\n")), "{line:?}");
        }
    }
}
