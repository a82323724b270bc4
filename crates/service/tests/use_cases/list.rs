//! The list of OAuth clients.

use domain::{ClientListView, ClientsChange, Status};
use service::{ClientPage, ServiceError};

use crate::world::{World, public};

fn names(page: &ClientPage) -> Vec<&str> {
    page.clients.iter().map(|client| client.name.as_str()).collect()
}

async fn world_with(clients: usize) -> (World, service::Administrator, service::Reader) {
    let world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    for number in 0..clients {
        world.register(&administrator, &public(&format!("Client {number:03}"))).await;
        world.pass(1);
    }
    (world, administrator, reader)
}

#[tokio::test]
async fn the_pages_name_each_other_in_both_directions() {
    let (world, _, reader) = world_with(101).await;
    let view = ClientListView::default();
    let page = async |token: Option<&str>| world.services.oauth_clients(&reader, &view, token).await.unwrap();
    let first = page(None).await;
    assert_eq!(
        (names(&first)[0], names(&first)[49], first.previous.as_ref()),
        ("Client 100", "Client 051", None)
    );
    let second = page(first.next.as_deref()).await;
    assert_eq!((names(&second)[0], names(&second)[49]), ("Client 050", "Client 001"));
    let third = page(second.next.as_deref()).await;
    assert_eq!((names(&third), third.next.as_ref()), (vec!["Client 000"], None));

    let back = page(third.previous.as_deref()).await;
    assert_eq!(names(&back), names(&second));
    let front = page(back.previous.as_deref()).await;
    assert_eq!((names(&front), front.previous.as_ref()), (names(&first), None));
    assert_eq!(front.further, None);

    let last = page(Some("last")).await;
    assert_eq!((names(&last)[0], names(&last)[49], last.next.as_ref()), ("Client 049", "Client 000", None));
    assert_eq!(names(&page(last.previous.as_deref()).await)[49], "Client 050");
}

#[tokio::test]
async fn a_page_that_is_gone_leads_to_the_end_of_the_list() {
    let (world, administrator, reader) = world_with(51).await;
    let view = ClientListView::default();
    let page = async |token: Option<&str>| world.services.oauth_clients(&reader, &view, token).await.unwrap();
    let first = page(None).await;
    let second = page(first.next.as_deref()).await;
    let delete = async |page: &ClientPage| {
        let ids: Vec<_> = page.clients.iter().map(|client| client.client_id.clone()).collect();
        world.services.change_clients(&administrator, &ids, ClientsChange::Delete).await.unwrap();
    };
    let back = second.previous.as_deref();
    delete(&second).await;
    assert_eq!(names(&page(first.next.as_deref()).await), names(&first));
    delete(&first).await;
    assert!(names(&page(back).await).is_empty());
    let saved = world.register(&administrator, &public("Newest")).await;
    assert_eq!(names(&page(back).await), [saved.client.name.as_str()]);
    assert_eq!(names(&page(first.next.as_deref()).await), [saved.client.name.as_str()]);
}

#[tokio::test]
async fn a_first_page_that_is_no_longer_full_is_read_from_its_start() {
    let (world, administrator, reader) = world_with(60).await;
    let view = ClientListView::default();
    let page = async |token: Option<&str>| world.services.oauth_clients(&reader, &view, token).await.unwrap();
    let first = page(None).await;
    let second = page(first.next.as_deref()).await;
    let ids: Vec<_> = first.clients[..2].iter().map(|client| client.client_id.clone()).collect();
    world.services.change_clients(&administrator, &ids, ClientsChange::Delete).await.unwrap();
    let back = page(second.previous.as_deref()).await;
    assert_eq!((names(&back)[0], names(&back)[49]), ("Client 057", "Client 008"));
    assert_eq!((back.previous, back.next.is_some()), (None, true));
}

#[tokio::test]
async fn a_search_that_finds_nothing_more_says_so_and_leads_back() {
    let (world, administrator, reader) = world_with(51).await;
    let view = ClientListView { q: "client".to_owned(), ..ClientListView::default() };
    let page = async |token: Option<&str>| world.services.oauth_clients(&reader, &view, token).await.unwrap();
    let first = page(None).await;
    let second = page(first.next.as_deref()).await;
    let ids = [second.clients[0].client_id.clone()];
    world.services.change_clients(&administrator, &ids, ClientsChange::Delete).await.unwrap();
    let empty = page(first.next.as_deref()).await;
    assert_eq!((names(&empty), &empty.next, &empty.further), (vec![], &None, &None));
    assert!(empty.previous.is_some());
    assert_eq!(names(&page(empty.previous.as_deref()).await), names(&first));
}

#[tokio::test]
async fn search_filters_and_order_narrow_what_is_listed() {
    let (world, administrator, reader) = world_with(3).await;
    let mut draft = public("Billing API");
    draft.description = "Sends invoices".to_owned();
    let billing = world.register(&administrator, &draft).await;
    let ids = [billing.client.client_id.as_str().to_owned()];
    world.services.change_clients(&administrator, &ids, ClientsChange::Disable).await.unwrap();
    let all = ClientListView::default();
    for (view, expected) in [
        (ClientListView { q: "invo".to_owned(), ..all.clone() }, vec!["Billing API"]),
        (ClientListView { q: "api bill".to_owned(), ..all.clone() }, vec!["Billing API"]),
        (
            ClientListView { q: "client 00".to_owned(), ..all.clone() },
            vec!["Client 002", "Client 001", "Client 000"],
        ),
        (ClientListView { q: "nothing".to_owned(), ..all.clone() }, vec![]),
        (
            ClientListView { q: " -_. ".to_owned(), status: Some(Status::Disabled), ..all.clone() },
            vec!["Billing API"],
        ),
        (
            ClientListView {
                status: Some(Status::Enabled),
                sort: "client_name".parse().unwrap(),
                ..all.clone()
            },
            vec!["Client 000", "Client 001", "Client 002"],
        ),
    ] {
        let page = world.services.oauth_clients(&reader, &view, None).await.unwrap();
        assert_eq!(names(&page), expected, "{view:?}");
    }
}

#[tokio::test]
async fn a_place_that_this_server_never_named_is_malformed() {
    let (world, _, reader) = world_with(51).await;
    let view = ClientListView::default();
    let page = world.services.oauth_clients(&reader, &view, None).await.unwrap();
    let by_name = ClientListView { sort: "client_name".parse().unwrap(), ..view.clone() };
    for (view, token) in [
        (&view, ""),
        (&view, "first"),
        (&view, "1.00000000-0000-7000-8000-000000000001"),
        (&view, "\0"),
        (&by_name, page.next.as_deref().unwrap()),
    ] {
        let error = world.services.oauth_clients(&reader, view, Some(token)).await.unwrap_err();
        assert!(matches!(error, ServiceError::PositionMalformed), "{token:?}");
    }
}
