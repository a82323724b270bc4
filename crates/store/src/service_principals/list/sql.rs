//! The statements that the list is read with; see `client_list/sql.rs` for why they are written so.

use super::{PrincipalPlace, PrincipalPosition, PrincipalQuery};
use crate::statement::{Placeholder, Statement, Value};

/// The environment is asked for row by row, so that no planner begins with it.
const LISTED: &str = "SELECT p.id, p.client_id, p.name, p.security_type, p.environment_id, \
     (SELECT e.name FROM environments e WHERE e.id = p.environment_id) AS environment, \
     (SELECT e.audience FROM environments e WHERE e.id = p.environment_id) AS audience, \
     p.accepts_endpoint_audience, p.status, p.created_at, p.updated_at, p.version FROM ";

/// Comes after every text that begins with the same.
const LAST_CHARACTER: &str = "\u{10FFFF}";

/// How many rows say that a word of theirs begins with `term`, counted up to `most`.
pub(super) fn count(term: &str, most: u16) -> Statement<'_> {
    let mut statement =
        Statement::new("SELECT COUNT(*) FROM (SELECT w.word FROM service_principal_words w WHERE ");
    Word::new(&mut statement, term).push(&mut statement);
    statement.push(" ORDER BY w.word, w.service_principal_id LIMIT ").push_number(most).push(") AS counted");
    statement
}

/// The first principals that have all of `terms`, of which the first is the rarest. `||` and `+` keep the planner from the
/// indexes of those columns.
pub(super) fn of_candidates<'a>(
    query: &PrincipalQuery<'a>,
    terms: &[&'a str],
    place: &'a PrincipalPlace,
    limit: u16,
) -> Statement<'a> {
    let mut statement = Statement::new(LISTED);
    statement.push("(SELECT DISTINCT w.service_principal_id FROM service_principal_words w WHERE ");
    for (number, term) in terms.iter().enumerate() {
        let word = Word::new(&mut statement, term);
        if number == 0 {
            word.push(&mut statement);
        } else {
            word.push_test(&mut statement, "w.service_principal_id");
        }
    }
    statement.push(") AS found CROSS JOIN service_principals p WHERE p.id = found.service_principal_id");
    if let Some(environment) = query.environment {
        statement.push(" AND p.environment_id || '' = (SELECT e.id FROM environments e WHERE e.name = ");
        statement.bind(Value::Text(environment)).push(")");
    }
    push_place(&mut statement, " AND (p.created_at + 0, p.id)", place);
    statement.push(" ORDER BY ");
    push_order(&mut statement, place, limit);
    statement
}

/// The first principals that have all of `terms`, looked for in the order of the list.
pub(super) fn of_walk<'a>(
    query: &PrincipalQuery<'a>,
    terms: &[&'a str],
    place: &'a PrincipalPlace,
    limit: u16,
) -> Statement<'a> {
    let mut statement = Statement::new(LISTED);
    statement.push("service_principals p WHERE ");
    match query.environment {
        Some(environment) => push_part(&mut statement, environment, place),
        None => {
            statement.push("TRUE");
            push_place(&mut statement, " AND (p.created_at, p.id)", place);
        }
    }
    for term in terms {
        let word = Word::new(&mut statement, term);
        word.push_test(&mut statement, "p.id");
    }
    statement.push(" ORDER BY ");
    if query.environment.is_some() {
        statement.push("p.environment_id").push(order(place)).push(", ");
    }
    push_order(&mut statement, place, limit);
    statement
}

/// The part of an environment's list from a place on: both of its ends as comparisons of rows.
fn push_part<'a>(statement: &mut Statement<'a>, environment: &'a str, place: &'a PrincipalPlace) {
    let name = statement.placeholder(Value::Text(environment));
    let mut push_end = |columns: &'static str, end: &[Value<'a>]| {
        statement.push(columns).push(" ((SELECT e.id FROM environments e WHERE e.name = ");
        statement.push_placeholder(name).push(")");
        for value in end {
            statement.push(", ").bind(value.clone());
        }
        statement.push(")");
    };
    let (oldest, newest) = ([Value::Number(i64::MIN)], [Value::Number(i64::MAX)]);
    let at =
        |position: &'a PrincipalPosition| [Value::Number(position.created_at), Value::Text(&position.id)];
    match place {
        PrincipalPlace::First | PrincipalPlace::After(_) => {
            push_end("(p.environment_id, p.created_at) >=", &oldest);
        }
        PrincipalPlace::Before(position) => {
            push_end("(p.environment_id, p.created_at, p.id) >", &at(position));
        }
    }
    match place {
        PrincipalPlace::First | PrincipalPlace::Before(_) => {
            push_end(" AND (p.environment_id, p.created_at) <=", &newest);
        }
        PrincipalPlace::After(position) => {
            push_end(" AND (p.environment_id, p.created_at, p.id) <", &at(position));
        }
    }
}

fn push_place<'a>(statement: &mut Statement<'a>, columns: &'static str, place: &'a PrincipalPlace) {
    let (compared, position) = match place {
        PrincipalPlace::First => return,
        PrincipalPlace::After(position) => (" < (", position),
        PrincipalPlace::Before(position) => (" > (", position),
    };
    statement.push(columns).push(compared).bind(Value::Number(position.created_at));
    statement.push(", ").bind(Value::Text(&position.id)).push(")");
}

fn push_order(statement: &mut Statement<'_>, place: &PrincipalPlace, limit: u16) {
    statement.push("p.created_at").push(order(place)).push(", p.id").push(order(place));
    statement.push(" LIMIT ").push_number(limit);
}

/// A page before a place is read from there, away from the start of the list.
fn order(place: &PrincipalPlace) -> &'static str {
    match place {
        PrincipalPlace::First | PrincipalPlace::After(_) => " DESC",
        PrincipalPlace::Before(_) => " ASC",
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

    /// Asks whether the principal has such a word, principal by principal.
    fn push_test(self, statement: &mut Statement<'_>, id: &'static str) {
        statement.push(
            " AND (SELECT o.word FROM service_principal_words o WHERE (o.service_principal_id, o.word) >= (",
        );
        statement.push(id).push(", ").push_placeholder(self.first);
        statement.push(") AND (o.service_principal_id, o.word) < (");
        statement.push(id).push(", ").push_placeholder(self.last).push(")");
        statement.push(" ORDER BY o.service_principal_id, o.word LIMIT 1) IS NOT NULL");
    }
}
