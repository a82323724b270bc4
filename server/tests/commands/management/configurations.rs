//! Files: planned, applied, written and brought from elsewhere.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::Way;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/configuration-as-code.md");
const REALM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/realm.json");
const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/clients.csv");

/// The file that the documentation shows.
fn sample() -> String {
    let text = std::fs::read_to_string(SAMPLE).unwrap();
    text.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap().to_owned()
}

struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn with(&self, text: &str) -> String {
        let path = self.path("file");
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn path(&self, name: &str) -> PathBuf {
        Path::new(self.0.path()).join(name)
    }
}

#[tokio::test]
async fn a_file_is_planned_applied_and_then_nothing_is_left_to_do() {
    for way in Way::all().await {
        let files = Files::new();
        let file = files.with(&sample());
        let planned = way.does(&["plan", &file]);
        assert!(planned.out.contains("+ environment \"staging\"\n"), "{planned:?}");
        assert!(planned.out.contains("+ oauth client \"Billing\" (app-billing)\n"), "{planned:?}");
        assert!(
            planned.out.contains("~ oauth client \"Billing\" (app-billing): roles none → Invoices: Reader\n")
        );
        assert_eq!(way.run(&["plan", &file, "--detailed-exitcode"]).code, Some(2));
        let complaint = way.refuses(&["apply", &file], 2);
        assert!(complaint.contains("add --yes"), "{complaint}");

        let applied = way.does(&["apply", &file, "--yes"]);
        assert!(applied.err.contains("+ oauth client \"Billing\""), "{applied:?}");
        let ids: Vec<_> = applied.out.lines().map(|line| line.split_once(' ').unwrap().0).collect();
        assert_eq!(ids, ["app-billing"]);
        assert_eq!(way.does(&["plan", &file, "--detailed-exitcode"]).out, "Nothing to change.\n");
        assert_eq!(way.does(&["apply", &file, "--yes"]).out, "");

        let exported = way.does(&["export"]).out;
        let secret = applied.out.trim_end().split_once(' ').unwrap().1;
        assert!(exported.starts_with("version: 1\n") && !exported.contains(secret), "{exported}");
        let copy = files.path("export.yaml");
        way.does(&["export", "--output", copy.to_str().unwrap()]);
        assert_eq!(std::fs::read_to_string(&copy).unwrap(), exported);
        assert_eq!(way.does(&["plan", copy.to_str().unwrap(), "--prune"]).out, "Nothing to change.\n");

        let elsewhere = Way::sqlite();
        elsewhere.does(&["apply", copy.to_str().unwrap(), "--yes", "--prune"]);
        assert_eq!(elsewhere.does(&["export"]).out, exported);

        let emptied = files.with("version: 1\n");
        assert_eq!(way.does(&["plan", &emptied]).out, "Nothing to change.\n");
        let pruned = way.does(&["plan", &emptied, "--prune"]);
        assert!(pruned.out.contains("- oauth client \"Billing\" (app-billing)\n"), "{pruned:?}");
        let answer = way.json(&["apply", &emptied, "--prune", "--yes"]);
        assert_eq!(answer["secrets"], json!([]));
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_is_refused_with_its_places() {
    let way = Way::sqlite();
    let files = Files::new();
    let client = |fields: &str| {
        format!(
            "version: 1\noauth_clients:\n- client_name: A\n  client_type: public\n  grant_type: authorization_code\n{fields}"
        )
    };
    for (text, words) in [
        ("version: 1\nusers: []\n".to_owned(), "unknown field"),
        ("version: 1\nversion: 1\n".to_owned(), "duplicate"),
        ("version: 1\na: &a [1]\nb: *a\n".to_owned(), "file cannot be read"),
        ("- 1\n".to_owned(), "file cannot be read"),
        (format!("version: {}1{}", "[".repeat(100), "]".repeat(100)), "file cannot be read"),
        (format!("version: 1\n{}", "#".repeat(1024 * 1024)), "longer than 1 MiB"),
        (client("  redirect_uris: [http://a.example/]\n"), "oauth_clients[0].redirect_uris[0]: "),
        (client("  redirect_uris: ['https://a.example/#x']\n  client_secret: hidden\n"), "unknown field"),
    ] {
        let file = files.with(&text);
        for command in [&["plan", &file][..], &["apply", &file, "--yes"]] {
            let complaint = way.refuses(command, 1);
            assert!(complaint.contains(words), "{words}: {complaint}");
        }
    }
    let absent = files.path("absent");
    assert!(way.refuses(&["plan", absent.to_str().unwrap()], 1).contains("cannot be read"));
}

#[tokio::test]
async fn a_realm_of_keycloak_is_taken_over() {
    for way in Way::all().await {
        let before = way.does(&["export"]).out;
        let said = way.does(&["import", "keycloak", REALM]);
        for line in [
            "! account: clientId: This is one of Keycloak's own clients. [client left out]",
            "! storefront: clientId: Client IDs start with app- here. Tell the application. [replaced by app-storefront]",
            "! billing.service: secret: A secret is never taken over: a new one is made, and shown once. [dropped]",
            "! back-office: serviceAccountsEnabled: A client obtains tokens in one way, and this one for people. \
             Register another one for itself. [dropped]",
            "! invoice-api: bearerOnly: It asks for no tokens. Make its roles an API instead. [client left out]",
            "! https://saml.example.com/metadata: protocol: Only clients of OpenID Connect are known here. [client left out]",
            "! robot: standardFlowEnabled: It obtains tokens in no way that there is here. [client left out]",
            "! phone: name: Another client of the realm has this name, in this or another case. [replaced by store front 2]",
            "4 to add, 1 to change, 0 to delete.",
        ] {
            assert!(said.out.lines().any(|told| told == line), "{line}\n{}", said.out);
        }
        assert!(said.out.contains("[replaced by https://shop.example.com/signed-in]"), "{}", said.out);
        assert!(!said.out.contains("mB1qkE3v"), "a secret is never repeated");
        assert_eq!(way.does(&["export"]).out, before, "a dry run changes nothing");

        let applied = way.does(&["import", "keycloak", REALM, "--apply"]);
        let ids: Vec<_> = applied.out.lines().map(|line| line.split_once(' ').unwrap().0).collect();
        assert_eq!(ids, ["app-billing-service", "app-back-office"]);
        let client = |id: &str| way.json(&["client", "show", id]);
        let front = client("app-storefront");
        assert_eq!(
            front["redirect_uris"],
            json!([
                "https://shop.example.com/callback",
                "https://shop.example.com/app/*",
                "http://localhost:8080/*",
                "https://shop.example.com/signed-in"
            ])
        );
        assert_eq!(front["web_origins"], json!(["https://shop.example.com", "http://localhost:8080"]));
        assert_eq!(front["pkce_code_challenge_method"], "S256");
        assert_eq!(front["description"], "Where customers buy things");
        let office = client("app-back-office");
        let told: Vec<&Value> =
            ["client_name", "status", "grant_type"].iter().map(|field| &office[*field]).collect();
        assert_eq!(told, ["Back Office new", "disabled", "authorization_code"]);
        assert_eq!(office["web_origins"], json!(["https://office.example.com"]));
        assert_eq!(client("app-billing-service")["grant_type"], "client_credentials");
        assert_eq!(client("app-phone")["redirect_uris"], json!(["com.example.app:/callback"]));

        let again = way.does(&["import", "keycloak", REALM, "--apply"]);
        assert_eq!(again.out, "");
        assert!(again.err.contains("app-storefront is there already. [client left out]"), "{again:?}");
    }
}

#[tokio::test]
async fn what_is_no_realm_is_refused() {
    let way = Way::sqlite();
    let files = Files::new();
    for (text, words) in [
        ("[]".to_owned(), "no realm"),
        (r#"{"realm":"x"}"#.to_owned(), "no realm"),
        (r#"{"clients":[{"clientId":7,"secret":"hidden"}]}"#.to_owned(), "clients[0].clientId"),
        (
            format!(
                r#"{{"clients":[{{"clientId":"a","attributes":{{"x":{}{}}}}}]}}"#,
                "[".repeat(200),
                "]".repeat(200)
            ),
            "no realm",
        ),
        (r#"{"clients":[]} {"clients":[]}"#.to_owned(), "no realm"),
        (format!(r#"{{"clients":[]{}}}"#, " ".repeat(16 * 1024 * 1024)), "longer than 16 MiB"),
    ] {
        let complaint = way.refuses(&["import", "keycloak", &files.with(&text), "--apply"], 1);
        assert!(complaint.contains(words) && !complaint.contains("hidden"), "{words}: {complaint}");
    }
}

#[tokio::test]
async fn a_table_is_taken_over() {
    for way in Way::all().await {
        let said = way.does(&["import", "csv", TABLE]);
        assert!(said.out.contains("+ oauth client \"Billing\" (app-billing)\n"), "{said:?}");
        let applied = way.does(&["import", "csv", TABLE, "--apply"]);
        assert!(applied.out.starts_with("app-billing ") && applied.out.lines().count() == 1, "{applied:?}");
        let store = way.json(&["client", "show", "app-store"]);
        assert_eq!(
            store["redirect_uris"],
            json!(["https://shop.example.com/callback", "https://shop.example.com/app/*"])
        );
        assert_eq!(
            (&store["status"], &store["grant_type"]),
            (&json!("disabled"), &json!("authorization_code"))
        );
    }
}

#[tokio::test]
async fn a_table_with_an_error_is_refused_whole_with_its_lines() {
    let way = Way::sqlite();
    let files = Files::new();
    for (table, words) in [
        ("", "no column"),
        ("client_name,secret\nA,b\n", "line 1: there is no column \"secret\""),
        ("client_name,client_name\nA,b\n", "line 1: the column \"client_name\" stands twice"),
        ("client_name,client_id\nA\n", "line 2: it does not have as many fields"),
        (
            "client_name,client_type\nA,confidential\nB,open\n",
            "line 3: client_type: Use confidential or public.",
        ),
        ("client_name,client_type\nA,public\n", "line 2: redirect_uris: "),
        ("client_name,status\nA,off\n", "line 2: status: "),
        ("client_name\nBilling\n\nbilling\n", "oauth_clients[1].client_name: "),
    ] {
        let complaint = way.refuses(&["import", "csv", &files.with(table), "--apply"], 1);
        assert!(complaint.contains(words), "{words}: {complaint}");
    }
    assert_eq!(way.json(&["client", "list"])["items"], json!([]));
}
