use domain::{
    ClientId, ClientType, Field, GrantType, NewOAuthClient, OAuthClientDraft, PkceMethod, RedirectUri,
    WebOrigin,
};
use proptest::prelude::*;

fn confidential() -> OAuthClientDraft {
    OAuthClientDraft { client_name: "Billing".to_owned(), ..OAuthClientDraft::default() }
}

fn web_application() -> OAuthClientDraft {
    OAuthClientDraft {
        grant_type: GrantType::AuthorizationCode,
        redirect_uris: list(&["https://myapp.com/callback"]),
        ..confidential()
    }
}

fn public() -> OAuthClientDraft {
    OAuthClientDraft {
        client_type: ClientType::Public,
        pkce_code_challenge_method: Some(PkceMethod::S256),
        ..web_application()
    }
}

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn found(draft: &OAuthClientDraft) -> Vec<(String, String)> {
    match draft.check() {
        Ok(client) => panic!("accepted: {client:?}"),
        Err(problems) => {
            problems.into_iter().map(|problem| (problem.field.to_string(), problem.code)).collect()
        }
    }
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect()
}

#[test]
fn the_three_kinds_of_client_pass() {
    let client = confidential().check().unwrap();
    assert_eq!(client.name().as_str(), "Billing");
    assert_eq!(client.client_id(), None);
    assert_eq!(client.client_type(), ClientType::Confidential);
    assert_eq!(client.grant_type(), GrantType::ClientCredentials);
    assert!(client.redirect_uris().is_empty() && client.web_origins().is_empty());
    assert_eq!((client.pkce_method(), client.description()), (None, None));

    let client = web_application().check().unwrap();
    assert_eq!(client.redirect_uris(), [RedirectUri::parse("https://myapp.com/callback").unwrap()]);

    let draft = OAuthClientDraft {
        client_id: " shop ".to_owned(),
        redirect_uris: list(&["com.example.shop:/callback", "http://localhost/*", "https://myapp.com/*"]),
        web_origins: list(&["https://myapp.com", "https://192.0.2.11:8080"]),
        description: "The shop.\r\nAsk Ada.".to_owned(),
        ..public()
    };
    let client = draft.check().unwrap();
    assert_eq!(client.client_id(), Some(&ClientId::parse("app-shop").unwrap()));
    assert_eq!(client.redirect_uris().len(), 3);
    assert_eq!(client.web_origins()[1], WebOrigin::parse("https://192.0.2.11:8080").unwrap());
    assert_eq!(client.pkce_method(), Some(PkceMethod::S256));
    assert_eq!(client.description().unwrap().as_str(), "The shop.\nAsk Ada.");
}

#[test]
fn pkce_is_optional_for_a_public_client() {
    for method in [None, Some(PkceMethod::Plain), Some(PkceMethod::S256)] {
        let draft = OAuthClientDraft { pkce_code_challenge_method: method, ..public() };
        assert_eq!(draft.check().unwrap().pkce_method(), method);
    }
}

#[test]
fn an_empty_description_is_none() {
    let draft = OAuthClientDraft { description: " \r\n ".to_owned(), ..confidential() };
    assert_eq!(draft.check().unwrap().description(), None);
}

#[test]
fn a_blank_client_id_is_left_to_the_server_and_a_bare_prefix_is_refused() {
    let draft = OAuthClientDraft { client_id: "  ".to_owned(), ..confidential() };
    assert_eq!(draft.check().unwrap().client_id(), None);
    let draft = OAuthClientDraft { client_id: "app-".to_owned(), ..confidential() };
    assert_eq!(found(&draft), pairs(&[("client_id", "empty")]));
}

#[test]
fn fields_that_do_not_apply_are_refused() {
    let draft = OAuthClientDraft {
        redirect_uris: list(&["https://myapp.com/callback"]),
        web_origins: list(&["https://myapp.com"]),
        pkce_code_challenge_method: Some(PkceMethod::S256),
        ..confidential()
    };
    assert_eq!(
        found(&draft),
        pairs(&[
            ("redirect_uris", "not_applicable"),
            ("web_origins", "not_applicable"),
            ("pkce_code_challenge_method", "not_applicable"),
        ])
    );
    let draft = OAuthClientDraft { redirect_uris: list(&[""]), ..confidential() };
    assert_eq!(found(&draft), pairs(&[("redirect_uris", "not_applicable")]));
    let draft = OAuthClientDraft { pkce_code_challenge_method: Some(PkceMethod::Plain), ..web_application() };
    assert_eq!(found(&draft), pairs(&[("pkce_code_challenge_method", "not_applicable")]));
}

#[test]
fn a_public_client_has_the_authorization_code_grant_only() {
    let draft = OAuthClientDraft { grant_type: GrantType::ClientCredentials, ..public() };
    assert_eq!(found(&draft), pairs(&[("grant_type", "public_without_authorization_code")]));
}

#[test]
fn a_list_has_at_most_five_entries_without_duplicates_and_gaps() {
    let many: Vec<String> = (0..6).map(|n| format!("https://myapp.com/{n}")).collect();
    let draft = OAuthClientDraft { redirect_uris: many[..5].to_vec(), ..web_application() };
    assert_eq!(draft.check().unwrap().redirect_uris().len(), 5);
    let draft = OAuthClientDraft { redirect_uris: many, ..web_application() };
    assert_eq!(found(&draft), pairs(&[("redirect_uris", "too_many")]));

    let many: Vec<String> = (1..=6).map(|n| format!("https://myapp.com:{n}")).collect();
    let draft = OAuthClientDraft { web_origins: many[..5].to_vec(), ..web_application() };
    assert_eq!(draft.check().unwrap().web_origins().len(), 5);
    let draft = OAuthClientDraft { web_origins: many, ..web_application() };
    assert_eq!(found(&draft), pairs(&[("web_origins", "too_many")]));

    let draft = OAuthClientDraft {
        redirect_uris: list(&["https://a/1", "", "https://a/2", "https://a/1", "https://a/1"]),
        web_origins: list(&["https://a", "https://a", ""]),
        ..web_application()
    };
    assert_eq!(
        found(&draft),
        pairs(&[
            ("redirect_uris[1]", "empty"),
            ("redirect_uris[3]", "duplicate"),
            ("redirect_uris[4]", "duplicate"),
            ("web_origins[1]", "duplicate"),
            ("web_origins[2]", "empty"),
        ])
    );
}

#[test]
fn authorization_code_needs_a_redirect_uri() {
    let draft = OAuthClientDraft { redirect_uris: Vec::new(), ..web_application() };
    assert_eq!(found(&draft), pairs(&[("redirect_uris", "required")]));
    let draft = OAuthClientDraft { redirect_uris: Vec::new(), ..public() };
    assert_eq!(found(&draft), pairs(&[("redirect_uris", "required")]));
}

#[test]
fn a_private_use_scheme_is_for_public_clients_only() {
    let redirect_uris = list(&["com.example.app:/callback"]);
    let draft = OAuthClientDraft { redirect_uris: redirect_uris.clone(), ..web_application() };
    assert_eq!(found(&draft), pairs(&[("redirect_uris[0]", "private_use_not_public")]));
    assert!(OAuthClientDraft { redirect_uris, ..public() }.check().is_ok());
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_form() {
    let draft = OAuthClientDraft {
        client_name: "a-b".to_owned(),
        client_id: "a b".to_owned(),
        client_type: ClientType::Public,
        grant_type: GrantType::ClientCredentials,
        redirect_uris: list(&["http://myapp.com/callback"]),
        web_origins: list(&["https://myapp.com/"]),
        pkce_code_challenge_method: Some(PkceMethod::Plain),
        description: "<b>".to_owned(),
    };
    let problems = draft.check().unwrap_err();
    assert!(problems.is_sorted_by_key(|problem| problem.field));
    assert_eq!(
        found(&draft),
        pairs(&[
            ("client_name", "forbidden_character"),
            ("client_id", "forbidden_character"),
            ("grant_type", "public_without_authorization_code"),
            ("redirect_uris[0]", "http_beyond_loopback"),
            ("web_origins[0]", "trailing_slash"),
            ("description", "forbidden_character"),
        ])
    );
    assert_eq!(problems[3].suggestion.as_deref(), Some("https://myapp.com/callback"));
    assert_eq!(problems[4].suggestion.as_deref(), Some("https://myapp.com"));
}

#[test]
fn a_draft_is_read_with_its_optional_fields_missing_and_refused_with_unknown_ones() {
    let json = r#"{"client_name":"Billing","client_type":"confidential","grant_type":"client_credentials"}"#;
    assert_eq!(serde_json::from_str::<OAuthClientDraft>(json).unwrap(), confidential());
    let json = serde_json::to_string(&public()).unwrap();
    assert_eq!(serde_json::from_str::<OAuthClientDraft>(&json).unwrap(), public());
    let unknown = json.replacen('{', r#"{"client_secret":"x","#, 1);
    assert!(serde_json::from_str::<OAuthClientDraft>(&unknown).is_err());
}

/// What a checked client looks like when it is typed in again.
fn typed_again(client: &NewOAuthClient) -> OAuthClientDraft {
    OAuthClientDraft {
        client_name: client.name().to_string(),
        client_id: client.client_id().map(ToString::to_string).unwrap_or_default(),
        client_type: client.client_type(),
        grant_type: client.grant_type(),
        redirect_uris: client.redirect_uris().iter().map(ToString::to_string).collect(),
        web_origins: client.web_origins().iter().map(ToString::to_string).collect(),
        pkce_code_challenge_method: client.pkce_method(),
        description: client.description().map(ToString::to_string).unwrap_or_default(),
    }
}

proptest! {
    #[test]
    fn the_whole_check_and_the_single_parsers_agree(
        redirect_uris in proptest::collection::vec(crate::typed::uri(), 0..7),
        web_origins in proptest::collection::vec(crate::typed::uri(), 0..7),
        is_public: bool,
    ) {
        let kind = if is_public { public() } else { web_application() };
        let draft = OAuthClientDraft { redirect_uris, web_origins, ..kind };
        let problems = match draft.check() {
            Ok(client) => {
                prop_assert_eq!(typed_again(&client).check(), Ok(client));
                Vec::new()
            }
            Err(problems) => problems,
        };
        let is_told = |field: Field| problems.iter().any(|problem| problem.field == field);
        for (index, text) in draft.redirect_uris.iter().enumerate() {
            let is_right = RedirectUri::parse(text).is_ok_and(|uri| is_public || !uri.is_private_use());
            let is_first = !draft.redirect_uris[..index].contains(text);
            prop_assert_eq!(is_told(Field::RedirectUri(index)), !(is_right && is_first));
        }
        for (index, text) in draft.web_origins.iter().enumerate() {
            let is_first = !draft.web_origins[..index].contains(text);
            prop_assert_eq!(is_told(Field::WebOrigin(index)), !(WebOrigin::parse(text).is_ok() && is_first));
        }
        prop_assert_eq!(is_told(Field::RedirectUris), !(1..=5).contains(&draft.redirect_uris.len()));
        prop_assert_eq!(is_told(Field::WebOrigins), draft.web_origins.len() > 5);
    }
}
