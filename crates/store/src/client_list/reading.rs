//! How a page is read: which statements, one after the other.

use domain::{ClientColumn, ClientType, GrantType, Status};
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use super::classes::{Key, classes, column};
use super::sql::{Stretch, Way, count, further_on, of_candidates, of_stretch};
use super::{ClientPlace, ClientPosition, ClientQuery, ClientRows, ListedClient, SearchBounds, SortKey};
use crate::error::Place;
use crate::statement::Statement;
use crate::{Store, StoreError};

/// Clients that a walk tests first: most walks end there. It goes on with a wider window each time.
const FIRST_WINDOW: u16 = 500;
const WINDOW_GROWS: u16 = 4;

#[derive(FromRow)]
struct ListedClientRow {
    id: String,
    client_id: String,
    name: String,
    name_key: String,
    client_type: String,
    grant_type: String,
    status: String,
    created_at: i64,
    updated_at: Option<i64>,
    request_state: Option<String>,
}

impl TryFrom<ListedClientRow> for ListedClient {
    type Error = StoreError;

    fn try_from(row: ListedClientRow) -> Result<Self, StoreError> {
        let place = Place { table: "oauth_clients", id: &row.id };
        Ok(Self {
            client_type: ClientType::parse(&row.client_type).ok_or_else(|| place.corrupt("client_type"))?,
            grant_type: GrantType::parse(&row.grant_type).ok_or_else(|| place.corrupt("grant_type"))?,
            status: Status::parse(&row.status).ok_or_else(|| place.corrupt("status"))?,
            is_in_progress: row.request_state.as_deref() == Some("in_progress"),
            id: row.id,
            client_id: row.client_id,
            name: row.name,
            name_key: row.name_key,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

/// One page on its way.
pub(super) struct Reading<'a> {
    store: &'a Store,
    query: &'a ClientQuery<'a>,
    place: &'a ClientPlace,
    bounds: SearchBounds,
    way: Way,
    found: Vec<ListedClient>,
    walked_until: Option<ClientPosition>,
    /// Kept where they are asked for.
    plans: Option<Vec<String>>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(
        store: &'a Store,
        query: &'a ClientQuery<'a>,
        place: &'a ClientPlace,
        bounds: SearchBounds,
    ) -> Self {
        // A page before a place is read from there, away from the start of the list.
        let is_up = query.order.is_descending == is_backwards(place);
        let way = Way { is_up };
        Self { store, query, place, bounds, way, found: Vec::new(), walked_until: None, plans: None }
    }

    pub(super) async fn page(mut self, limit: u16) -> Result<ClientRows, StoreError> {
        // One more, to know whether there is a page beyond.
        self.read(limit.saturating_add(1)).await?;
        let has_more = self.found.len() > usize::from(limit) || self.walked_until.is_some();
        self.found.truncate(usize::from(limit));
        if is_backwards(self.place) {
            self.found.reverse();
        }
        let (has_before, has_after) = match self.place {
            ClientPlace::First => (false, has_more),
            ClientPlace::After(_) => (true, has_more),
            ClientPlace::Last => (has_more, false),
            ClientPlace::Before(_) => (has_more, true),
        };
        Ok(ClientRows { clients: self.found, has_before, has_after, walked_until: self.walked_until })
    }

    pub(super) async fn plan(mut self, limit: u16) -> Result<Vec<String>, StoreError> {
        self.plans = Some(Vec::new());
        self.read(limit.saturating_add(1)).await?;
        Ok(self.plans.unwrap_or_default())
    }

    async fn read(&mut self, wanted: u16) -> Result<(), StoreError> {
        let mut terms = Vec::new();
        for term in self.query.terms {
            let counted: Vec<(i64,)> = self.rows(&count(term, self.bounds.uncommon)).await?;
            terms.push((counted.first().map_or(0, |(count,)| *count), term.as_str()));
        }
        terms.sort_unstable();
        let words: Vec<&str> = terms.iter().map(|(_, term)| *term).collect();
        match terms.first().map(|(count, _)| *count) {
            None => self.take(wanted).await,
            Some(0) => Ok(()),
            Some(count) if count < i64::from(self.bounds.rare) => self.look_at_all(&words, wanted).await,
            Some(count) if count < i64::from(self.bounds.uncommon) => {
                if !self.is_walk_likely_short(&words) {
                    return self.look_at_all(&words, wanted).await;
                }
                self.walk(&words, wanted, (self.bounds.walked / 2).max(1)).await?;
                if self.walked_until.take().is_some() {
                    self.found.clear();
                    self.look_at_all(&words, wanted).await?;
                }
                Ok(())
            }
            Some(_) => self.walk(&words, wanted, self.bounds.walked).await,
        }
    }

    /// Few clients have several uncommon words, and in an order of names those that have one stand together.
    fn is_walk_likely_short(&self, words: &[&str]) -> bool {
        let is_spread = match self.query.order.column {
            ClientColumn::ClientName | ClientColumn::ClientId => false,
            ClientColumn::Status
            | ClientColumn::ClientType
            | ClientColumn::GrantType
            | ClientColumn::CreatedAt
            | ClientColumn::UpdatedAt => true,
        };
        words.len() == 1 && is_spread
    }

    /// The first clients, where there is no search.
    async fn take(&mut self, wanted: u16) -> Result<(), StoreError> {
        for stretch in self.stretches() {
            self.find(&of_stretch(self.query, &stretch, &[], self.way, self.left(wanted))).await?;
            if self.left(wanted) == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Of all clients that have the first word, the first that have the others as well.
    async fn look_at_all(&mut self, words: &[&str], wanted: u16) -> Result<(), StoreError> {
        self.find(&of_candidates(self.query, words, from(self.place), self.way, wanted)).await
    }

    /// The first clients that have all words, among the next ones in the list.
    async fn walk(&mut self, words: &[&str], wanted: u16, mut left_to_walk: u16) -> Result<(), StoreError> {
        let mut window = FIRST_WINDOW;
        for mut stretch in self.stretches() {
            loop {
                let distance = window.min(left_to_walk);
                // The end of the window is a place, not a number of rows: it stays where it is when clients come or go.
                stretch.until = self.further_on(&stretch, distance).await?;
                self.find(&of_stretch(self.query, &stretch, words, self.way, self.left(wanted))).await?;
                if self.left(wanted) == 0 {
                    return Ok(());
                }
                // The rest of a stretch does not count: there are no more than two.
                let Some(until) = stretch.until.take() else { break };
                left_to_walk -= distance;
                if left_to_walk == 0 {
                    self.walked_until = Some(until);
                    return Ok(());
                }
                stretch.from = Some(until);
                window = window.saturating_mul(WINDOW_GROWS);
            }
        }
        Ok(())
    }

    /// The parts of the list from the place on, one after the other. Where the class decides the order, a part is the
    /// classes with the same value; else the whole list is one.
    fn stretches(&self) -> Vec<Stretch> {
        let classes = classes(self.query);
        if classes.is_empty() {
            return Vec::new();
        }
        let from = from(self.place).cloned();
        let (_, Key::OfClass(value)) = column(self.query.order.column) else {
            return vec![Stretch { classes, from, until: None }];
        };
        let mut values: Vec<&str> = classes.iter().map(|class| value(*class)).collect();
        values.sort_unstable();
        values.dedup();
        if !self.way.is_up {
            values.reverse();
        }
        let mut stretches = Vec::new();
        for of_stretch in values {
            let from = match &from {
                Some(ClientPosition { key: SortKey::Text(key), .. }) if key != of_stretch => {
                    if (of_stretch > key.as_str()) != self.way.is_up {
                        continue;
                    }
                    None
                }
                from => from.clone(),
            };
            let classes = classes.iter().copied().filter(|class| value(*class) == of_stretch).collect();
            stretches.push(Stretch { classes, from, until: None });
        }
        stretches
    }

    async fn further_on(
        &mut self,
        stretch: &Stretch,
        distance: u16,
    ) -> Result<Option<ClientPosition>, StoreError> {
        let statement = further_on(self.query, stretch, self.way, distance);
        Ok(match column(self.query.order.column).1 {
            Key::Text => {
                let rows: Vec<(String, String)> = self.rows(&statement).await?;
                rows.into_iter().next().map(|(key, id)| ClientPosition { key: SortKey::Text(key), id })
            }
            Key::Time => {
                let rows: Vec<(i64, String)> = self.rows(&statement).await?;
                rows.into_iter().next().map(|(key, id)| ClientPosition { key: SortKey::Time(key), id })
            }
            Key::OfClass(value) => {
                let rows: Vec<(String,)> = self.rows(&statement).await?;
                let key = stretch.classes.first().map(|class| SortKey::Text(value(*class).to_owned()));
                rows.into_iter().next().zip(key).map(|((id,), key)| ClientPosition { key, id })
            }
        })
    }

    async fn find(&mut self, statement: &Statement<'_>) -> Result<(), StoreError> {
        let rows: Vec<ListedClientRow> = self.rows(statement).await?;
        for row in rows {
            self.found.push(row.try_into()?);
        }
        Ok(())
    }

    fn left(&self, wanted: u16) -> u16 {
        usize::from(wanted).saturating_sub(self.found.len()).try_into().expect("no more than is wanted")
    }

    async fn rows<R>(&mut self, statement: &Statement<'_>) -> Result<Vec<R>, StoreError>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        if let Some(plans) = &mut self.plans {
            plans.extend(statement.plan(self.store).await?);
        }
        statement.rows(self.store).await
    }
}

fn is_backwards(place: &ClientPlace) -> bool {
    match place {
        ClientPlace::First | ClientPlace::After(_) => false,
        ClientPlace::Last | ClientPlace::Before(_) => true,
    }
}

fn from(place: &ClientPlace) -> Option<&ClientPosition> {
    match place {
        ClientPlace::First | ClientPlace::Last => None,
        ClientPlace::After(position) | ClientPlace::Before(position) => Some(position),
    }
}
