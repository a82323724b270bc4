//! The list of principals, newest first: search, one filter, each page an index's work.
//!
//! A search begins with its rarest word. Where few principals have it, they are all looked at and put in order. Where
//! many have it, the list is walked in its order and each principal tested: soon enough there are many hits.

use super::{Principal, rows::PrincipalRow};
use crate::{Store, StoreError};
use sql::{count, of_candidates, of_walk};

mod sql;

/// Where fewer words than this begin with a term, all principals that have one are looked at.
const RARE: u16 = 2_000;

/// Which principals are wanted.
#[derive(Clone, Copy, Debug)]
pub struct PrincipalQuery<'a> {
    /// For each of these, a word of the principal must begin with it. Of [`domain::search_terms`].
    pub terms: &'a [String],
    /// Only those of the environment with this name.
    pub environment: Option<&'a str>,
}

/// A principal's place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalPosition {
    /// Epoch seconds.
    pub created_at: i64,
    /// Primary key, which tells apart those of one second.
    pub id: String,
}

impl From<&Principal> for PrincipalPosition {
    fn from(principal: &Principal) -> Self {
        Self { created_at: principal.created_at, id: principal.id.clone() }
    }
}

/// Which page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalPlace {
    /// The first.
    First,
    /// The one that begins after this principal.
    After(PrincipalPosition),
    /// The one that ends before this principal.
    Before(PrincipalPosition),
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalRows {
    /// Newest first, whatever the place.
    pub principals: Vec<Principal>,
    /// Whether there is, or was when the place was named, something before them.
    pub has_before: bool,
    /// Whether there is, or was when the place was named, something after them.
    pub has_after: bool,
}

impl Store {
    /// A page of at most `limit` principals.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn principals(
        &self,
        query: &PrincipalQuery<'_>,
        place: &PrincipalPlace,
        limit: u16,
    ) -> Result<PrincipalRows, StoreError> {
        self.principals_where_rare(query, place, limit, RARE).await
    }

    /// The same where all principals with a word are looked at if fewer than `rare` words begin with a term.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails or holds a row that cannot be read.
    pub async fn principals_where_rare(
        &self,
        query: &PrincipalQuery<'_>,
        place: &PrincipalPlace,
        limit: u16,
        rare: u16,
    ) -> Result<PrincipalRows, StoreError> {
        let mut counted = Vec::new();
        for term in query.terms {
            let count: Vec<(i64,)> = count(term, rare).rows(self).await?;
            counted.push((count.first().map_or(0, |(count,)| *count), term.as_str()));
        }
        counted.sort_unstable();
        let terms: Vec<&str> = counted.iter().map(|(_, term)| *term).collect();
        // One more, to know whether there is a page beyond.
        let wanted = limit.saturating_add(1);
        let rows: Vec<PrincipalRow> = match counted.first() {
            Some((0, _)) => Vec::new(),
            Some((count, _)) if *count < i64::from(rare) => {
                of_candidates(query, &terms, place, wanted).rows(self).await?
            }
            Some(_) | None => of_walk(query, &terms, place, wanted).rows(self).await?,
        };
        let mut principals = rows.into_iter().map(Principal::try_from).collect::<Result<Vec<_>, _>>()?;
        let has_more = principals.len() > usize::from(limit);
        principals.truncate(usize::from(limit));
        let (has_before, has_after) = match place {
            PrincipalPlace::First => (false, has_more),
            PrincipalPlace::After(_) => (true, has_more),
            PrincipalPlace::Before(_) => (has_more, true),
        };
        if let PrincipalPlace::Before(_) = place {
            // Read from the place on, away from the start of the list.
            principals.reverse();
        }
        Ok(PrincipalRows { principals, has_before, has_after })
    }

    /// How the database finds a page, line by line, in its own words: where many have the words, and where few do.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn plan_of_principals(
        &self,
        query: &PrincipalQuery<'_>,
        place: &PrincipalPlace,
        limit: u16,
    ) -> Result<Vec<String>, StoreError> {
        let terms: Vec<&str> = query.terms.iter().map(String::as_str).collect();
        let mut plan = of_walk(query, &terms, place, limit).plan(self).await?;
        for term in &terms {
            plan.extend(count(term, RARE).plan(self).await?);
        }
        if !terms.is_empty() {
            plan.extend(of_candidates(query, &terms, place, limit).plan(self).await?);
        }
        Ok(plan)
    }
}
