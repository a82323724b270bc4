//! The list of OAuth clients, page by page.

use std::collections::HashMap;

use domain::{ClientListView, ClientOrder, search_terms};
use store::{ClientPlace, ClientQuery, ClientRows, ListedClient, OAuthClient};

use crate::{Reader, ServiceError, Services, page_token};

const PAGE_SIZE: u16 = 50;

/// A page of the list, in the order that was asked for.
#[derive(Debug)]
pub struct ClientPage {
    /// At most fifty.
    pub clients: Vec<ListedClient>,
    /// The page before this one, where there is one.
    pub previous: Option<String>,
    /// The page after this one, where there is one.
    pub next: Option<String>,
    /// Where the search goes on, where it looked at a part of the clients only: `next` or, for a page that was named from
    /// the other side, `previous`.
    pub further: Option<String>,
}

/// Clients of the list with all their fields, for who reads it from its start to its end.
#[derive(Debug)]
pub struct ClientListing {
    /// As many as were asked for, at most. Fewer, or none, where a search goes on.
    pub clients: Vec<OAuthClient>,
    /// Where the list goes on, where it does.
    pub next: Option<String>,
}

impl Services {
    /// So many of the clients that `view` asks for, with all their fields: the first ones, or those after the place that was
    /// named with the ones before.
    ///
    /// # Errors
    /// [`ServiceError::PositionMalformed`] for a place that this server never named in this order.
    pub async fn oauth_clients_after(
        &self,
        _reader: &Reader,
        view: &ClientListView,
        place: Option<&str>,
        limit: u16,
    ) -> Result<ClientListing, ServiceError> {
        let terms = search_terms(&view.q);
        let query = ClientQuery {
            terms: &terms,
            status: view.status,
            client_type: view.client_type,
            grant_type: view.grant_type,
            order: view.sort,
        };
        let place = match page_token::client_place(place, view.sort)? {
            place @ (ClientPlace::First | ClientPlace::After(_)) => place,
            ClientPlace::Before(_) | ClientPlace::Last => return Err(ServiceError::PositionMalformed),
        };
        let rows = self.store.oauth_clients(&query, &place, limit).await?;
        let page = ClientPage::new(rows, &place, view.sort);
        let ids: Vec<_> = page.clients.iter().map(|client| client.id.as_str()).collect();
        let whole = if ids.is_empty() { Vec::new() } else { self.store.oauth_clients_with_ids(&ids).await? };
        let mut whole: HashMap<_, _> = whole.into_iter().map(|client| (client.id.clone(), client)).collect();
        // Whatever was deleted in between is in neither.
        let clients = page.clients.iter().filter_map(|client| whole.remove(&client.id)).collect();
        Ok(ClientListing { clients, next: page.next })
    }

    /// A page of the clients that `view` asks for: the first one, the last one (`last`), or the one that an earlier page
    /// named. Where everything on that one is gone, the last one, but nothing where a search finds nothing more; where the
    /// first one is no longer full from there, the first one from its start.
    ///
    /// # Errors
    /// [`ServiceError::PositionMalformed`] for a page that this server never named in this order.
    pub async fn oauth_clients(
        &self,
        _reader: &Reader,
        view: &ClientListView,
        page: Option<&str>,
    ) -> Result<ClientPage, ServiceError> {
        let terms = search_terms(&view.q);
        let query = ClientQuery {
            terms: &terms,
            status: view.status,
            client_type: view.client_type,
            grant_type: view.grant_type,
            order: view.sort,
        };
        let mut place = page_token::client_place(page, view.sort)?;
        let mut rows = self.store.oauth_clients(&query, &place, PAGE_SIZE).await?;
        if let Some(end) = end_beyond(&query, &rows, &place) {
            place = end;
            rows = self.store.oauth_clients(&query, &place, PAGE_SIZE).await?;
        }

        Ok(ClientPage::new(rows, &place, view.sort))
    }
}

impl ClientPage {
    fn new(rows: ClientRows, place: &ClientPlace, order: ClientOrder) -> Self {
        let goes_back = match place {
            ClientPlace::First | ClientPlace::After(_) => false,
            ClientPlace::Last | ClientPlace::Before(_) => true,
        };
        let is_partial = rows.walked_until.is_some();
        let first = rows.clients.first().map(|client| client.position(order));
        let last = rows.clients.last().map(|client| client.position(order));
        // Where a search stopped half way, what is left begins there and not beside the last row found.
        let (before, after) = match rows.walked_until {
            Some(stop) if goes_back => (Some(stop.clone()), last.or(Some(stop))),
            Some(stop) => (first.or(Some(stop.clone())), Some(stop)),
            None => (first, last),
        };
        // Before a page on which there is nothing lies the end of what there is.
        let previous = rows.has_before.then(|| before.map_or_else(page_token::last, page_token::before));
        let next = after.filter(|_| rows.has_after).map(page_token::after);
        let further = if goes_back { &previous } else { &next };
        Self { further: further.clone().filter(|_| is_partial), clients: rows.clients, previous, next }
    }
}

/// The end of the list to show instead of a page of which nothing is there any more, or less than the list has.
fn end_beyond(query: &ClientQuery<'_>, rows: &ClientRows, place: &ClientPlace) -> Option<ClientPlace> {
    if rows.walked_until.is_some() {
        return None;
    }
    match place {
        // A search would look from the end at what it has just looked at in vain.
        ClientPlace::After(_) if rows.clients.is_empty() && query.terms.is_empty() => Some(ClientPlace::Last),
        ClientPlace::Before(_) if rows.clients.len() < usize::from(PAGE_SIZE) => Some(ClientPlace::First),
        ClientPlace::After(_) | ClientPlace::Before(_) | ClientPlace::First | ClientPlace::Last => None,
    }
}

#[cfg(test)]
mod tests {
    use store::{ClientPosition, SortKey};

    use super::*;

    #[test]
    fn a_search_that_stopped_half_way_goes_on_in_its_direction() {
        let stop = ClientPosition { key: SortKey::Time(5), id: "five".to_owned() };
        let (before, after) = (page_token::before(stop.clone()), page_token::after(stop.clone()));
        for (place, has_before, has_after, further) in [
            (ClientPlace::First, false, true, &after),
            (ClientPlace::After(stop.clone()), true, true, &after),
            (ClientPlace::Before(stop.clone()), true, true, &before),
            (ClientPlace::Last, true, false, &before),
        ] {
            let walked_until = Some(stop.clone());
            let rows = ClientRows { clients: Vec::new(), has_before, has_after, walked_until };
            let page = ClientPage::new(rows, &place, ClientOrder::default());
            assert_eq!(page.further.as_ref(), Some(further), "{place:?}");
            assert_eq!((page.previous.is_some(), page.next.is_some()), (has_before, has_after), "{place:?}");
        }
    }
}
