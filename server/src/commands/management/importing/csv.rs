//! Clients from a table (RFC 4180).

use anyhow::{Context as _, bail};
use csv::{ReaderBuilder, StringRecord};
use domain::{ClientType, GrantType, OAuthClientDraft, PkceMethod, Status};
use service::{MAX_ENTRIES, OAuthClientEntry};

use super::imported::Imported;

/// Bytes of a table.
const LIMIT: usize = 1024 * 1024;
const COLUMNS: [&str; 9] = [
    "client_name",
    "client_id",
    "client_type",
    "grant_type",
    "redirect_uris",
    "web_origins",
    "pkce_code_challenge_method",
    "description",
    "status",
];

/// Reads a table. A column that is not there is empty on every line.
pub(super) fn read(text: &str) -> anyhow::Result<Imported> {
    if text.len() > LIMIT {
        bail!("the table is longer than 1 MiB");
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let header = reader.headers().context("the table has no header")?.clone();
    let mut places = [None; COLUMNS.len()];
    if header.is_empty() {
        bail!("line 1: there is no column. The columns are {}.", COLUMNS.join(", "));
    }
    for (index, name) in header.iter().enumerate() {
        let Some(column) = COLUMNS.iter().position(|column| *column == name.trim()) else {
            bail!("line 1: there is no column {name:?}. The columns are {}.", COLUMNS.join(", "));
        };
        if places[column].replace(index).is_some() {
            bail!("line 1: the column {name:?} stands twice.");
        }
    }
    let mut imported = Imported::default();
    let mut problems = Vec::new();
    for (number, record) in reader.records().enumerate() {
        if number >= MAX_ENTRIES {
            bail!("the table has more than {MAX_ENTRIES} lines");
        }
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                bail!("line {line}: it does not have as many fields as the header, or is not text.");
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        match client(&record, &places) {
            Ok(client) => imported.clients.push(client),
            Err(found) => {
                problems.extend(found.into_iter().map(|problem| format!("\n  line {line}: {problem}")));
            }
        }
    }
    if !problems.is_empty() {
        bail!("the table cannot be imported as it stands:{}", problems.concat());
    }
    Ok(imported)
}

fn client(
    record: &StringRecord,
    places: &[Option<usize>; COLUMNS.len()],
) -> Result<OAuthClientEntry, Vec<String>> {
    let value = |column: usize| places[column].and_then(|place| record.get(place)).unwrap_or_default().trim();
    let list = |column: usize| value(column).split_whitespace().map(str::to_owned).collect();
    let mut problems = Vec::new();
    let client_type = choice(value(2), ClientType::default(), ClientType::parse)
        .ok_or("client_type: Use confidential or public.");
    let grant_type = match (value(3), client_type) {
        ("", Ok(ClientType::Public)) => Ok(GrantType::AuthorizationCode),
        (typed, _) => choice(typed, GrantType::default(), GrantType::parse)
            .ok_or("grant_type: Use client_credentials or authorization_code."),
    };
    let pkce_method = match value(6) {
        "" => Ok(None),
        typed => PkceMethod::parse(typed)
            .map(Some)
            .ok_or("pkce_code_challenge_method: Use plain or S256, or leave it empty."),
    };
    let status = match value(8) {
        "" => Ok(None),
        typed => Status::parse(typed).map(Some).ok_or("status: Use enabled or disabled."),
    };
    for problem in
        [client_type.err(), grant_type.err(), pkce_method.err(), status.err()].into_iter().flatten()
    {
        problems.push(problem.to_owned());
    }
    let draft = OAuthClientDraft {
        client_name: value(0).to_owned(),
        client_id: value(1).to_owned(),
        client_type: client_type.unwrap_or_default(),
        grant_type: grant_type.unwrap_or_default(),
        redirect_uris: list(4),
        web_origins: list(5),
        pkce_code_challenge_method: pkce_method.unwrap_or_default(),
        description: value(7).to_owned(),
    };
    if problems.is_empty()
        && let Err(found) = draft.check()
    {
        problems.extend(found.into_iter().map(|problem| format!("{}: {}", problem.field, problem.message)));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(OAuthClientEntry {
        client_name: draft.client_name,
        client_id: draft.client_id,
        client_type: draft.client_type,
        grant_type: draft.grant_type,
        redirect_uris: draft.redirect_uris,
        web_origins: draft.web_origins,
        pkce_code_challenge_method: draft.pkce_code_challenge_method,
        description: draft.description,
        status: status.unwrap_or_default(),
        roles: None,
    })
}

/// What was typed; where nothing was, what there is otherwise.
fn choice<T>(typed: &str, otherwise: T, parse: fn(&str) -> Option<T>) -> Option<T> {
    if typed.is_empty() { Some(otherwise) } else { parse(typed) }
}
