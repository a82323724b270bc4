//! Pairs of a registered and a requested redirect URI, and what the matcher says of them.

use domain::ClientType::{Confidential, Public};
use domain::{ClientType, RedirectUri};
use serde::Serialize;

/// One pair and the verdict on it.
#[derive(Serialize)]
pub struct Vector {
    /// A right redirect URI, often a wildcard.
    pub registered: &'static str,
    /// What an authorization request names.
    pub requested: &'static str,
    /// Whose.
    pub client_type: ClientType,
    /// Whether it is accepted.
    pub matches: bool,
}

/// Asked of `https://myapp.com/*`.
const UNDER_THE_ROOT: &[&str] = &[
    "https://myapp.com/",
    "https://myapp.com/callback",
    "https://myapp.com/a/b/c",
    "https://myapp.com/a/b/c/",
    "https://myapp.com//",
    "https://myapp.com//evil.com",
    "https://myapp.com//evil.com/..",
    "https://myapp.com///evil.com",
    "https://myapp.com/@evil.com",
    "https://myapp.com/:8080",
    "https://myapp.com/https://evil.com/",
    "https://myapp.com/...",
    "https://myapp.com/.hidden",
    "https://myapp.com/a;b=c",
    "https://myapp.com/;",
    "https://myapp.com/a,b!c$d&e'f(g)+h=i~j",
    "https://myapp.com",
    "https://myapp.com?",
    "https://myapp.com/?",
    "https://myapp.com/?x=1",
    "https://myapp.com?@evil.com",
    "https://myapp.com/a?b=https://evil.com",
    "https://myapp.com/*",
    "https://myapp.com/a/*",
    "https://myapp.com/*?",
    "https://myapp.com/#",
    "https://myapp.com/#@evil.com",
    "https://myapp.com#@evil.com/",
    "https://evil.com/",
    "https://evil.com/https://myapp.com/",
    "https://evil.com?https://myapp.com/",
    "https://evil.com#https://myapp.com/",
    "https://evil.com\\https://myapp.com/",
    "https://evil.com/myapp.com/",
    "https://myapp.com.evil.com/",
    "https://myapp.comevil.com/",
    "https://myapp.com-evil.com/",
    "https://evilmyapp.com/",
    "https://evil-myapp.com/",
    "https://www.myapp.com/",
    "https://a.myapp.com/",
    "https://myapp.co/",
    "https://myapp.com./",
    "https://myapp.com../",
    "https://.myapp.com/",
    "https://myapp..com/",
    "https://myapp.com@evil.com/",
    "https://myapp.com:@evil.com/",
    "https://myapp.com:443@evil.com/",
    "https://myapp.com:x@evil.com/",
    "https://myapp.com%40evil.com/",
    "https://myapp.com%2fevil.com/",
    "https://myapp.com%00.evil.com/",
    "https://myapp.com%0d%0a.evil.com/",
    "https://myapp.com&@evil.com/",
    "https://myapp.com;@evil.com/",
    "https://myapp.com;evil.com/",
    "https://myapp.com,evil.com/",
    "https://myapp.com|evil.com/",
    "https://myapp.com_evil.com/",
    "https://evil.com@myapp.com/",
    "https://user:secret@myapp.com/",
    "https://@myapp.com/",
    "https://:@myapp.com/",
    "https://@@myapp.com/",
    "https://evil.com\\@myapp.com/",
    "https://evil.com%5c@myapp.com/",
    "https://myapp.com\\.evil.com/",
    "https://myapp.com\\@evil.com/",
    "https://myapp.com\\evil.com",
    "https:\\\\myapp.com\\",
    "https:\\\\evil.com/",
    "https:/\\evil.com/",
    "https://\\evil.com/",
    "https:/myapp.com/",
    "https:/myapp.com/../evil.com",
    "https:myapp.com/",
    "https:///myapp.com/",
    "https:////evil.com/",
    "https:evil.com/https://myapp.com/",
    "//myapp.com/",
    "//evil.com",
    "/\\evil.com",
    "\\\\evil.com",
    "/callback",
    "myapp.com/",
    "http://myapp.com/",
    "http://myapp.com:443/",
    "ftp://myapp.com/",
    "ws://myapp.com/",
    "javascript://myapp.com/%0aalert(1)",
    "javascript:alert(1)",
    "data:text/html,https://myapp.com/",
    "blob:https://myapp.com/1",
    "view-source:https://myapp.com/",
    "HTTPS://myapp.com/",
    "Https://MyApp.Com/",
    "https://MYAPP.com/",
    "https://myapp.com:443/",
    "https://myapp.com:0443/",
    "https://myapp.com:00443/",
    "https://myapp.com:8443/",
    "https://myapp.com:/",
    "https://myapp.com:0/",
    "https://myapp.com:65536/",
    "https://myapp.com:65979/",
    "https://myapp.com: 443/",
    "https://myapp.com:+443/",
    "https://myapp.com/.",
    "https://myapp.com/..",
    "https://myapp.com/../",
    "https://myapp.com/../evil.com/",
    "https://myapp.com/a/../../b",
    "https://myapp.com/%2e%2e/",
    "https://myapp.com/%2E./",
    "https://myapp.com/.%2e/",
    "https://myapp.com/%252e%252e/",
    "https://myapp.com/..%2f",
    "https://myapp.com/..%5c",
    "https://myapp.com/..\\",
    "https://myapp.com/..;/",
    "https://myapp.com/.;/",
    "https://myapp.com/..;x=y/",
    "https://myapp.com/a\tb",
    "https://my\tapp.com/",
    "https://evil.com\t.myapp.com/",
    "ht\ntps://myapp.com/",
    "https://myapp.com/\n",
    "https://myapp.com\r\n/",
    "\thttps://myapp.com/",
    " https://myapp.com/",
    "https://myapp.com/ ",
    "https://my app.com/",
    "https://myapp.com /",
    "https://myapp.com\u{0}.evil.com/",
    "\u{1}https://myapp.com/",
    "https://myapp.com/\u{7F}",
    "https://my\u{AD}app.com/",
    "https://my\u{200B}app.com/",
    "https://my\u{200D}app.com/",
    "\u{FEFF}https://myapp.com/",
    "https://my\u{430}pp.com/",
    "https://myapp\u{3002}com/",
    "https://myapp\u{FF0E}com/",
    "https://myapp.com\u{FF0F}evil.com/",
    "https://myapp.com\u{2044}evil.com/",
    "https://myapp.com\u{2215}evil.com/",
    "https://myapp.com\u{FF20}evil.com/",
    "https://myapp.com\u{FF1F}evil.com/",
    "https://myapp.com\u{FF03}evil.com/",
    "https://evil.c\u{2100}.myapp.com/",
    "https://\u{FF4D}yapp.com/",
    "https://myapp.\u{24B8}om/",
    "https://myapp.com/\u{202E}",
    "https://myapp.com/\u{FF0E}\u{FF0E}/",
    "https://xn--mypp-53d.com/",
    "https://xn--myapp.com/",
    "https://[::1]/",
    "https://[myapp.com]/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://*/",
    "https://*.com/",
    "",
    "*",
    "null",
];

/// Asked of `https://myapp.com/app/*`.
const UNDER_A_FOLDER: &[&str] = &[
    "https://myapp.com/app/",
    "https://myapp.com/app/callback",
    "https://myapp.com/app//callback",
    "https://myapp.com/app/..;/admin",
    "https://myapp.com/app/../admin",
    "https://myapp.com/app/./callback",
    "https://myapp.com/app/%2e%2e/admin",
    "https://myapp.com/app/..%2fadmin",
    "https://myapp.com/app\\..\\admin",
    "https://myapp.com/app",
    "https://myapp.com/app.",
    "https://myapp.com/app;",
    "https://myapp.com/application",
    "https://myapp.com/App/callback",
    "https://myapp.com//app/callback",
    "https://myapp.com/%61pp/callback",
    "https://myapp.com/",
    "https://myapp.com?/app/",
    "https://myapp.com/x/app/",
];

/// Each with its registered URI and its client type.
const OTHERS: &[(&str, &str, ClientType)] = &[
    ("https://myapp.com/callback", "https://myapp.com/callback", Confidential),
    ("https://myapp.com/callback", "https://myapp.com/callback/", Confidential),
    ("https://myapp.com/callback", "https://myapp.com/callback?x=1", Confidential),
    ("https://myapp.com/callback", "https://myapp.com/callback#x", Confidential),
    ("https://myapp.com/callback", "https://myapp.com/a/../callback", Confidential),
    ("https://myapp.com", "https://myapp.com/", Confidential),
    ("https://myapp.com/callback?x=1", "https://myapp.com/callback?x=1", Confidential),
    ("https://myapp.com/callback?x=1", "https://myapp.com/callback?x=1&y=2", Confidential),
    ("https://192.0.2.11:8080/*", "https://192.0.2.11:8080/callback", Confidential),
    ("https://192.0.2.11:8080/*", "https://192.0.2.011:8080/callback", Confidential),
    ("https://192.0.2.11:8080/*", "https://192.0.523:8080/callback", Confidential),
    ("https://192.0.2.11:8080/*", "https://0xc0.0.2.11:8080/callback", Confidential),
    ("https://192.0.2.11:8080/*", "https://192.0.2.11/callback", Confidential),
    ("https://intranet/*", "https://intranet/callback", Confidential),
    ("https://intranet/*", "https://intranet.evil.com/callback", Confidential),
    ("https://xn--mller-kva.example/*", "https://xn--mller-kva.example/callback", Confidential),
    ("https://xn--mller-kva.example/*", "https://m\u{FC}ller.example/callback", Confidential),
    ("https://xn--mller-kva.example/*", "https://XN--mller-kva.example/callback", Confidential),
    ("http://localhost/*", "http://localhost/callback", Confidential),
    ("http://localhost/*", "http://localhost:51004/callback", Confidential),
    ("http://localhost/*", "http://localhost:51004/callback", Public),
    ("http://localhost/*", "http://localhost.evil.com/callback", Public),
    ("http://localhost/*", "http://localhost:80@evil.com/callback", Public),
    ("http://localhost/*", "http://localhost:51004@evil.com/callback", Public),
    ("http://localhost/*", "http://127.0.0.1:51004/callback", Public),
    ("http://localhost/*", "http://[::1]:51004/callback", Public),
    ("http://localhost/*", "https://localhost/callback", Public),
    ("http://127.0.0.1/callback", "http://127.0.0.1:51004/callback", Public),
    ("http://127.0.0.1/callback", "http://127.1:51004/callback", Public),
    ("http://127.0.0.1/callback", "http://127.0.0.1:51004/other", Public),
    ("https://localhost/*", "https://localhost:51004/callback", Public),
    ("com.example.app:/callback", "com.example.app:/callback", Public),
    ("com.example.app:/callback", "com.example.app:/callback", Confidential),
    ("com.example.app:/callback", "com.example.app://callback", Public),
    ("com.example.app:/callback", "com.example.app:callback", Public),
    ("com.example.app:/callback", "COM.example.app:/callback", Public),
    ("com.example.app:/callback", "com.example.evil:/callback", Public),
    ("com.example.app:/callback", "https://myapp.com/callback", Public),
];

/// Every pair with its verdict.
pub fn all() -> Vec<Vector> {
    let root = UNDER_THE_ROOT.iter().map(|requested| ("https://myapp.com/*", *requested, Confidential));
    let folder = UNDER_A_FOLDER.iter().map(|requested| ("https://myapp.com/app/*", *requested, Confidential));
    root.chain(folder).chain(OTHERS.iter().copied()).map(verdict).collect()
}

fn verdict((registered, requested, client_type): (&'static str, &'static str, ClientType)) -> Vector {
    let matches = RedirectUri::parse(registered).is_ok_and(|uri| uri.matches(requested, client_type).is_ok());
    Vector { registered, requested, client_type, matches }
}

/// The fixture as it is committed: one pair a line, ASCII only.
pub fn json() -> String {
    let lines: Vec<String> = all()
        .iter()
        .map(|vector| {
            ["  ", &ascii(&serde_json::to_string(vector).expect("strings and flags only"))].concat()
        })
        .collect();
    ["[\n", &lines.join(",\n"), "\n]\n"].concat()
}

/// Nobody can review a character that does not show: each beyond ASCII is written as an escape.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii_graphic() || character == ' ' {
            text.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            text.push_str(&format!("\\u{unit:04x}"));
        }
    }
    text
}
