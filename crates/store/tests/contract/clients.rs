//! OAuth clients and their secrets.

use domain::{
    ClientId, ClientName, ClientType, Description, GrantType, PkceMethod, RedirectUri, Status, WebOrigin,
};
use store::{
    AuditEvent, ClientPosition, FieldChange, IdentifiersTaken, NewClientSecret, OAuthClient, Store,
    StoreError,
};

fn client(number: i64) -> OAuthClient {
    OAuthClient {
        id: format!("00000000-0000-7000-8000-{number:012}"),
        client_id: ClientId::parse(&format!("client-{number}")).unwrap(),
        name: ClientName::parse(&format!("Client {number}")).unwrap(),
        client_type: ClientType::Public,
        grant_type: GrantType::AuthorizationCode,
        redirect_uris: vec![RedirectUri::parse("https://myapp.com/callback?a=b").unwrap()],
        web_origins: vec![WebOrigin::parse("https://myapp.com").unwrap()],
        pkce_method: Some(PkceMethod::S256),
        description: Some(Description::parse("O'Brien's \"app\"\nzwölf").unwrap()),
        status: Status::Enabled,
        created_at: 1_700_000_000 + number,
        updated_at: None,
        version: 1,
    }
}

async fn add(store: &Store, client: &OAuthClient) -> Result<(), IdentifiersTaken> {
    let mut tx = store.begin().await.unwrap();
    let added = tx.add_oauth_client(client).await.unwrap();
    if added.is_ok() {
        tx.commit().await.unwrap();
    }
    added
}

pub async fn a_client_comes_back_as_it_was_stored(store: &Store) {
    let public = client(1);
    let confidential = OAuthClient {
        client_type: ClientType::Confidential,
        grant_type: GrantType::ClientCredentials,
        redirect_uris: Vec::new(),
        web_origins: Vec::new(),
        pkce_method: None,
        description: None,
        status: Status::Disabled,
        updated_at: Some(1_800_000_000),
        version: 7,
        ..client(2)
    };
    add(store, &public).await.unwrap();
    add(store, &confidential).await.unwrap();
    assert_eq!(store.oauth_clients(None, 10).await.unwrap(), [confidential, public]);
}

pub async fn what_is_taken_is_told_field_by_field(store: &Store) {
    let first = client(1);
    add(store, &first).await.unwrap();
    let other = client(2);
    let shouting = ClientName::parse("CLIENT 1").unwrap();
    for (taken, name, client_id) in [
        (IdentifiersTaken { name: true, client_id: false }, &shouting, &other.client_id),
        (IdentifiersTaken { name: false, client_id: true }, &other.name, &first.client_id),
        (IdentifiersTaken { name: true, client_id: true }, &first.name, &first.client_id),
    ] {
        let second = OAuthClient { name: name.clone(), client_id: client_id.clone(), ..client(2) };
        assert_eq!(add(store, &second).await, Err(taken));
    }
    assert_eq!(store.oauth_clients(None, 10).await.unwrap(), [first]);
    add(store, &other).await.expect("a refused client leaves its identifiers free");
}

pub async fn of_two_clients_added_at_once_one_wins(store: &Store) {
    for (name, client_id) in [("Same name", None), ("Another name", Some("same-id"))] {
        let contender = |number| {
            let mut contender = client(number);
            contender.name = ClientName::parse(name).unwrap();
            if let Some(client_id) = client_id {
                contender.client_id = ClientId::parse(client_id).unwrap();
                contender.name = ClientName::parse(&format!("{name} {number}")).unwrap();
            }
            contender
        };
        let number = i64::try_from(name.len()).unwrap() * 10;
        let (one, other) = (contender(number), contender(number + 1));
        let (one, other) = tokio::join!(add(store, &one), add(store, &other));
        let expected = IdentifiersTaken { name: client_id.is_none(), client_id: client_id.is_some() };
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(one.err().or(other.err()), Some(expected));
    }
}

pub async fn the_list_is_newest_first_and_its_pages_do_not_overlap(store: &Store) {
    // Three of them in the same second: the key tells them apart.
    for number in 1..=5 {
        add(store, &OAuthClient { created_at: 1_700_000_000 + number / 4, ..client(number) }).await.unwrap();
    }
    let mut seen = Vec::new();
    let mut position = None;
    loop {
        let page = store.oauth_clients(position.as_ref(), 2).await.unwrap();
        let Some(last) = page.last() else { break };
        position = Some(ClientPosition { created_at: last.created_at, id: last.id.clone() });
        seen.extend(page.into_iter().map(|client| client.name.as_str().to_owned()));
    }
    assert_eq!(seen, ["Client 5", "Client 4", "Client 3", "Client 2", "Client 1"]);
}

pub async fn a_transaction_that_is_dropped_leaves_nothing(store: &Store) {
    let event = AuditEvent {
        id: "event".to_owned(),
        happened_at: 1,
        actor_id: None,
        actor_name: "ada@example.com".to_owned(),
        address: Some("127.0.0.1".to_owned()),
        action: "oauth_client.registered",
        entity_kind: "oauth_client",
        entity_id: client(1).id,
        entity_name: "Client 1".to_owned(),
        changes: vec![FieldChange { field: "client_name", old: None, new: Some("Client 1".to_owned()) }],
    };
    for is_committed in [false, true] {
        let mut tx = store.begin().await.unwrap();
        tx.add_oauth_client(&client(1)).await.unwrap().unwrap();
        tx.add_client_secret(&secret("first", &client(1))).await.unwrap();
        tx.record(&event).await.unwrap();
        if is_committed {
            tx.commit().await.unwrap();
        } else {
            drop(tx);
        }
        let expected = i64::from(is_committed);
        for table in ["oauth_clients", "client_ids", "client_secrets", "audit_events"] {
            assert_eq!(count(store, table).await, expected, "{table}");
        }
    }
}

async fn count(store: &Store, table: &str) -> i64 {
    let count = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    match store {
        Store::Sqlite(pool) => sqlx::query_scalar(count).fetch_one(pool).await.unwrap(),
        Store::Postgres(pool) => sqlx::query_scalar(count).fetch_one(pool).await.unwrap(),
    }
}

fn secret(id: &str, client: &OAuthClient) -> NewClientSecret {
    NewClientSecret {
        id: id.to_owned(),
        oauth_client_id: client.id.clone(),
        prefix: "ghs_first".to_owned(),
        phc: format!("phc of {id}"),
        created_at: 1_700_000_000,
    }
}

pub async fn a_secret_counts_for_its_own_client_only(store: &Store) {
    let (one, other) = (client(1), client(2));
    for client in [&one, &other] {
        let mut tx = store.begin().await.unwrap();
        tx.add_oauth_client(client).await.unwrap().unwrap();
        tx.add_client_secret(&secret(&format!("of-{}", client.client_id), client)).await.unwrap();
        tx.commit().await.unwrap();
    }
    let found = store.token_client(&one.client_id, "of-app-client-1").await.unwrap().unwrap();
    assert_eq!(
        (found.id.as_str(), found.status, found.grant_type, found.secret_phc.as_str(), found.secret_version),
        (one.id.as_str(), Status::Enabled, GrantType::AuthorizationCode, "phc of of-app-client-1", 1)
    );
    assert_eq!(found.secret_expires_at, None);
    assert_eq!(store.token_client(&one.client_id, "of-app-client-2").await.unwrap(), None);
    assert_eq!(store.token_client(&one.client_id, "unknown").await.unwrap(), None);
}

pub async fn a_row_that_cannot_be_read_is_named(store: &Store) {
    const SPOIL: &str = "UPDATE oauth_clients SET redirect_uris = '[\"javascript:alert(1)\"]'";
    add(store, &client(1)).await.unwrap();
    match store {
        Store::Sqlite(pool) => drop(sqlx::query(SPOIL).execute(pool).await.unwrap()),
        Store::Postgres(pool) => drop(sqlx::query(SPOIL).execute(pool).await.unwrap()),
    }
    let error = store.oauth_clients(None, 10).await.unwrap_err();
    assert!(
        matches!(&error, StoreError::Corrupt { table: "oauth_clients", column: "redirect_uris", id } if *id == client(1).id)
    );
}
