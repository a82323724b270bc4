//! OAuth clients: adding, changing and removing them, alone and at the same time.

use domain::{
    AuditAction, ClientId, ClientName, ClientType, Description, EntityKind, GrantType, HolderKind,
    PkceMethod, RedirectUri, Status, WebOrigin,
};
use store::{
    AuditEvent, ClientFields, ClientPlace, FieldChange, Holder, HolderFields, IdentifiersTaken,
    NewClientSecret, OAuthClient, Store, StoreError, StoredClient,
};

use crate::client_list::EVERY;
use crate::fixture::{count, execute};

pub fn client(number: i64) -> OAuthClient {
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

pub async fn add(store: &Store, client: &OAuthClient) -> Result<(), IdentifiersTaken> {
    let mut tx = store.begin().await.unwrap();
    let added = tx.add_oauth_client(client).await.unwrap();
    if added.is_ok() {
        tx.commit().await.unwrap();
    }
    added
}

/// Removes a client; says what was removed.
pub async fn remove(store: &Store, client: &OAuthClient) -> ClientFields {
    let mut tx = store.begin().await.unwrap();
    let holder = tx.lock_holder(client.client_id.as_str()).await.unwrap().unwrap();
    let removed = tx.delete_holder(&holder).await.unwrap();
    tx.commit().await.unwrap();
    let HolderFields::OAuthClient(fields) = removed else { panic!("{removed:?}") };
    fields
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
    assert_eq!(stored(store, &public).await, Some(public));
    assert_eq!(stored(store, &confidential).await, Some(confidential));
    assert_eq!(store.oauth_client("app-unknown").await.unwrap(), None);
}

pub fn a_draft_of_a_client_makes_the_same_client() {
    let client = client(1);
    let again = client.draft().check().unwrap();
    assert_eq!(again.name(), &client.name);
    assert_eq!(again.client_id(), Some(&client.client_id));
    assert_eq!(again.redirect_uris(), client.redirect_uris);
    assert_eq!(again.web_origins(), client.web_origins);
    assert_eq!((again.pkce_method(), again.description()), (client.pkce_method, client.description.as_ref()));
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
    assert_eq!(count(store, "oauth_clients").await, 1);
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

pub async fn a_transaction_that_is_dropped_leaves_nothing(store: &Store) {
    let event = AuditEvent {
        id: "event".to_owned(),
        happened_at: 1,
        actor_id: None,
        actor_name: "ada@example.com".to_owned(),
        address: Some("127.0.0.1".to_owned()),
        action: AuditAction::ClientRegistered,
        entity_kind: EntityKind::OAuthClient,
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
        assert_eq!(count(store, "oauth_client_words").await > 0, is_committed);
    }
}

async fn stored(store: &Store, client: &OAuthClient) -> Option<OAuthClient> {
    store.oauth_client(client.client_id.as_str()).await.unwrap().map(|stored| stored.client)
}

pub fn secret(id: &str, client: &OAuthClient) -> NewClientSecret {
    NewClientSecret {
        id: id.to_owned(),
        holder_id: client.id.clone(),
        label: format!("Label of {id}"),
        prefix: "ghs_first".to_owned(),
        phc: format!("phc of {id}"),
        created_at: 1_700_000_000,
    }
}

pub async fn every_field_but_the_identifiers_can_change(store: &Store) {
    let before = client(1);
    add(store, &before).await.unwrap();
    let after = OAuthClient {
        name: ClientName::parse("Another name").unwrap(),
        client_type: ClientType::Confidential,
        grant_type: GrantType::ClientCredentials,
        redirect_uris: Vec::new(),
        web_origins: Vec::new(),
        pkce_method: None,
        description: None,
        status: Status::Disabled,
        updated_at: Some(1_800_000_000),
        version: 2,
        ..before.clone()
    };
    let mut tx = store.begin().await.unwrap();
    assert_eq!(
        tx.lock_oauth_client(before.client_id.as_str()).await.unwrap(),
        Some(StoredClient { client: before.clone(), is_in_progress: false })
    );
    assert_eq!(tx.lock_oauth_client("app-unknown").await.unwrap(), None);
    tx.update_oauth_client(&after).await.unwrap().unwrap();
    tx.touch_oauth_client(&after.id, 1_900_000_000).await.unwrap();
    tx.commit().await.unwrap();
    let touched = OAuthClient { updated_at: Some(1_900_000_000), ..after };
    assert_eq!(stored(store, &before).await, Some(touched));
    assert!(!store.is_client_name_taken(&before.name).await.unwrap(), "the old name is free again");
    assert!(store.is_client_name_taken(&ClientName::parse("ANOTHER NAME").unwrap()).await.unwrap());
}

pub async fn a_client_cannot_take_the_name_of_another(store: &Store) {
    let (one, other) = (client(1), client(2));
    add(store, &one).await.unwrap();
    add(store, &other).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let renamed = OAuthClient { name: ClientName::parse("CLIENT 1").unwrap(), ..other.clone() };
    let taken = tx.update_oauth_client(&renamed).await.unwrap();
    assert_eq!(taken, Err(IdentifiersTaken { name: true, client_id: false }));
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    let own = OAuthClient { name: ClientName::parse("CLIENT 2").unwrap(), ..other.clone() };
    tx.update_oauth_client(&own).await.unwrap().expect("its own name in other capitals is free");
    tx.commit().await.unwrap();
    assert_eq!(stored(store, &other).await, Some(own));
}

pub async fn of_two_that_change_a_client_the_second_sees_what_the_first_did(store: &Store) {
    let client = client(1);
    add(store, &client).await.unwrap();
    let raise = || async {
        let mut tx = store.begin().await.unwrap();
        let StoredClient { client, is_in_progress } =
            tx.lock_oauth_client("app-client-1").await.unwrap().unwrap();
        // The first to get the lock begins a request: the second must see it.
        assert_eq!(is_in_progress, client.version == 2);
        tx.begin_provisioning(&client.id, "elsewhere", 1).await.unwrap();
        let raised = OAuthClient { version: client.version + 1, ..client };
        tx.update_oauth_client(&raised).await.unwrap().unwrap();
        tx.commit().await.unwrap();
    };
    tokio::join!(raise(), raise());
    assert_eq!(stored(store, &client).await.unwrap().version, 3);
}

pub async fn a_deleted_client_leaves_nothing_but_its_events(store: &Store) {
    let (one, other) = (client(1), client(2));
    for client in [&one, &other] {
        let mut tx = store.begin().await.unwrap();
        tx.add_oauth_client(client).await.unwrap().unwrap();
        tx.add_client_secret(&secret(&client.id, client)).await.unwrap();
        tx.begin_provisioning(&client.id, "elsewhere", 1).await.unwrap();
        tx.commit().await.unwrap();
    }
    let words = count(store, "oauth_client_words").await;
    remove(store, &one).await;
    assert_eq!(store.oauth_client(one.client_id.as_str()).await.unwrap(), None);
    for table in ["oauth_clients", "client_ids", "client_secrets", "provisioning_requests"] {
        assert_eq!(count(store, table).await, 1, "{table}");
    }
    assert_eq!(count(store, "oauth_client_words").await * 2, words);
    add(store, &one).await.expect("its name and its client id are free again");
}

pub async fn a_request_is_in_progress_until_it_is_finished(store: &Store) {
    let client = client(1);
    add(store, &client).await.unwrap();
    let is_in_progress =
        || async { store.oauth_client("app-client-1").await.unwrap().unwrap().is_in_progress };
    assert!(!is_in_progress().await);
    for started_at in [100, 200] {
        let mut tx = store.begin().await.unwrap();
        tx.begin_provisioning(&client.id, "elsewhere", started_at).await.unwrap();
        tx.commit().await.unwrap();
        assert!(is_in_progress().await);
        let mut tx = store.begin().await.unwrap();
        assert!(tx.lock_oauth_client("app-client-1").await.unwrap().unwrap().is_in_progress);
        tx.finish_provisioning(&client.id, started_at + 1).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!is_in_progress().await);
    }
    assert_eq!(count(store, "provisioning_requests").await, 1);
}

pub async fn a_row_that_cannot_be_read_is_named(store: &Store) {
    add(store, &client(1)).await.unwrap();
    execute(store, "UPDATE oauth_clients SET redirect_uris = '[\"javascript:alert(1)\"]'").await;
    let error = store.oauth_client("app-client-1").await.unwrap_err();
    assert!(
        matches!(&error, StoreError::Corrupt { table: "oauth_clients", column: "redirect_uris", id } if *id == client(1).id)
    );
}

pub async fn a_row_that_cannot_be_read_is_switched_and_removed(store: &Store) {
    let one = client(1);
    add(store, &one).await.unwrap();
    execute(store, "UPDATE oauth_clients SET name = '<b>', description = 'of old', web_origins = 'spilt'")
        .await;
    execute(store, "UPDATE oauth_clients SET redirect_uris = '[\"javascript:alert(1)\",\"/\"]'").await;
    let holder = Holder {
        kind: HolderKind::OAuthClient,
        id: one.id.clone(),
        client_id: "app-client-1".to_owned(),
        name: "<b>".to_owned(),
        status: Status::Enabled,
        has_secrets: false,
        asks_by_itself: false,
        is_in_progress: false,
    };
    let words = count(store, "oauth_client_words").await;
    for (before, after) in [(Status::Enabled, Status::Disabled), (Status::Disabled, Status::Enabled)] {
        let mut tx = store.begin().await.unwrap();
        let locked = tx.lock_holder("app-client-1").await.unwrap();
        assert_eq!(locked, Some(Holder { status: before, ..holder.clone() }));
        tx.set_holder_status(&holder, after, 1_800_000_000).await.unwrap();
        tx.commit().await.unwrap();
        let read = store.holder("app-client-1").await.unwrap();
        assert_eq!(read, Some(Holder { status: after, ..holder.clone() }));
    }
    assert_eq!(count(store, "oauth_client_words").await, words);
    let stored = store.oauth_clients(&EVERY, &ClientPlace::First, 1).await.unwrap();
    assert_eq!(stored.clients[0].updated_at, Some(1_800_000_000));
    assert_eq!(
        remove(store, &one).await,
        ClientFields {
            name: "<b>".to_owned(),
            description: Some("of old".to_owned()),
            redirect_uris: vec!["javascript:alert(1)".to_owned(), "/".to_owned()],
            web_origins: vec!["spilt".to_owned()],
            ..ClientFields::from(&one)
        }
    );
    assert_eq!(store.holder("app-client-1").await.unwrap(), None);
    add(store, &one).await.expect("its name and its client id are free again");
}

pub async fn a_switched_client_is_the_same_but_for_its_status(store: &Store) {
    let one = client(1);
    add(store, &one).await.unwrap();
    add(store, &client(2)).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let holder = tx.lock_holder(one.client_id.as_str()).await.unwrap().unwrap();
    tx.set_holder_status(&holder, Status::Disabled, 1_800_000_000).await.unwrap();
    tx.commit().await.unwrap();
    let switched =
        OAuthClient { status: Status::Disabled, updated_at: Some(1_800_000_000), version: 2, ..one.clone() };
    assert_eq!(stored(store, &one).await, Some(switched));
    assert_eq!(stored(store, &client(2)).await, Some(client(2)));
}
