//! Changing clients and principals, and saying what became of it.

use domain::{ClientsChange, HolderKind, LeftOut};

use crate::components::banner::Banners;
use crate::error::PortalError;
use crate::holders::actions::Target;
use crate::holders::api::{ChangedClients, change_clients};

/// Of more than these a message names no names.
const NAMED: usize = 3;

/// Changes the clients or principals, tells the person, and answers what they have become, if anything: one that somebody else
/// has deleted counts as deleted.
pub async fn carry_out(targets: &[Target], change: ClientsChange, banners: Banners) -> Option<ClientsChange> {
    let ids = targets.iter().map(|target| target.client_id.clone()).collect();
    let answer = change_clients(ids, change).await;
    tell(banners, change, targets, answer)
}

/// Says what became of a change.
pub fn tell(
    banners: Banners,
    change: ClientsChange,
    targets: &[Target],
    answer: Result<ChangedClients, PortalError>,
) -> Option<ClientsChange> {
    let ChangedClients { changed, left_out } = match answer {
        Ok(answer) => answer,
        Err(error) => {
            banners.error(error.to_string());
            return None;
        }
    };
    let mut sentences = Vec::new();
    if !changed.is_empty() {
        sentences.push(changed_sentence(change, kind(targets), &changed));
    }
    for (id, why) in left_out.iter().take(NAMED) {
        let target = targets.iter().find(|target| target.client_id == *id);
        let name = target.map_or(id, |target| &target.client_name);
        sentences.push(["“", name, "” ", left_out_words(*why)].concat());
    }
    if let Some(more) = left_out.len().checked_sub(NAMED).filter(|more| *more > 0) {
        sentences.push([&more.to_string(), " more were left as they were."].concat());
    }
    let text = sentences.join(" ");
    let is_gone = |(_, why): &(String, LeftOut)| *why == LeftOut::NotFound;
    if left_out.is_empty() {
        banners.success(text);
    } else {
        banners.error(text);
    }
    if !changed.is_empty() {
        Some(change)
    } else if left_out.iter().any(is_gone) {
        Some(ClientsChange::Delete)
    } else {
        None
    }
}

/// Those of one change are of one kind.
pub fn kind(targets: &[Target]) -> HolderKind {
    targets.first().map_or(HolderKind::OAuthClient, |target| target.kind)
}

fn changed_sentence(change: ClientsChange, kind: HolderKind, names: &[String]) -> String {
    let what = match (change, names) {
        (ClientsChange::Enable, _) => "enabled.",
        (ClientsChange::Disable, [_]) => "disabled: it gets no more tokens.",
        (ClientsChange::Disable, _) => "disabled: they get no more tokens.",
        (ClientsChange::Delete, _) => "deleted.",
    };
    match names {
        [name] => ["“", name, "” ", what].concat(),
        names => [&names.len().to_string(), " ", kind.nouns(), " ", what].concat(),
    }
}

fn left_out_words(why: LeftOut) -> &'static str {
    match why {
        LeftOut::NotFound => "does not exist any more.",
        LeftOut::InProgress => "was left as it was: a request for it is in progress.",
    }
}
