//! The list of clients: every order, filter and search gives what a plain look at all of them gives.

use domain::{
    ClientColumn, ClientId, ClientName, ClientOrder, ClientType, Description, GrantType, Status,
    search_terms, search_words,
};
use store::{
    ClientPlace, ClientPosition, ClientQuery, ClientRows, OAuthClient, SearchBounds, SortKey, Store,
};

use crate::clients::{add, client, remove};
use crate::fixture::execute;

const NAMES: [&str; 6] = ["billing API", "Shop front", "BillingPortal", "Ärzte Portal", "zeta 2", "Étoile"];
const DESCRIPTIONS: [Option<&str>; 3] =
    [None, Some("Nightly billing run"), Some("Front of the shop,\nfor PORTAL people")];

/// Clients of every class, some with the same times, in no order.
fn clients(count: i64) -> Vec<OAuthClient> {
    let (newest, classes) = (1_700_000_000 + count, i64::try_from(CLASSES.len()).unwrap());
    (0..count)
        .map(|number| {
            let at = |length: usize| usize::try_from(number).unwrap() % length;
            let (client_type, grant_type) = CLASSES[at(CLASSES.len())];
            let is_public = client_type == ClientType::Public;
            let is_codes = grant_type == GrantType::AuthorizationCode;
            let some = client(number);
            OAuthClient {
                client_id: ClientId::parse(&format!("{}-{number}", ["x", "B", "a_b"][at(3)])).unwrap(),
                name: ClientName::parse(&format!("{} {number}", NAMES[at(NAMES.len())])).unwrap(),
                client_type,
                grant_type,
                redirect_uris: if is_codes { some.redirect_uris } else { Vec::new() },
                web_origins: Vec::new(),
                pkce_method: some.pkce_method.filter(|_| is_public),
                description: DESCRIPTIONS[at(3)].map(|text| Description::parse(text).unwrap()),
                status: if number % 7 < 2 { Status::Disabled } else { Status::Enabled },
                created_at: newest - (number * 7 % count) / 2,
                updated_at: (number % 3 == 0).then_some(newest + number % (classes + 1)),
                ..some
            }
        })
        .collect()
}

const CLASSES: [(ClientType, GrantType); 4] = [
    (ClientType::Confidential, GrantType::ClientCredentials),
    (ClientType::Public, GrantType::AuthorizationCode),
    (ClientType::Confidential, GrantType::AuthorizationCode),
    (ClientType::Confidential, GrantType::ClientCredentials),
];

async fn stored(store: &Store, count: i64) -> Vec<OAuthClient> {
    let clients = clients(count);
    let mut tx = store.begin().await.unwrap();
    for client in &clients {
        tx.add_oauth_client(client).await.unwrap().unwrap();
    }
    tx.commit().await.unwrap();
    clients
}

pub fn orders() -> impl Iterator<Item = ClientOrder> {
    ClientColumn::ALL
        .into_iter()
        .flat_map(|column| [false, true].map(|is_descending| ClientOrder { column, is_descending }))
}

pub const EVERY: ClientQuery<'static> = ClientQuery {
    terms: &[],
    status: None,
    client_type: None,
    grant_type: None,
    order: ClientOrder { column: ClientColumn::CreatedAt, is_descending: true },
};

/// What a look at all of them gives.
fn expected(clients: &[OAuthClient], query: &ClientQuery<'_>) -> Vec<String> {
    let has_words = |client: &OAuthClient| {
        let description = client.description.as_ref().map_or("", Description::as_str);
        let words = search_words([client.name.as_str(), client.client_id.as_str(), description]);
        query.terms.iter().all(|term| words.iter().any(|word| word.starts_with(term.as_str())))
    };
    let key = |client: &OAuthClient| match query.order.column {
        ClientColumn::Status => (client.status.as_str().to_owned(), 0),
        ClientColumn::ClientName => (client.name.key(), 0),
        ClientColumn::ClientId => (client.client_id.as_str().to_owned(), 0),
        ClientColumn::ClientType => (client.client_type.as_str().to_owned(), 0),
        ClientColumn::GrantType => (client.grant_type.as_str().to_owned(), 0),
        ClientColumn::CreatedAt => (String::new(), client.created_at),
        ClientColumn::UpdatedAt => (String::new(), client.updated_at.unwrap_or(0)),
    };
    let mut wanted: Vec<&OAuthClient> = clients
        .iter()
        .filter(|client| query.status.is_none_or(|status| status == client.status))
        .filter(|client| query.client_type.is_none_or(|client_type| client_type == client.client_type))
        .filter(|client| query.grant_type.is_none_or(|grant_type| grant_type == client.grant_type))
        .filter(|client| has_words(client))
        .collect();
    wanted.sort_by_key(|client| (key(client), client.id.clone()));
    if query.order.is_descending {
        wanted.reverse();
    }
    wanted.into_iter().map(|client| client.client_id.as_str().to_owned()).collect()
}

fn ids(rows: &ClientRows) -> Vec<String> {
    rows.clients.iter().map(|client| client.client_id.clone()).collect()
}

/// Reads the list from its first page to its last, or from its last to its first.
async fn read(
    store: &Store,
    query: &ClientQuery<'_>,
    start: ClientPlace,
    limit: u16,
    bounds: SearchBounds,
) -> (Vec<String>, usize) {
    let is_backwards = start == ClientPlace::Last;
    let (mut found, mut partial, mut place) = (Vec::new(), 0, start);
    loop {
        let page = store.oauth_clients_within(query, &place, limit, bounds).await.unwrap();
        let seen_before = !found.is_empty() || partial > 0;
        let (before, after) =
            if is_backwards { (page.has_after, page.has_before) } else { (page.has_before, page.has_after) };
        assert_eq!(before, seen_before, "{query:?} {place:?}");
        if page.walked_until.is_some() {
            partial += 1;
        } else {
            assert!(page.clients.len() == usize::from(limit) || !after, "{query:?} {place:?}");
        }
        let edge = if is_backwards { page.clients.first() } else { page.clients.last() };
        let edge = edge.map(|client| client.position(query.order));
        let mut ids = ids(&page);
        if is_backwards {
            ids.reverse();
        }
        found.extend(ids);
        let Some(edge) = page.walked_until.or(edge).filter(|_| after) else { break };
        assert!(edge.fits(query.order));
        place = if is_backwards { ClientPlace::Before(edge) } else { ClientPlace::After(edge) };
    }
    if is_backwards {
        found.reverse();
    }
    (found, partial)
}

pub async fn every_order_is_read_page_by_page_and_back_again(store: &Store) {
    let clients = stored(store, 40).await;
    for order in orders() {
        let query = ClientQuery { order, ..EVERY };
        let expected = expected(&clients, &query);
        for limit in [1, 7, 40, 50] {
            for start in [ClientPlace::First, ClientPlace::Last] {
                let (found, _) = read(store, &query, start, limit, SearchBounds::default()).await;
                assert_eq!(found, expected, "{order} {limit}");
            }
        }
        let page = |place| async move { store.oauth_clients(&query, &place, 10).await.unwrap() };
        let first = page(ClientPlace::First).await;
        let second = page(ClientPlace::After(first.clients[9].position(order))).await;
        let back = page(ClientPlace::Before(second.clients[0].position(order))).await;
        assert_eq!(ids(&back), ids(&first), "{order}");
        assert!(!back.has_before && back.has_after);
        let last = page(ClientPlace::Last).await;
        assert_eq!(ids(&last), expected[30..], "{order}");
    }
}

pub async fn every_combination_of_filters_in_every_order(store: &Store) {
    let clients = stored(store, 40).await;
    let some_status = [None, Some(Status::Enabled), Some(Status::Disabled)];
    let some_type = [None, Some(ClientType::Confidential), Some(ClientType::Public)];
    let some_grant = [None, Some(GrantType::ClientCredentials), Some(GrantType::AuthorizationCode)];
    for status in some_status {
        for client_type in some_type {
            for grant_type in some_grant {
                for order in orders() {
                    let query = ClientQuery { terms: &[], status, client_type, grant_type, order };
                    for start in [ClientPlace::First, ClientPlace::Last] {
                        let (found, _) = read(store, &query, start, 9, SearchBounds::default()).await;
                        assert_eq!(found, expected(&clients, &query), "{query:?}");
                    }
                }
            }
        }
    }
}

const SEARCHES: [(&str, bool); 14] = [
    ("billing", true),
    ("BILL", true),
    ("b", true),
    ("portal", true),
    ("api", true),
    ("shop people", true),
    ("front shop", true),
    ("ärzte", true),
    ("ÉTOILE", true),
    ("nightly run 13", true),
    ("app-x", true),
    ("illing", false),
    ("billing zeta nothing", false),
    ("%_'\"", true),
];

/// All looked at; walked; walked with an end long before the page is full; looked at after a walk that came to its end.
const BOUNDS: [SearchBounds; 4] = [
    SearchBounds { rare: 2_000, uncommon: 4_000, walked: 5_000 },
    SearchBounds { rare: 1, uncommon: 1, walked: 5_000 },
    SearchBounds { rare: 1, uncommon: 1, walked: 3 },
    SearchBounds { rare: 1, uncommon: 5_000, walked: 12 },
];

pub async fn every_search_finds_the_clients_whose_words_begin_so(store: &Store) {
    let clients = stored(store, 40).await;
    for (typed, finds_some) in SEARCHES {
        let terms = search_terms(typed);
        for order in orders() {
            let query = ClientQuery { terms: &terms, order, ..EVERY };
            let expected = expected(&clients, &query);
            assert_eq!(!expected.is_empty(), finds_some, "{typed}");
            for bounds in BOUNDS {
                for start in [ClientPlace::First, ClientPlace::Last] {
                    let (found, _) = read(store, &query, start, 4, bounds).await;
                    assert_eq!(found, expected, "{typed} {order} {bounds:?}");
                }
            }
        }
    }
}

pub async fn a_search_keeps_to_the_filters(store: &Store) {
    let clients = stored(store, 40).await;
    let terms = search_terms("portal");
    for order in orders() {
        for status in Status::ALL {
            for client_type in ClientType::ALL {
                let query = ClientQuery {
                    terms: &terms,
                    status: Some(status),
                    client_type: Some(client_type),
                    grant_type: Some(GrantType::AuthorizationCode),
                    order,
                };
                for bounds in BOUNDS {
                    let (found, _) = read(store, &query, ClientPlace::First, 2, bounds).await;
                    assert_eq!(found, expected(&clients, &query), "{query:?}");
                }
            }
        }
    }
}

pub async fn a_walk_that_is_cut_short_says_so_and_goes_on(store: &Store) {
    let clients = stored(store, 40).await;
    let bounds = SearchBounds { rare: 1, uncommon: 1, walked: 5 };
    // Many clients have the one and many the other, and none has both.
    let terms = search_terms("zeta portal");
    for order in orders() {
        let query = ClientQuery { terms: &terms, order, ..EVERY };
        let expected = expected(&clients, &query);
        let page = store.oauth_clients_within(&query, &ClientPlace::First, 10, bounds).await.unwrap();
        assert!(page.clients.len() < 10 && page.walked_until.is_some() && page.has_after, "{order}");
        let (found, partial) = read(store, &query, ClientPlace::First, 10, bounds).await;
        assert_eq!(found, expected, "{order}");
        assert!((5..=8).contains(&partial), "{order}: {partial} pages of five");
    }
}

pub async fn clients_that_come_meanwhile_hide_nobody_from_a_walk(store: &Store) {
    let clients = stored(store, 40).await;
    let bounds = SearchBounds { rare: 1, uncommon: 1, walked: 5 };
    let terms = search_terms("zeta");
    let query = ClientQuery { terms: &terms, ..EVERY };
    let (mut found, mut place) = (Vec::new(), ClientPlace::First);
    for newer in 50.. {
        let page = store.oauth_clients_within(&query, &place, 10, bounds).await.unwrap();
        found.extend(ids(&page));
        let Some(until) = page.walked_until else { break };
        place = ClientPlace::After(until);
        add(store, &OAuthClient { created_at: 2_000_000_000, ..client(newer) }).await.unwrap();
    }
    assert_eq!(found, expected(&clients, &query));
}

pub async fn words_follow_what_becomes_of_a_client(store: &Store) {
    let one = client(1);
    add(store, &one).await.unwrap();
    let finds = |typed: &'static str| async move {
        let terms = search_terms(typed);
        let query = ClientQuery { terms: &terms, ..EVERY };
        store.oauth_clients(&query, &ClientPlace::First, 10).await.unwrap().clients.len()
    };
    assert_eq!((finds("client").await, finds("zwölf").await), (1, 1));
    let renamed =
        OAuthClient { name: ClientName::parse("BillingExport").unwrap(), description: None, ..one.clone() };
    let mut tx = store.begin().await.unwrap();
    tx.update_oauth_client(&renamed).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!((finds("export").await, finds("zwölf").await, finds("app client 1").await), (1, 0, 1));
    remove(store, &renamed).await;
    assert_eq!((finds("export").await, finds("app").await), (0, 0));
}

pub async fn a_page_goes_on_where_its_edge_is_gone(store: &Store) {
    let clients = stored(store, 12).await;
    let query = EVERY;
    let expected = expected(&clients, &query);
    let first = store.oauth_clients(&query, &ClientPlace::First, 5).await.unwrap();
    let edge = first.clients[4].position(query.order);
    let gone = clients.iter().find(|client| client.id == edge.id).unwrap();
    remove(store, gone).await;
    let second = store.oauth_clients(&query, &ClientPlace::After(edge), 5).await.unwrap();
    assert_eq!(ids(&second), expected[5..10]);
}

pub async fn a_row_that_cannot_be_read_does_not_hide_the_list(store: &Store) {
    add(store, &client(1)).await.unwrap();
    execute(store, "UPDATE oauth_clients SET redirect_uris = 'spilt', name = '<b>'").await;
    let page = store.oauth_clients(&EVERY, &ClientPlace::First, 10).await.unwrap();
    assert_eq!(page.clients[0].name, "<b>");
}

pub async fn the_list_says_which_requests_are_in_progress(store: &Store) {
    for number in 1..=3 {
        add(store, &client(number)).await.unwrap();
    }
    let mut tx = store.begin().await.unwrap();
    tx.begin_provisioning(&client(1).id, "elsewhere", 1).await.unwrap();
    tx.begin_provisioning(&client(2).id, "elsewhere", 1).await.unwrap();
    tx.finish_provisioning(&client(2).id, 2).await.unwrap();
    tx.commit().await.unwrap();
    let terms = search_terms("client");
    for terms in [&[], terms.as_slice()] {
        let query = ClientQuery { terms, ..EVERY };
        let page = store.oauth_clients(&query, &ClientPlace::First, 10).await.unwrap();
        let states: Vec<bool> = page.clients.iter().map(|client| client.is_in_progress).collect();
        assert_eq!(states, [false, false, true]);
    }
}

pub fn a_position_fits_the_orders_of_its_kind() {
    let text = ClientPosition { key: SortKey::Text(String::new()), id: String::new() };
    let time = ClientPosition { key: SortKey::Time(0), ..text.clone() };
    for order in orders() {
        let is_time = matches!(order.column, ClientColumn::CreatedAt | ClientColumn::UpdatedAt);
        assert_eq!((text.fits(order), time.fits(order)), (!is_time, is_time), "{order}");
    }
}
