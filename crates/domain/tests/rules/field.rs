use domain::{ClientName, Field, FieldProblem};

const NAMES: [(Field, &str); 29] = [
    (Field::ClientName, "client_name"),
    (Field::ClientId, "client_id"),
    (Field::ClientType, "client_type"),
    (Field::GrantType, "grant_type"),
    (Field::RedirectUris, "redirect_uris"),
    (Field::RedirectUri(0), "redirect_uris[0]"),
    (Field::RedirectUri(12), "redirect_uris[12]"),
    (Field::WebOrigins, "web_origins"),
    (Field::WebOrigin(2), "web_origins[2]"),
    (Field::PkceCodeChallengeMethod, "pkce_code_challenge_method"),
    (Field::Description, "description"),
    (Field::Email, "email"),
    (Field::Password, "password"),
    (Field::SecretLabel, "label"),
    (Field::OldSecretsEndAt, "old_secrets_end_at"),
    (Field::Environment, "environment"),
    (Field::PublicKey, "public_key"),
    (Field::Jwks, "jwks"),
    (Field::KeyExpiresAt, "expires_at"),
    (Field::AcceptsEndpointAudience, "accepts_endpoint_audience"),
    (Field::EnvironmentName, "environment_name"),
    (Field::Audience, "audience"),
    (Field::ApiName, "api_name"),
    (Field::RoleName, "role_name"),
    (Field::Scopes, "scopes"),
    (Field::Scope(0), "scopes[0]"),
    (Field::Scope(99), "scopes[99]"),
    (Field::Roles, "roles"),
    (Field::HeldRole(0), "roles[0]"),
];

#[test]
fn a_field_travels_by_its_name() {
    for (field, name) in NAMES {
        assert_eq!(field.to_string(), name);
        assert_eq!(name.parse(), Ok(field));
        let json = serde_json::to_value(field).unwrap();
        assert_eq!(json, name);
        assert_eq!(serde_json::from_value::<Field>(json).unwrap(), field);
    }
}

#[test]
fn fields_are_ordered_as_in_the_form() {
    assert!(NAMES.is_sorted_by_key(|(field, _)| *field));
}

#[test]
fn another_name_is_no_field() {
    for name in [
        "",
        "names",
        "redirect_uris[]",
        "redirect_uris[-1]",
        "redirect_uris[+1]",
        "redirect_uris[01]",
        "redirect_uris[1",
        "redirect_uris1]",
        "redirect_uris[99999999999999999999999]",
        "client_name[0]",
    ] {
        assert!(name.parse::<Field>().is_err(), "{name}");
    }
}

#[test]
fn a_field_problem_carries_the_code_the_message_and_the_right_spelling() {
    let problem = ClientName::parse("a  b").unwrap_err();
    let problem = FieldProblem::new(Field::ClientName, &problem);
    assert_eq!(
        serde_json::to_value(&problem).unwrap(),
        serde_json::json!({
            "field": "client_name",
            "code": "wide_space",
            "message": "The name has more than one space between two words. Use a single space.",
            "suggestion": "a b",
        })
    );
    let plain = FieldProblem { suggestion: None, ..problem };
    let json = serde_json::to_string(&plain).unwrap();
    assert!(!json.contains("suggestion"));
    assert_eq!(serde_json::from_str::<FieldProblem>(&json).unwrap(), plain);
}
