use crate::table::{accepts, refuses};
use domain::{ClientName, Problem};

#[test]
fn a_name_has_letters_and_digits_of_any_script() {
    accepts(
        &[
            "a",
            "7",
            "Billing Portal 2",
            "Müller Straße",
            "Ελλάδα",
            "Приложение 1",
            "请求应用",
            "カスタマー ポータル",
            "고객 포털",
            "تطبيق الفواتير",
            "יישום חיוב",
            "हिन्दी एप्लिकेशन",
            "বাংলা প্রকল্প",
            "தமிழ் செயலி",
            "ภาษาไทย ที่นี่",
            "ພາສາລາວ ນີ້",
            "မြန်မာ အက်ပ်",
            "ភាសាខ្មែរ",
            "አማርኛ",
            "ქართული",
            "Հայերեն",
            "بتصرّف",
            "Việt Nam",
            "١٢٣",
        ],
        ClientName::parse,
    );
}

#[test]
fn a_name_breaks_a_rule_and_is_told_which() {
    refuses(
        &[
            ("", "required", None),
            (" \t ", "required", None),
            ("Billing-Portal", "forbidden_character", None),
            ("snake_case", "forbidden_character", None),
            ("Tom's App", "forbidden_character", None),
            ("<script>", "forbidden_character", None),
            ("a\u{200B}b", "forbidden_character", None),
            ("a\u{202E}b", "forbidden_character", None),
            ("a\u{0}b", "forbidden_character", None),
            ("a\u{00AD}b", "forbidden_character", None),
            ("\u{3164}", "forbidden_character", None),
            ("a\u{115F}", "forbidden_character", None),
            ("App 😀", "forbidden_character", None),
            ("\u{24B6}", "forbidden_character", None),
            ("e\u{301}", "forbidden_character", None),
            ("\u{094D}क", "sign_without_letter", None),
            ("क \u{094D}", "sign_without_letter", None),
            ("7\u{0E48}", "sign_without_letter", None),
            ("two  spaces", "wide_space", Some("two spaces")),
            ("a\tb", "wide_space", Some("a b")),
            ("a\nb", "wide_space", Some("a b")),
            ("a\u{00A0}b  c", "wide_space", Some("a b c")),
            ("a \u{3000}b", "wide_space", Some("a b")),
        ],
        ClientName::parse,
    );
}

#[test]
fn a_name_is_counted_in_characters_after_trimming() {
    let longest = "ж".repeat(255);
    assert_eq!(ClientName::parse(&format!("  {longest} ")).unwrap().as_str(), longest);
    let problem = ClientName::parse(&"ж".repeat(256)).unwrap_err();
    assert_eq!(problem.code(), "too_long");
    assert_eq!(problem.to_string(), "The name has 256 characters. Use at most 255.");
}

#[test]
fn a_forbidden_character_is_named() {
    let message = |typed: &str| ClientName::parse(typed).unwrap_err().to_string();
    assert_eq!(
        message("a-b"),
        "The name contains “-”. Use letters and digits, with single spaces between words."
    );
    assert!(message("a\u{200B}").contains("an invisible character (U+200B)"));
    assert!(message("a😀").contains("“😀” (U+1F600)"));
}

#[test]
fn names_that_differ_in_case_only_have_one_key() {
    let key = |typed: &str| ClientName::parse(typed).unwrap().key();
    for (one, other) in [
        ("Billing Portal", "BILLING portal"),
        ("ΟΔΟΣ", "οδος"),
        ("οδοσ", "οδος"),
        ("Straße", "STRASSE"),
        ("ДАННЫЕ", "данные"),
    ] {
        assert_eq!(key(one), key(other), "{one} and {other}");
    }
    assert_ne!(key("a b"), key("ab"));
}
