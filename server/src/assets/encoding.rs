//! Which compressed form of a file a browser gets (RFC 9110 §12.5.3).

use axum::http::HeaderValue;

/// The forms that lie beside a file, in our order of preference: smallest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

/// A quality in thousandths, so that it can be compared exactly.
type Quality = u16;

impl Encoding {
    const ALL: [Self; 3] = [Self::Brotli, Self::Gzip, Self::Identity];

    /// What the name of the form adds to the name of the file.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }

    /// The value of `Content-Encoding`; none for the file as it is.
    pub(super) fn token(self) -> Option<HeaderValue> {
        match self {
            Self::Brotli => Some(HeaderValue::from_static("br")),
            Self::Gzip => Some(HeaderValue::from_static("gzip")),
            Self::Identity => None,
        }
    }

    /// The encodings that the values of `Accept-Encoding` allow, best first. The file as it is stays the last resort
    /// even where it is refused: the RFC prefers that to no answer.
    pub(super) fn accepted<'a>(headers: impl IntoIterator<Item = &'a HeaderValue>) -> Vec<Self> {
        let wishes: Vec<(String, Quality)> = headers
            .into_iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .filter_map(wish)
            .collect();
        let mut accepted: Vec<(Self, Quality)> = Self::ALL
            .into_iter()
            .map(|encoding| (encoding, encoding.quality(&wishes)))
            .filter(|(encoding, quality)| *quality > 0 || *encoding == Self::Identity)
            .collect();
        accepted.sort_by_key(|(_, quality)| std::cmp::Reverse(*quality));
        accepted.into_iter().map(|(encoding, _)| encoding).collect()
    }

    fn quality(self, wishes: &[(String, Quality)]) -> Quality {
        let named = wishes.iter().find(|(name, _)| self.is_called(name));
        // Unless it is named, the file as it is ranks below whatever else is accepted.
        let any = || wishes.iter().find(|(name, _)| name == "*" && self != Self::Identity);
        named.or_else(any).map_or(0, |(_, quality)| *quality)
    }

    fn is_called(self, name: &str) -> bool {
        match self {
            Self::Brotli => name == "br",
            Self::Gzip => name == "gzip" || name == "x-gzip",
            Self::Identity => name == "identity",
        }
    }
}

/// One element of the list, in lower case, with its quality; `None` where it is malformed.
fn wish(element: &str) -> Option<(String, Quality)> {
    let mut parts = element.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?.to_ascii_lowercase();
    let quality = match parts.next() {
        None => 1000,
        Some(weight) => thousandths(weight.strip_prefix("q=").or_else(|| weight.strip_prefix("Q="))?.trim())?,
    };
    Some((name, quality))
}

/// RFC 9110 §12.4.2: `0` or `1` with at most three decimals.
fn thousandths(weight: &str) -> Option<Quality> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    if !matches!(whole, "0" | "1")
        || decimals.len() > 3
        || !decimals.bytes().all(|digit| digit.is_ascii_digit())
    {
        return None;
    }
    let quality = format!("{whole}{decimals:0<3}").parse().ok()?;
    (quality <= 1000).then_some(quality)
}

#[cfg(test)]
mod tests {
    use super::Encoding::{self, Brotli, Gzip, Identity};
    use axum::http::HeaderValue;

    fn accepted(header: &str) -> Vec<Encoding> {
        Encoding::accepted(&[HeaderValue::from_str(header).unwrap()])
    }

    #[test]
    fn the_best_encoding_that_the_header_allows_comes_first() {
        for (header, expected) in [
            ("gzip, deflate, br, zstd", vec![Brotli, Gzip, Identity]),
            ("gzip, deflate", vec![Gzip, Identity]),
            ("br", vec![Brotli, Identity]),
            ("BR;Q=1.0, x-gzip;q=0.5", vec![Brotli, Gzip, Identity]),
            ("br;q=0.5, gzip;q=0.9", vec![Gzip, Brotli, Identity]),
            ("gzip ; q=0.001 , br ; q=0.002", vec![Brotli, Gzip, Identity]),
            ("identity, br;q=0.5", vec![Identity, Brotli]),
            ("br;q=0, gzip", vec![Gzip, Identity]),
            ("br;q=0.000, *", vec![Gzip, Identity]),
            ("*", vec![Brotli, Gzip, Identity]),
            ("*;q=0", vec![Identity]),
            ("identity;q=0", vec![Identity]),
            ("identity;q=0, gzip", vec![Gzip, Identity]),
            ("gzip;q=0.5, *;q=0.8", vec![Brotli, Gzip, Identity]),
            ("", vec![Identity]),
            ("deflate, zstd", vec![Identity]),
        ] {
            assert_eq!(accepted(header), expected, "{header}");
        }
    }

    #[test]
    fn a_malformed_element_counts_for_nothing() {
        for element in
            ["br;q=2", "br;q=1.001", "br;q=0.1234", "br;q=-1", "br;q=x", "br;level=11", ";q=1", ","]
        {
            assert_eq!(accepted(&format!("{element}, gzip")), [Gzip, Identity], "{element}");
        }
    }

    #[test]
    fn several_headers_are_one_list() {
        let headers = [HeaderValue::from_static("gzip"), HeaderValue::from_static("br")];
        assert_eq!(Encoding::accepted(&headers), [Brotli, Gzip, Identity]);
    }

    #[test]
    fn without_the_header_the_file_comes_as_it_is() {
        assert_eq!(Encoding::accepted(&[]), [Identity]);
    }
}
