//! From what people call something to its place in the API.

use anyhow::bail;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Asking, Management, Noun};

/// A page of a list.
#[derive(Debug, Deserialize)]
pub(super) struct Page {
    pub(super) items: Vec<Map<String, Value>>,
    #[serde(default)]
    pub(super) next_cursor: Option<String>,
}

impl Management {
    /// Every item of a list, page by page.
    pub(super) async fn every(&self, asking: Asking) -> anyhow::Result<Vec<Map<String, Value>>> {
        let mut page: Page = self.transport.send(&asking).await?.read()?;
        let mut items = page.items;
        while let Some(cursor) = page.next_cursor {
            page = self.transport.send(&asking.clone().with_page(None, Some(&cursor))).await?.read()?;
            items.append(&mut page.items);
        }
        Ok(items)
    }

    /// The ID of what is called so, among those at `path`. It is found here and not asked for by its name: a name can be
    /// an e-mail, which belongs into no URL.
    pub(super) async fn id(&self, noun: &Noun, path: &[&str], called: &str) -> anyhow::Result<String> {
        self.id_among(noun, Asking::get(path), called).await
    }

    /// The same among those that are asked for.
    pub(super) async fn id_among(&self, noun: &Noun, asking: Asking, called: &str) -> anyhow::Result<String> {
        let items = self.every(asking).await?;
        let is = |item: &Map<String, Value>, field: &str| {
            item.get(field).and_then(Value::as_str).is_some_and(|value| value.eq_ignore_ascii_case(called))
        };
        let by_id = items.iter().find(|item| is(item, noun.id));
        // The name of what counts no longer may be another's by now.
        let mut by_name = items.iter().filter(|item| is(item, noun.name) && !item.contains_key("revoked_at"));
        let found = match (by_id, by_name.next(), by_name.next()) {
            (Some(found), _, _) | (None, Some(found), None) => found,
            (None, Some(_), Some(_)) => bail!("several are called {called}: give the ID of the {}", noun.one),
            (None, None, _) => bail!("there is no {} {called}", noun.one),
        };
        match found.get(noun.id) {
            Some(Value::String(id)) => Ok(id.clone()),
            _ => bail!("the answer has no {}: is the server of another version?", noun.id),
        }
    }

    /// The place of what is called so, which `Noun::path` is the beginning of.
    pub(super) async fn place(&self, noun: &Noun, called: &str) -> anyhow::Result<String> {
        self.id(noun, &[noun.path], called).await
    }
}
