//! Portal users: listed, changed, removed; and what keeps somebody there who can administer the portal.

use domain::{EmailAddress, Role, Status};
use store::{NewPortalUser, Store, Tx, UserQuery, UserRecord};

use crate::fixture::{count, execute};

fn new(id: &str, email: &str, role: Role) -> NewPortalUser {
    NewPortalUser {
        id: id.to_owned(),
        email: EmailAddress::parse(email).unwrap(),
        password_phc: "phc".to_owned(),
        role,
        created_at: 100,
    }
}

pub async fn add(store: &Store, user: &NewPortalUser) -> bool {
    let mut tx = store.begin().await.unwrap();
    let is_added = tx.add_portal_user(user).await.unwrap();
    tx.commit().await.unwrap();
    is_added
}

/// Adds an administrator whose e-mail is the id at example.com.
pub async fn add_administrator(store: &Store, id: &str) {
    assert!(add(store, &new(id, &format!("{id}@example.com"), Role::Administrator)).await);
}

async fn record(store: &Store, id: &str) -> UserRecord {
    store.user(id).await.unwrap().unwrap()
}

pub async fn a_person_comes_back_as_they_were_added(store: &Store) {
    assert!(add(store, &new("ada", "Ada@Example.com", Role::Auditor)).await);
    let ada = record(store, "ada").await;
    assert_eq!((ada.user.email.as_str(), ada.user.role), ("Ada@Example.com", Role::Auditor));
    assert_eq!((ada.user.status, ada.version, ada.updated_at), (Status::Enabled, 1, None));
    assert_eq!((ada.has_password, ada.is_linked, ada.has_second_factor), (true, false, false));
    assert_eq!((ada.last_signed_in_at, ada.created_at), (None, 100));
    assert_eq!(store.user("nobody").await.unwrap(), None);

    let invited =
        NewPortalUser { password_phc: String::new(), ..new("eve", "eve@example.com", Role::Member) };
    assert!(add(store, &invited).await);
    assert!(!record(store, "eve").await.has_password);
    execute(
        store,
        "UPDATE portal_users SET provider_issuer = 'i', provider_subject = 's', totp_sealed = 't' WHERE id = 'eve'",
    )
    .await;
    let eve = record(store, "eve").await;
    assert_eq!((eve.has_password, eve.is_linked, eve.has_second_factor), (false, true, true));
}

pub async fn an_e_mail_belongs_to_one_person_in_any_case(store: &Store) {
    assert!(add(store, &new("ada", "ada@example.com", Role::Administrator)).await);
    assert!(!add(store, &new("eve", "ADA@example.COM", Role::Member)).await);
    assert_eq!(count(store, "portal_users").await, 1);
    let (one, other) =
        (new("one", "new@example.com", Role::Member), new("other", "New@example.com", Role::Member));
    let (one, other) = tokio::join!(add(store, &one), add(store, &other));
    assert!(one != other, "{one} {other}");
}

/// Names sort by their characters, whatever a language says of them.
const NAMES: [&str; 7] = ["Zoe", "a-b", "a.b", "a1", "a_b", "ab", "adb"];

async fn listed(store: &Store, query: &UserQuery<'_>, limit: u16) -> Vec<String> {
    let users = store.users(query, limit).await.unwrap();
    users.into_iter().map(|record| record.user.email.key().split('@').next().unwrap().to_owned()).collect()
}

pub async fn people_are_listed_by_e_mail_page_by_page(store: &Store) {
    for name in NAMES {
        assert!(add(store, &new(name, &format!("{name}@example.com"), Role::Member)).await);
    }
    let all = listed(store, &UserQuery::default(), 50).await;
    assert_eq!(all, ["a-b", "a.b", "a1", "a_b", "ab", "adb", "zoe"]);
    for size in 1..=3 {
        let (mut walked, mut after) = (Vec::new(), String::new());
        loop {
            let query = UserQuery { after: &after, ..UserQuery::default() };
            let page = store.users(&query, size).await.unwrap();
            let Some(last) = page.last() else { break };
            after = last.user.email.key();
            walked.extend(page.iter().map(|record| record.user.id.to_ascii_lowercase()));
        }
        assert_eq!(walked, all, "{size}");
    }
}

pub async fn people_are_found_by_role_status_and_the_beginning_of_their_e_mail(store: &Store) {
    for (number, name) in NAMES.into_iter().enumerate() {
        let role = if number % 2 == 0 { Role::Auditor } else { Role::Member };
        assert!(add(store, &new(name, &format!("{name}@example.com"), role)).await);
    }
    execute(store, "UPDATE portal_users SET status = 'disabled' WHERE id IN ('ab', 'Zoe')").await;
    let every = UserQuery::default();
    for (query, expected) in [
        (UserQuery { role: Some(Role::Auditor), ..every }, &["a.b", "a_b", "adb", "zoe"][..]),
        (UserQuery { role: Some(Role::Administrator), ..every }, &[]),
        (UserQuery { status: Some(Status::Disabled), ..every }, &["ab", "zoe"]),
        (UserQuery { role: Some(Role::Auditor), status: Some(Status::Disabled), ..every }, &["zoe"]),
        (UserQuery { email_prefix: "a_", ..every }, &["a_b"]),
        (UserQuery { email_prefix: "a%", ..every }, &[]),
        (UserQuery { email_prefix: "ab@example.com", ..every }, &["ab"]),
        (UserQuery { email_prefix: "a", after: "a1@example.com", ..every }, &["a_b", "ab", "adb"]),
        (UserQuery { email_prefix: "z", after: "a1@example.com", ..every }, &["zoe"]),
        (UserQuery { email_prefix: "a", after: "zoe@example.com", ..every }, &[]),
        (UserQuery { email_prefix: "é", ..every }, &[]),
    ] {
        assert_eq!(listed(store, &query, 50).await, expected, "{query:?}");
    }
}

pub async fn each_change_of_role_and_status_is_another_version(store: &Store) {
    add_administrator(store, "ada").await;
    let mut tx = store.begin().await.unwrap();
    tx.set_user_role("ada", Role::Member, 200).await.unwrap();
    tx.set_user_status("ada", Status::Disabled, 300).await.unwrap();
    tx.commit().await.unwrap();
    let ada = record(store, "ada").await;
    assert_eq!((ada.user.role, ada.user.status), (Role::Member, Status::Disabled));
    assert_eq!((ada.version, ada.updated_at), (3, Some(300)));
}

pub async fn a_password_is_replaced_by_who_knows_the_one_that_is_there(store: &Store) {
    add_administrator(store, "ada").await;
    let mut tx = store.begin().await.unwrap();
    assert!(!tx.replace_password("ada", "an older one", "new").await.unwrap());
    assert!(!tx.replace_password("nobody", "phc", "new").await.unwrap());
    assert!(tx.replace_password("ada", "phc", "new").await.unwrap());
    tx.set_password("ada", "newer").await.unwrap();
    tx.commit().await.unwrap();
    let email = EmailAddress::parse("ada@example.com").unwrap();
    assert_eq!(store.user_credentials(&email).await.unwrap().unwrap().password_phc, "newer");
    assert_eq!(record(store, "ada").await.version, 1);
}

pub async fn who_may_sign_in_is_noted(store: &Store) {
    add_administrator(store, "ada").await;
    add_administrator(store, "eve").await;
    let mut tx = store.begin().await.unwrap();
    tx.set_user_status("eve", Status::Disabled, 300).await.unwrap();
    for (id, is_noted) in [("ada", true), ("eve", false), ("nobody", false)] {
        assert_eq!(tx.note_signed_in(id, 400).await.unwrap(), is_noted, "{id}");
    }
    tx.commit().await.unwrap();
    assert_eq!(record(store, "ada").await.last_signed_in_at, Some(400));
    assert_eq!(record(store, "eve").await.last_signed_in_at, None);
}

pub async fn an_administrator_counts_who_can_sign_in(store: &Store) {
    add_administrator(store, "ada").await;
    add_administrator(store, "eve").await;
    for (change, counts) in [
        ("UPDATE portal_users SET role = 'auditor' WHERE id = 'eve'", false),
        ("UPDATE portal_users SET role = 'administrator' WHERE id = 'eve'", true),
        ("UPDATE portal_users SET status = 'disabled' WHERE id = 'eve'", false),
        ("UPDATE portal_users SET status = 'enabled' WHERE id = 'eve'", true),
        ("UPDATE portal_users SET password_phc = '' WHERE id = 'eve'", false),
        ("UPDATE portal_users SET provider_issuer = 'i', provider_subject = 's' WHERE id = 'eve'", true),
    ] {
        execute(store, change).await;
        assert_eq!(store.has_other_administrator("ada", Some("i")).await.unwrap(), counts, "{change}");
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.has_other_administrator("ada", Some("i")).await.unwrap(), counts, "{change}");
        drop(tx);
        assert_eq!(record(store, "eve").await.is_counting_administrator(), counts, "{change}");
    }
    // Now she comes through the provider only, and cannot where it is another, or none.
    for provider in [None, Some("another"), Some("")] {
        assert!(!store.has_other_administrator("ada", provider).await.unwrap(), "{provider:?}");
        let mut tx = store.begin().await.unwrap();
        assert!(!tx.has_other_administrator("ada", provider).await.unwrap(), "{provider:?}");
    }
}

async fn demote_unless_last(mut tx: Tx, id: &str) -> bool {
    tx.lock_people().await.unwrap();
    tx.lock_user(id).await.unwrap().unwrap();
    let is_demoted = tx.has_other_administrator(id, None).await.unwrap();
    if is_demoted {
        tx.set_user_role(id, Role::Member, 200).await.unwrap();
    }
    tx.commit().await.unwrap();
    is_demoted
}

pub async fn of_two_administrators_who_are_demoted_at_once_one_stays(store: &Store) {
    add_administrator(store, "ada").await;
    add_administrator(store, "eve").await;
    let demote = async |id| demote_unless_last(store.begin().await.unwrap(), id).await;
    let (ada, eve) = tokio::join!(demote("ada"), demote("eve"));
    assert!(ada != eve, "{ada} {eve}");
}

pub async fn a_removed_person_leaves_nothing_and_frees_their_e_mail(store: &Store) {
    add_administrator(store, "ada").await;
    crate::people::add_session(store, "digest", 100, 900).await;
    let mut tx = store.begin().await.unwrap();
    tx.delete_user("ada").await.unwrap();
    assert!(tx.lock_user("ada").await.unwrap().is_none());
    tx.commit().await.unwrap();
    assert_eq!(store.user("ada").await.unwrap(), None);
    assert_eq!(count(store, "sessions").await, 0);
    assert!(add(store, &new("another", "ada@example.com", Role::Member)).await);
}
