//! Prints how the database answers each view of the list of OAuth clients and of the audit trail, and in what time.
//! See `scripts/query-plans`.

use std::process::ExitCode;
use std::time::Duration;

use domain::{
    AuditAction, AuditFilter, ClientColumn, ClientListView, ClientOrder, ClientType, EntityKind, GrantType,
    Status, search_terms,
};
use store::{ClientPlace, ClientQuery, DatabaseUrl, EventPosition, SearchBounds, Store, StoreError};
use tokio::time::Instant;

/// As on the page.
const LIMIT: u16 = 50;
const ROUNDS: usize = 20;

/// Words as in the clients of `gatehouse dev seed`: all, many, some, few or none have them.
const SEARCHES: [&str; 12] = [
    "app",
    "b",
    "1",
    "billing",
    "bil",
    "billing portal",
    "müller berlin",
    "graz export night",
    "4711",
    "billing 4711",
    "night service graz quito",
    "nothing",
];

fn order(column: ClientColumn, is_descending: bool) -> ClientOrder {
    ClientOrder { column, is_descending }
}

fn orders() -> impl Iterator<Item = ClientOrder> {
    ClientColumn::ALL.into_iter().flat_map(|column| [order(column, false), order(column, true)])
}

fn views() -> Vec<(String, ClientListView)> {
    let searches = || SEARCHES.map(str::to_owned).into_iter().chain([String::new()]);
    let by = |sort| ClientListView { sort, ..ClientListView::default() };
    let mut views: Vec<(String, ClientListView)> = Vec::new();
    for sort in orders() {
        views.push((format!("sort {sort}"), by(sort)));
        for status in Status::ALL {
            let view = ClientListView { status: Some(status), ..by(sort) };
            views.push((format!("{} sort {sort}", status.as_str()), view));
        }
        let view = ClientListView {
            status: Some(Status::Disabled),
            client_type: Some(ClientType::Confidential),
            grant_type: Some(GrantType::AuthorizationCode),
            ..by(sort)
        };
        views.push((format!("disabled confidential codes sort {sort}"), view));
    }
    for q in searches().filter(|q| !q.is_empty()) {
        for sort in orders() {
            views.push((format!("search {q:?} sort {sort}"), ClientListView { q: q.clone(), ..by(sort) }));
        }
        let view =
            ClientListView { q: q.clone(), status: Some(Status::Disabled), ..ClientListView::default() };
        views.push((format!("search {q:?} disabled"), view));
    }
    views
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(Ok(url)) = arguments.first().map(|url| url.parse()) else {
        eprintln!("usage: query_plans DATABASE_URL [PART_OF_A_NAME]");
        return ExitCode::FAILURE;
    };
    match print(&url, arguments.get(1).map_or("", String::as_str)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}: {:?}", std::error::Error::source(&error));
            ExitCode::FAILURE
        }
    }
}

async fn print(url: &DatabaseUrl, wanted: &str) -> Result<(), StoreError> {
    let store = Store::open(url).await?;
    let mut report = Report { worst: Vec::new() };
    for (name, view) in views().into_iter().filter(|(name, _)| name.contains(wanted)) {
        let terms = search_terms(&view.q);
        let query = ClientQuery {
            terms: &terms,
            status: view.status,
            client_type: view.client_type,
            grant_type: view.grant_type,
            order: view.sort,
        };
        let first = store.oauth_clients(&query, &ClientPlace::First, LIMIT).await?;
        let mut places = vec![("first", ClientPlace::First), ("last", ClientPlace::Last)];
        let next = first.walked_until.or(first.clients.last().map(|client| client.position(view.sort)));
        places.extend(next.map(|next| ("second", ClientPlace::After(next))));
        for (page, place) in places {
            let mut times = Vec::new();
            let mut found = 0;
            let mut is_partial = false;
            for _ in 0..ROUNDS {
                let start = Instant::now();
                let rows = store.oauth_clients(&query, &place, LIMIT).await?;
                times.push(start.elapsed());
                (found, is_partial) = (rows.clients.len(), rows.walked_until.is_some());
            }
            let plan = store.plan_of_oauth_clients(&query, &place, LIMIT, SearchBounds::default()).await?;
            let cut = if is_partial { ", cut short" } else { "" };
            report.view(&format!("{name}, {page} page: {found} clients{cut}"), times, &plan);
        }
    }
    for (name, filter) in filters().into_iter().filter(|(name, _)| name.contains(wanted)) {
        for after in [None, Some(EventPosition { happened_at: 1_700_000_000, id: String::new() })] {
            let mut times = Vec::new();
            let mut found = 0;
            for _ in 0..ROUNDS {
                let start = Instant::now();
                found = store.audit_events(&filter, after.as_ref(), LIMIT).await?.len();
                times.push(start.elapsed());
            }
            let plan = store.plan_of_audit_events(&filter, after.as_ref(), LIMIT).await?;
            report.view(&format!("audit {name}: {found} events"), times, &plan);
        }
    }
    report.end();
    Ok(())
}

fn filters() -> Vec<(&'static str, AuditFilter)> {
    let actor = || Some("ada@example.com".to_owned());
    let every = AuditFilter::default;
    vec![
        ("all", every()),
        ("by actor", AuditFilter { actor: actor(), ..every() }),
        ("by unknown actor", AuditFilter { actor: Some("nobody".to_owned()), ..every() }),
        ("by action", AuditFilter { action: Some(AuditAction::ClientRegistered), ..every() }),
        ("by action nobody did", AuditFilter { action: Some(AuditAction::ClientDeleted), ..every() }),
        ("by kind", AuditFilter { entity_kind: Some(EntityKind::OAuthClient), ..every() }),
        ("by kind without events", AuditFilter { entity_kind: Some(EntityKind::PortalUser), ..every() }),
        (
            "by actor and action",
            AuditFilter { actor: actor(), action: Some(AuditAction::ClientDeleted), ..every() },
        ),
        (
            "by actor and kind",
            AuditFilter { actor: actor(), entity_kind: Some(EntityKind::PortalUser), ..every() },
        ),
        ("by name", AuditFilter { entity_name: Some("Billing 4711".to_owned()), ..every() }),
        (
            "by id",
            AuditFilter {
                entity_id: Some("none".to_owned()),
                entity_kind: Some(EntityKind::OAuthClient),
                ..every()
            },
        ),
        ("by time", AuditFilter { from: Some(1_650_000_000), until: Some(1_660_000_000), ..every() }),
    ]
}

struct Report {
    worst: Vec<(Duration, String)>,
}

impl Report {
    fn view(&mut self, name: &str, mut times: Vec<Duration>, plan: &[String]) {
        times.sort_unstable();
        let (p50, p95) = (times[times.len() / 2], times[times.len() * 95 / 100]);
        println!("{:8.2} ms {:8.2} ms  {name}", p50.as_secs_f64() * 1e3, p95.as_secs_f64() * 1e3);
        for line in plan {
            println!("            {line}");
        }
        let walks: Vec<&String> = plan.iter().filter(|line| is_no_index(line)).collect();
        for line in walks {
            println!("      NO INDEX  {line}");
        }
        self.worst.push((p95, name.to_owned()));
    }

    fn end(mut self) {
        self.worst.sort_unstable();
        println!("\nthe slowest, p95:");
        for (p95, name) in self.worst.iter().rev().take(12) {
            println!("{:8.2} ms  {name}", p95.as_secs_f64() * 1e3);
        }
    }
}

/// Whether a line of a plan says that a table is read from end to end.
fn is_no_index(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '-', '>']);
    ["SCAN oauth", "SCAN audit", "SCAN c", "SCAN w", "Seq Scan on"]
        .iter()
        .any(|start| line.starts_with(start))
        && !line.contains("counted")
}
