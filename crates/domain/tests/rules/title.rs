//! Names of APIs and roles.

use crate::table::{accepts, refuses};
use domain::{Title, TitleProblem};

#[test]
fn a_title_has_letters_digits_and_everyday_punctuation() {
    accepts(
        &[
            "Billing API",
            "  Billing API \n",
            "R",
            "Read & write (v2)",
            "请求，应用。（测试）",
            "हिन्दी में।",
            "Größe: 50 %",
            "Zo\u{EB}",
        ],
        Title::parse,
    );
    assert_eq!(Title::parse("  Billing API \n").unwrap().as_str(), "Billing API");
}

#[test]
fn a_title_breaks_a_rule_and_is_told_which() {
    refuses(
        &[
            ("", "required", None),
            (" \r\n\t ", "required", None),
            ("Billing\nAPI", "line_break", None),
            ("Billing\r\nAPI", "line_break", None),
            ("Billing\rAPI", "line_break", None),
            ("Billing  API", "wide_space", Some("Billing API")),
            ("Billing\tAPI", "wide_space", Some("Billing API")),
            ("Billing\u{A0}API", "wide_space", Some("Billing API")),
            ("Billing  <API>", "wide_space", None),
            ("Billing <API>", "forbidden_character", None),
            ("Zoe\u{308}", "forbidden_character", None),
            ("Billing\u{200B}", "forbidden_character", None),
            ("Billing\u{0}", "forbidden_character", None),
            ("\u{202E}Billing", "forbidden_character", None),
            ("😀", "forbidden_character", None),
            (&"<".repeat(300), "forbidden_character", None),
        ],
        Title::parse,
    );
}

#[test]
fn a_title_has_at_most_a_hundred_characters() {
    for (length, expected) in [(1, None), (100, None), (101, Some(101)), (256, Some(256)), (1000, Some(1000))]
    {
        let expected = expected.map(|length| TitleProblem::TooLong { length });
        assert_eq!(Title::parse(&"é".repeat(length)).err(), expected, "{length}");
    }
}

#[test]
fn case_makes_no_other_title() {
    let key = |typed| Title::parse(typed).unwrap().key();
    for (one, other) in [("Billing API", "BILLING api"), ("Straße", "STRASSE"), ("ΟΔΟΣ", "οδος")] {
        assert_eq!(key(one), key(other));
    }
    assert_ne!(key("Billing API"), key("Billing-API"));
}
