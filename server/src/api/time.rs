//! Times as programs read and write them.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

/// A time in UTC as RFC 3339 writes it, to the second. One that is sent may have another offset, and a fraction, which
/// does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ToSchema)]
#[schema(value_type = String, format = DateTime, example = "2026-11-22T07:00:00Z")]
pub(super) struct Time(i64);

impl Time {
    /// Of epoch seconds.
    pub(super) fn of(at: i64) -> Self {
        Self(at)
    }

    /// In epoch seconds.
    pub(super) fn at(self) -> i64 {
        self.0
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&service::utc_text(self.0))
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        service::utc_of_text(&text).map(Self).ok_or_else(|| D::Error::custom("no time as RFC 3339 writes it"))
    }
}
