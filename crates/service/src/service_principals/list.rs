//! The list of principals, page by page.

use domain::search_terms;
use store::{PrincipalPlace, PrincipalQuery, PrincipalRows};

use super::Principal;
use crate::{Reader, ServiceError, Services, page_token};

const PAGE_SIZE: u16 = 50;

/// Which principals are wanted; the default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrincipalView {
    /// What was typed to search by: words by how they begin, in name, client id and security type.
    pub q: String,
    /// Only those of this environment, by name.
    pub environment: Option<String>,
}

/// A page of the list, newest first.
#[derive(Debug)]
pub struct PrincipalPage {
    /// At most fifty.
    pub principals: Vec<Principal>,
    /// The page before this one, where there is one.
    pub previous: Option<String>,
    /// The page after this one, where there is one.
    pub next: Option<String>,
}

impl Services {
    /// A page of the principals that `view` asks for: the first one, or the one that an earlier page named. Where nothing
    /// is left on that one, or less than the list begins with, the first one.
    ///
    /// # Errors
    /// [`ServiceError::PositionMalformed`] for a page that this server never named.
    pub async fn principals(
        &self,
        _reader: &Reader,
        view: &PrincipalView,
        page: Option<&str>,
    ) -> Result<PrincipalPage, ServiceError> {
        let place = page_token::principal_place(page)?;
        let environment = view.environment.as_deref();
        // No stored text holds a NUL, and Postgres refuses to be asked about one.
        if environment.is_some_and(|environment| environment.contains('\0')) {
            return Ok(PrincipalPage { principals: Vec::new(), previous: None, next: None });
        }
        let terms = search_terms(&view.q);
        let query = PrincipalQuery { terms: &terms, environment };
        let mut rows = self.store.principals(&query, &place, PAGE_SIZE).await?;
        if falls_short(&rows, &place) {
            rows = self.store.principals(&query, &PrincipalPlace::First, PAGE_SIZE).await?;
        }
        Ok(rows.into())
    }
}

/// Whether a page shows less than the first one would: what was on it is gone.
fn falls_short(rows: &PrincipalRows, place: &PrincipalPlace) -> bool {
    match place {
        PrincipalPlace::First => false,
        PrincipalPlace::After(_) => rows.principals.is_empty(),
        PrincipalPlace::Before(_) => rows.principals.len() < usize::from(PAGE_SIZE),
    }
}

impl From<PrincipalRows> for PrincipalPage {
    fn from(rows: PrincipalRows) -> Self {
        let first = rows.principals.first().filter(|_| rows.has_before);
        let last = rows.principals.last().filter(|_| rows.has_after);
        Self {
            previous: first.map(|first| page_token::before_principal(first.into())),
            next: last.map(|last| page_token::after_principal(last.into())),
            principals: rows.principals,
        }
    }
}
