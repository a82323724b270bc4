//! The statements that a list is read with.
//!
//! They leave the planner no choice that could be a bad one, since it may know nothing of the tables yet or guess wrong
//! how many clients have a word. A condition that no index must be chosen for is written as an expression (`x || ''`),
//! one that needs the index of its first column as a comparison of rows, one that must be asked client by client as a
//! scalar subquery. `CROSS JOIN` keeps SQLite's order of tables.

use super::classes::{Class, Key, column};
use super::{ClientPosition, ClientQuery, SortKey};
use crate::statement::{Placeholder, Statement, Value};

const LISTED: &str = "SELECT c.id, c.client_id, c.name, c.name_key, c.client_type, c.grant_type, c.status, \
     c.created_at, c.updated_at, (SELECT p.state FROM provisioning_requests p WHERE p.oauth_client_id = c.id) \
     AS request_state FROM (";

/// Comes after every text that begins with the same.
const LAST_CHARACTER: &str = "\u{10FFFF}";

/// Which way a list is read: `is_up` from the smallest key on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) is_up: bool,
}

impl Way {
    fn order(self) -> &'static str {
        if self.is_up { " ASC" } else { " DESC" }
    }

    fn after(self) -> &'static str {
        if self.is_up { " > " } else { " < " }
    }

    fn up_to(self) -> &'static str {
        if self.is_up { " <= " } else { " >= " }
    }
}

/// Classes that follow each other client by client, and the part of them that is wanted.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub(super) classes: Vec<Class>,
    /// After here.
    pub(super) from: Option<ClientPosition>,
    /// Up to and with here.
    pub(super) until: Option<ClientPosition>,
}

/// How many rows say that a word of theirs begins with `term`, counted up to `most`.
pub(super) fn count(term: &str, most: u16) -> Statement<'_> {
    let mut statement =
        Statement::new("SELECT COUNT(*) FROM (SELECT w.word FROM oauth_client_words w WHERE ");
    let word = Word::new(&mut statement, term);
    word.push(&mut statement);
    statement.push(" ORDER BY w.word, w.oauth_client_id LIMIT ").push_number(most).push(") AS counted");
    statement
}

/// The first clients that have all of `terms`, of which the first is the rarest.
pub(super) fn of_candidates<'a>(
    query: &ClientQuery<'a>,
    terms: &[&'a str],
    from: Option<&'a ClientPosition>,
    way: Way,
    limit: u16,
) -> Statement<'a> {
    let (key, kind) = column(query.order.column);
    let mut statement = Statement::new(LISTED);
    statement.push("SELECT DISTINCT w.oauth_client_id FROM oauth_client_words w WHERE ");
    for (number, term) in terms.iter().enumerate() {
        let word = Word::new(&mut statement, term);
        if number == 0 {
            word.push(&mut statement);
        } else {
            word.push_test(&mut statement, "w.oauth_client_id");
        }
    }
    statement.push(") AS found CROSS JOIN oauth_clients c WHERE c.id = found.oauth_client_id");
    for (column, value) in [
        (" AND c.status || '' = ", query.status.map(|status| status.as_str())),
        (" AND c.client_type || '' = ", query.client_type.map(|client_type| client_type.as_str())),
        (" AND c.grant_type || '' = ", query.grant_type.map(|grant_type| grant_type.as_str())),
    ] {
        if let Some(value) = value {
            statement.push(column).bind(Value::Text(value));
        }
    }
    if let Some(from) = from {
        let unindexed = match kind {
            Key::OfClass(_) | Key::Text => " || ''",
            Key::Time => " + 0",
        };
        statement.push(" AND (c.").push(key).push(unindexed).push(", c.id)").push(way.after()).push("(");
        statement.bind(key_value(&from.key)).push(", ").bind(Value::Text(&from.id)).push(")");
    }
    statement.push(" ORDER BY c.").push(key).push(way.order()).push(", c.id").push(way.order());
    statement.push(" LIMIT ").push_number(limit);
    statement
}

/// The first clients of a stretch that have all of `terms`.
pub(super) fn of_stretch<'a>(
    query: &ClientQuery<'a>,
    stretch: &'a Stretch,
    terms: &[&'a str],
    way: Way,
    limit: u16,
) -> Statement<'a> {
    let mut statement = Statement::new(LISTED);
    push_merge(&mut statement, query, stretch, terms, way);
    statement.push(" LIMIT ").push_number(limit);
    statement.push(") AS page CROSS JOIN oauth_clients c WHERE c.id = page.id ORDER BY ");
    if let (_, Key::Text | Key::Time) = column(query.order.column) {
        statement.push("page.sort_key").push(way.order()).push(", ");
    }
    statement.push("page.id").push(way.order());
    statement
}

/// The key, unless the class decides it, and the primary key of the client so many further on in a stretch.
pub(super) fn further_on<'a>(
    query: &ClientQuery<'a>,
    stretch: &'a Stretch,
    way: Way,
    distance: u16,
) -> Statement<'a> {
    let mut statement = Statement::new("");
    push_merge(&mut statement, query, stretch, &[], way);
    statement.push(" LIMIT 1 OFFSET ").push_number(distance - 1);
    statement
}

/// The ranges of a stretch's classes, merged into the order of the list.
fn push_merge<'a>(
    statement: &mut Statement<'a>,
    query: &ClientQuery<'a>,
    stretch: &'a Stretch,
    terms: &[&'a str],
    way: Way,
) {
    let key = match column(query.order.column) {
        (key, Key::Text | Key::Time) => Some(key),
        (_, Key::OfClass(_)) => None,
    };
    let words: Vec<Word> = terms.iter().map(|term| Word::new(statement, term)).collect();
    let mut edge = |position: &'a Option<ClientPosition>| {
        position.as_ref().map(|position| {
            let key = key.map(|_| statement.placeholder(key_value(&position.key)));
            (key, statement.placeholder(Value::Text(&position.id)))
        })
    };
    let (from, until) = (edge(&stretch.from), edge(&stretch.until));
    for (number, class) in stretch.classes.iter().enumerate() {
        // Each part has its order, or Postgres does not see that parts in order need only be merged.
        statement.push(if number == 0 { "" } else { " UNION ALL " }).push("SELECT ");
        statement.push(if key.is_some() { "sort_key, id" } else { "id" }).push(" FROM (SELECT ");
        if let Some(key) = key {
            statement.push("c.").push(key).push(" AS sort_key, ");
        }
        statement.push("c.id FROM oauth_clients c WHERE c.status = '").push(class.status.as_str());
        statement.push("' AND c.client_type = '").push(class.client_type.as_str());
        statement.push("' AND c.grant_type = '").push(class.grant_type.as_str()).push("'");
        for (edge, compared) in [(from, way.after()), (until, way.up_to())] {
            match (edge, key) {
                (Some((Some(key_at), id_at)), Some(key)) => {
                    statement.push(" AND (c.").push(key).push(", c.id)").push(compared).push("(");
                    statement.push_placeholder(key_at).push(", ").push_placeholder(id_at).push(")");
                }
                (Some((_, id_at)), _) => {
                    statement.push(" AND c.id").push(compared).push_placeholder(id_at);
                }
                (None, _) => {}
            }
        }
        for word in &words {
            word.push_test(statement, "c.id");
        }
        push_order(statement, key.is_some(), way);
        statement.push(") AS part");
    }
    push_order(statement, key.is_some(), way);
}

fn push_order(statement: &mut Statement<'_>, has_key: bool, way: Way) {
    statement.push(" ORDER BY ");
    if has_key {
        statement.push("sort_key").push(way.order()).push(", ");
    }
    statement.push("id").push(way.order());
}

fn key_value(key: &SortKey) -> Value<'_> {
    match key {
        SortKey::Text(text) => Value::Text(text),
        SortKey::Time(time) => Value::Number(*time),
    }
}

/// A word that begins with a term: a range of words.
#[derive(Clone, Copy, Debug)]
struct Word {
    first: Placeholder,
    last: Placeholder,
}

impl Word {
    fn new<'a>(statement: &mut Statement<'a>, term: &'a str) -> Self {
        Self {
            first: statement.placeholder(Value::Text(term)),
            last: statement.placeholder(Value::Owned([term, LAST_CHARACTER].concat())),
        }
    }

    fn push(self, statement: &mut Statement<'_>) {
        statement.push("w.word >= ").push_placeholder(self.first);
        statement.push(" AND w.word < ").push_placeholder(self.last);
    }

    /// Asks whether the client has such a word, client by client.
    fn push_test(self, statement: &mut Statement<'_>, id: &'static str) {
        statement
            .push(" AND (SELECT o.word FROM oauth_client_words o WHERE (o.oauth_client_id, o.word) >= (");
        statement.push(id).push(", ").push_placeholder(self.first);
        statement.push(") AND (o.oauth_client_id, o.word) < (");
        statement.push(id).push(", ").push_placeholder(self.last).push(")");
        statement.push(" ORDER BY o.oauth_client_id, o.word LIMIT 1) IS NOT NULL");
    }
}
