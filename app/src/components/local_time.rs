//! A moment, in the time zone of the person who looks at it.

use leptos::prelude::*;

use crate::components::hydrated::hydrated;

/// `MM-DD-YYYY HH:MM`: in UTC as the server sends it, in the browser's zone once that is known. The style sheet
/// keeps the first hidden where the second will follow, so that no wrong hour flashes by, and the UTC with it.
#[component]
pub fn LocalTime(
    /// Epoch seconds.
    at: i64,
) -> impl IntoView {
    let hydrated = hydrated();
    let utc = Moment::in_utc(at);
    let text = move || if hydrated.get() { Moment::in_browser_zone(at).us_text() } else { utc.us_text() };

    view! {
        <time datetime=utc.iso_text("T", "Z") title=utc.iso_text(" ", " UTC") class:local=move || hydrated.get()>
            {move || text()}
            <span class="zone">" UTC"</span>
        </time>
    }
    .into_inner()
    .into_any()
}

/// Epoch seconds of a time as the audit trail writes it, `2026-11-22T07:30:00Z`; none for what is no such time.
pub fn epoch(utc: &str) -> Option<i64> {
    let numbers = utc.strip_suffix('Z')?.split(['-', 'T', ':']).map(|number| number.parse::<i32>().ok());
    let numbers: Option<Vec<i64>> = numbers.map(|number| number.map(i64::from)).collect();
    let [year, month, day, hour, minute, second] = numbers?.try_into().ok()?;
    // As in the other direction, years begin on 1 March.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468;
    Some(days * 86_400 + hour * 3600 + minute * 60 + second)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moment {
    year: i64,
    month: i64,
    day: i64,
    /// Seconds since midnight.
    second: i64,
}

impl Moment {
    fn in_utc(at: i64) -> Self {
        let (days, second) = (at.div_euclid(86_400), at.rem_euclid(86_400));
        // Days to a date of the Gregorian calendar, counted in eras of 400 years from 1 March of the year 0.
        let since = days + 719_468;
        let (era, day_of_era) = (since.div_euclid(146_097), since.rem_euclid(146_097));
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        Self {
            year: era * 400 + year_of_era + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * march_month + 2) / 5 + 1,
            second,
        }
    }

    fn in_browser_zone(at: i64) -> Self {
        let milliseconds = (at * 1000) as f64;
        let date = js_sys::Date::new(&milliseconds.into());
        Self {
            year: date.get_full_year().into(),
            month: i64::from(date.get_month()) + 1,
            day: date.get_date().into(),
            second: i64::from(date.get_hours()) * 3600 + i64::from(date.get_minutes()) * 60,
        }
    }

    fn us_text(self) -> String {
        let Self { year, month, day, second } = self;
        format!("{month:02}-{day:02}-{year:04} {:02}:{:02}", second / 3600, second / 60 % 60)
    }

    fn iso_text(self, between: &str, zone: &str) -> String {
        let Self { year, month, day, second } = self;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        format!("{year:04}-{month:02}-{day:02}{between}{hour:02}:{minute:02}:{second:02}{zone}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Moment, epoch};

    #[test]
    fn the_epoch_begins_the_first_of_january_1970() {
        assert_eq!(Moment::in_utc(0).iso_text("T", "Z"), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn a_leap_day_is_the_29th_of_february() {
        assert_eq!(Moment::in_utc(1_709_208_059).iso_text("T", "Z"), "2024-02-29T12:00:59Z");
        assert_eq!(Moment::in_utc(1_709_208_059).us_text(), "02-29-2024 12:00");
    }

    #[test]
    fn a_written_time_is_read_back() {
        for at in [0, 951_782_400, 1_709_208_059, 1_798_761_599, 253_402_300_799] {
            assert_eq!(epoch(&Moment::in_utc(at).iso_text("T", "Z")), Some(at));
        }
        for text in ["", "Z", "253402300800", "2026-11-22", "2026-11-22T07:30:00", "2026-x-22T07:30:00Z"] {
            assert_eq!(epoch(text), None, "{text}");
        }
    }

    #[test]
    fn the_last_second_of_a_year_is_in_that_year() {
        assert_eq!(Moment::in_utc(1_798_761_599).iso_text(" ", " UTC"), "2026-12-31 23:59:59 UTC");
    }
}
