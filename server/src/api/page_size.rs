//! How much of a list is asked for at once.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

const LARGEST: u16 = 100;
const USUAL: u16 = 50;

/// The `limit` of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PageSize(u16);

impl PageSize {
    /// At most so many things.
    pub(super) fn get(self) -> u16 {
        self.0
    }
}

impl Default for PageSize {
    fn default() -> Self {
        Self(USUAL)
    }
}

impl<'de> Deserialize<'de> for PageSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wanted = u16::deserialize(deserializer)?;
        if (1..=LARGEST).contains(&wanted) {
            Ok(Self(wanted))
        } else {
            Err(D::Error::custom("not from 1 to 100"))
        }
    }
}

impl PartialSchema for PageSize {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .description(Some("How many at most."))
            .minimum(Some(1))
            .maximum(Some(LARGEST))
            .default(Some(USUAL.into()))
            .into()
    }
}

impl ToSchema for PageSize {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_from_1_to_100_things() {
        for (wanted, expected) in
            [("1", Some(1)), ("100", Some(100)), ("0", None), ("101", None), ("-1", None)]
        {
            let read = serde_json::from_str(wanted).ok().map(PageSize::get);
            assert_eq!(read, expected, "{wanted}");
        }
        assert_eq!(PageSize::default().get(), 50);
    }
}
