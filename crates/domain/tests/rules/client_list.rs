use domain::{ClientColumn, ClientListView, ClientOrder, ClientType, GrantType, Status};

#[test]
fn an_order_travels_by_the_name_of_its_column() {
    let names =
        ["status", "client_name", "client_id", "client_type", "grant_type", "created_at", "updated_at"];
    for (column, name) in ClientColumn::ALL.into_iter().zip(names) {
        assert_eq!(column.as_str(), name);
        for (is_descending, text) in [(false, name.to_owned()), (true, format!("-{name}"))] {
            let order = ClientOrder { column, is_descending };
            assert_eq!(order.to_string(), text);
            assert_eq!(text.parse(), Ok(order));
            let json = serde_json::to_value(order).unwrap();
            assert_eq!(json, text);
            assert_eq!(serde_json::from_value::<ClientOrder>(json).unwrap(), order);
        }
    }
}

#[test]
fn another_text_is_no_order() {
    for text in ["", "-", "--status", "+status", "Status", "name", "status ", "description"] {
        assert!(text.parse::<ClientOrder>().is_err(), "{text}");
    }
}

#[test]
fn every_column_has_a_label_for_people() {
    assert_eq!(
        ClientColumn::ALL.map(ClientColumn::label),
        ["Status", "Name", "Client ID", "Client type", "Grant type", "Created", "Last modified"]
    );
}

#[test]
fn a_view_that_asks_for_nothing_is_all_clients_newest_first() {
    let view: ClientListView = serde_json::from_str("{}").unwrap();
    assert_eq!(view, ClientListView::default());
    assert_eq!(view.sort.to_string(), "-created_at");
    assert!(serde_json::from_str::<ClientListView>(r#"{"page":"2"}"#).is_err());
}

#[test]
fn a_search_or_a_filter_narrows_a_view_and_an_order_does_not() {
    let every = ClientListView::default;
    let sort = ClientOrder { column: ClientColumn::ClientName, is_descending: false };
    for (view, is_narrowed) in [
        (every(), false),
        (ClientListView { sort, ..every() }, false),
        (ClientListView { q: "  ".to_owned(), ..every() }, false),
        (ClientListView { q: " -_.,%".to_owned(), ..every() }, false),
        (ClientListView { q: "a".to_owned(), ..every() }, true),
        (ClientListView { status: Some(Status::Disabled), ..every() }, true),
        (ClientListView { client_type: Some(ClientType::Public), ..every() }, true),
        (ClientListView { grant_type: Some(GrantType::ClientCredentials), ..every() }, true),
    ] {
        assert_eq!(view.is_narrowed(), is_narrowed, "{view:?}");
    }
}

#[test]
fn punctuation_alone_is_no_word_to_search_for() {
    for (q, has_no_words) in [("", false), ("  ", false), ("?!", true), ("a?", false), ("№ 7", false)] {
        let view = ClientListView { q: q.to_owned(), ..ClientListView::default() };
        assert_eq!(view.has_no_words(), has_no_words, "{q}");
    }
}
