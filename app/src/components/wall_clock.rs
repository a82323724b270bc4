//! The time in the browser, and times as a field for a date and a time holds them. Not for the server: it has a clock of
//! its own and no person's time zone.

use js_sys::Date;

/// Epoch seconds.
pub fn now() -> i64 {
    (Date::now() / 1000.0) as i64
}

/// `2026-11-22T07:30` in the browser's zone.
pub fn local_text(at: i64) -> String {
    let date = Date::new(&(at as f64 * 1000.0).into());
    let shifted = date.get_time() - date.get_timezone_offset() * 60_000.0;
    if !shifted.is_finite() {
        return String::new();
    }
    let text = String::from(Date::new(&shifted.into()).to_iso_string());
    text.get(..16).unwrap_or_default().to_owned()
}

/// Epoch seconds of such a time; none for what is no time.
pub fn epoch(local: &str) -> Option<i64> {
    // Without a zone behind it, the browser's own is meant.
    let at = Date::parse(local);
    at.is_finite().then_some((at / 1000.0) as i64)
}
