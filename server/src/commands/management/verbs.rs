//! What is the same for everything that can be listed, shown, made, changed and removed.

use serde::Serialize;
use serde_json::{Map, Value, json};
use server::config::{Deletion, Listing};

use super::answer::Answer;
use super::confirmation::confirm;
use super::resolving::Page;
use super::table::rows;
use super::{Asking, Management, Noun};

impl Management {
    /// Lists what is asked for, as far as the command line says.
    pub(super) async fn list(&self, noun: &Noun, asking: Asking, listing: &Listing) -> anyhow::Result<()> {
        if listing.all {
            let items = self.every(asking).await?;
            return self.told(noun, &items, &json!({ "items": items }).to_string());
        }
        let answer = self.transport.send(&asking.with_page(listing.limit, listing.cursor.as_deref())).await?;
        let page: Page = answer.read()?;
        self.told(noun, &page.items, &answer.text)?;
        if let Some(cursor) = page.next_cursor
            && !self.output.is_json
        {
            self.output.note(&format!("There are more: --cursor {cursor} shows the next, --all every one."));
        }
        Ok(())
    }

    /// Lists all that is asked for, which the API gives at once.
    pub(super) async fn list_whole(&self, noun: &Noun, asking: Asking) -> anyhow::Result<()> {
        self.many(noun, &self.transport.send(&asking).await?)
    }

    /// Shows the things in an answer.
    pub(super) fn many(&self, noun: &Noun, answer: &Answer) -> anyhow::Result<()> {
        let page: Page = answer.read()?;
        self.told(noun, &page.items, &answer.text)
    }

    fn told(&self, noun: &Noun, items: &[Map<String, Value>], json: &str) -> anyhow::Result<()> {
        let output = self.output;
        if output.is_json {
            Ok(output.print(json)?)
        } else if items.is_empty() {
            output.note(&format!("There is no {}.", noun.one));
            Ok(())
        } else {
            Ok(output.print(&rows(noun.columns, items))?)
        }
    }

    /// Shows what is at `path`.
    pub(super) async fn show(&self, path: &[&str]) -> anyhow::Result<()> {
        self.output.one(&self.transport.send(&Asking::get(path)).await?)
    }

    /// Makes one more at `path`.
    pub(super) async fn create(
        &self,
        noun: &Noun,
        path: &[&str],
        fields: &impl Serialize,
    ) -> anyhow::Result<()> {
        let answer = self.transport.send(&Asking::post(path).with_json(fields)).await?;
        self.output.made(&answer, noun.secret)
    }

    /// Changes what is at `path`: as it is now, unless the caller says as what.
    pub(super) async fn edit(
        &self,
        path: &[&str],
        patch: &impl Serialize,
        if_match: Option<String>,
    ) -> anyhow::Result<()> {
        let tag = match if_match {
            Some(tag) => Some(tag),
            None => self.tag(path).await?,
        };
        let asking = Asking::patch(path, patch).with_if_match(tag.as_deref())?;
        self.output.one(&self.transport.send(&asking).await?)
    }

    /// Puts something else in place of what is at `path`.
    pub(super) async fn replace(&self, path: &[&str], value: &impl Serialize) -> anyhow::Result<()> {
        let tag = self.tag(path).await?;
        let asking = Asking::put(path, value).with_if_match(tag.as_deref())?;
        self.output.one(&self.transport.send(&asking).await?)
    }

    async fn tag(&self, path: &[&str]) -> anyhow::Result<Option<String>> {
        Ok(self.transport.send(&Asking::get(path)).await?.tag().map(ToOwned::to_owned))
    }

    /// Does what has a path of its own.
    pub(super) async fn act(&self, path: &[&str], done: &str) -> anyhow::Result<()> {
        Ok(self.output.done(&self.transport.send(&Asking::post(path)).await?, done)?)
    }

    /// Removes what is at `path`, when somebody is sure.
    pub(super) async fn delete(
        &self,
        noun: &Noun,
        path: &[&str],
        name: &str,
        deletion: &Deletion,
    ) -> anyhow::Result<()> {
        confirm(deletion, noun.one, name)?;
        let asking = Asking::delete(path).with_if_match(deletion.if_match.as_deref())?;
        let answer = self.transport.send(&asking).await?;
        Ok(self.output.done(&answer, &format!("The {} {name} is gone.", noun.one))?)
    }
    /// Makes one of those at `path` count no longer; it stays to be seen.
    pub(super) async fn retire(&self, noun: &Noun, path: &[&str], called: &str) -> anyhow::Result<()> {
        let id = self.id(noun, path, called).await?;
        let answer = self.transport.send(&Asking::delete(&[path, &[&id]].concat())).await?;
        Ok(self.output.done(&answer, &format!("The {} {called} counts no longer.", noun.one))?)
    }
}
