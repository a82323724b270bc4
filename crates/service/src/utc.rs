//! A time as a text that people and programs read alike.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Epoch seconds in UTC, as RFC 3339 writes them: `2026-11-22T07:00:00Z`. A number beyond the year 9999 stays one.
pub fn utc_text(at: i64) -> String {
    OffsetDateTime::from_unix_timestamp(at)
        .ok()
        .and_then(|time| time.format(&Rfc3339).ok())
        .unwrap_or_else(|| at.to_string())
}

/// The epoch seconds of a time as RFC 3339 writes it, at whatever offset from UTC. A fraction of a second does not count.
pub fn utc_of_text(text: &str) -> Option<i64> {
    OffsetDateTime::parse(text, &Rfc3339).ok().map(OffsetDateTime::unix_timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_in_utc() {
        for (at, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (1_709_208_059, "2024-02-29T12:00:59Z"),
            (253_402_300_800, "253402300800"),
            (i64::MIN, "-9223372036854775808"),
        ] {
            assert_eq!(utc_text(at), expected);
        }
    }

    #[test]
    fn a_time_is_read_at_any_offset() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2024-02-29T12:00:59Z", Some(1_709_208_059)),
            ("2024-02-29T14:00:59.987+02:00", Some(1_709_208_059)),
            ("2024-02-30T12:00:59Z", None),
            ("2024-02-29T12:00:59", None),
            ("2024-02-29", None),
            ("1709208059", None),
            ("", None),
        ] {
            assert_eq!(utc_of_text(text), expected, "{text}");
        }
    }
}
