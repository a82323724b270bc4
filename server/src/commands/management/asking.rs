//! A request of the management API, before it is known who carries it out.

use std::fmt::Write as _;

use http::{HeaderName, HeaderValue, Method, Request, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Map, Value};

const BASE: &str = "/api/v1";
const JSON: HeaderValue = HeaderValue::from_static("application/json");
const MERGE_PATCH: HeaderValue = HeaderValue::from_static("application/merge-patch+json");
/// RFC 3986 §2.3: all but what never needs it.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A request of the management API.
#[derive(Clone, Debug)]
pub(crate) struct Asking {
    method: Method,
    path: String,
    query: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// What is looked for, where the body says it.
    search: Option<Map<String, Value>>,
    body: Vec<u8>,
}

impl Asking {
    fn new(method: Method, segments: &[&str]) -> Self {
        let mut path = BASE.to_owned();
        for segment in segments {
            path.push('/');
            path.extend(utf8_percent_encode(segment, ENCODED));
        }
        Self { method, path, query: String::new(), headers: Vec::new(), search: None, body: Vec::new() }
    }

    /// To read what is at this path, segment by segment.
    pub(crate) fn get(segments: &[&str]) -> Self {
        Self::new(Method::GET, segments)
    }

    /// To find what is at this path, by what belongs into no address: an e-mail.
    pub(crate) fn search(segments: &[&str], filters: &impl Serialize) -> Self {
        Self { search: Some(fields_of(filters)), ..Self::new(Method::POST, segments) }
    }

    /// To do something, without saying more.
    pub(crate) fn post(segments: &[&str]) -> Self {
        Self::new(Method::POST, segments)
    }

    /// To change fields (RFC 7396).
    pub(crate) fn patch(segments: &[&str], patch: &impl Serialize) -> Self {
        Self::new(Method::PATCH, segments).with_body(MERGE_PATCH, json(patch))
    }

    /// To replace what is there.
    pub(crate) fn put(segments: &[&str], value: &impl Serialize) -> Self {
        Self::new(Method::PUT, segments).with_json(value)
    }

    /// To remove what is there.
    pub(crate) fn delete(segments: &[&str]) -> Self {
        Self::new(Method::DELETE, segments)
    }

    /// Where it goes.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// With a body in JSON.
    pub(crate) fn with_json(self, value: &impl Serialize) -> Self {
        self.with_body(JSON, json(value))
    }

    /// With a body.
    pub(crate) fn with_body(mut self, media_type: HeaderValue, body: Vec<u8>) -> Self {
        self.headers.push((header::CONTENT_TYPE, media_type));
        self.body = body;
        self
    }

    /// With a parameter of the query.
    pub(crate) fn with_parameter(mut self, name: &str, value: &str) -> Self {
        let start = if self.query.is_empty() { '?' } else { '&' };
        write!(self.query, "{start}{name}={}", utf8_percent_encode(value, ENCODED))
            .expect("a string can be written to");
        self
    }

    /// With the fields of `filters` as parameters.
    pub(crate) fn with_parameters(self, filters: &impl Serialize) -> Self {
        fields_of(filters).iter().fold(self, |asking, (name, value)| match value {
            Value::String(value) => asking.with_parameter(name, value),
            value => asking.with_parameter(name, &value.to_string()),
        })
    }

    /// With which page of a list is wanted.
    pub(crate) fn with_page(mut self, limit: Option<u8>, cursor: Option<&str>) -> Self {
        let page = [("limit", limit.map(Value::from)), ("cursor", cursor.map(Value::from))];
        let page: Map<_, _> =
            page.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
        match &mut self.search {
            Some(search) => search.extend(page),
            None => return self.with_parameters(&page),
        }
        self
    }

    /// For what is still as the entity tag says (RFC 9110 §13.1.1).
    pub(crate) fn with_if_match(mut self, tag: Option<&str>) -> anyhow::Result<Self> {
        if let Some(tag) = tag {
            let tag = HeaderValue::try_from(tag)
                .map_err(|_| super::Misused("--if-match: give an ETag, as it was read".to_owned()))?;
            self.headers.push((header::IF_MATCH, tag));
        }
        Ok(self)
    }

    /// The request, to an origin where it goes to one.
    pub(super) fn request<B: From<Vec<u8>>>(&self, origin: &str) -> Request<B> {
        let mut request = Request::builder()
            .method(self.method.clone())
            .uri([origin, &self.path, &self.query].concat())
            .body(B::from(self.search.as_ref().map_or_else(|| self.body.clone(), json)))
            .expect("what is encoded is a URI");
        if self.search.is_some() {
            request.headers_mut().insert(header::CONTENT_TYPE, JSON);
        }
        request.headers_mut().extend(self.headers.iter().cloned().map(|(name, value)| (Some(name), value)));
        request
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("what the command line says is plain data")
}

/// The fields of what the command line says.
pub(super) fn fields_of(said: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(said).expect("what the command line says is plain data") {
        Value::Object(fields) => fields,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}

/// Fields that were given, and not those that were not.
pub(super) fn given<const N: usize>(fields: [(&str, Option<String>); N]) -> Map<String, Value> {
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_stays_in_its_segment_and_in_its_parameter() {
        let asking = Asking::get(&["oauth-clients", "a/b?c#d é", "secrets"])
            .with_parameter("q", "x&y=z")
            .with_parameter("limit", "5");
        let request: Request<Vec<u8>> = asking.request("http://localhost:3000");
        assert_eq!(
            request.uri().to_string(),
            "http://localhost:3000/api/v1/oauth-clients/a%2Fb%3Fc%23d%20%C3%A9/secrets?q=x%26y%3Dz&limit=5"
        );
    }
}
