use crate::table::{accepts, refuses};
use domain::{Description, Problem};

#[test]
fn a_description_has_everyday_punctuation_of_any_script() {
    accepts(
        &[
            "",
            "Used by the billing team; ask Zoë (ext. 12) before changing it!",
            "a\nb\r\nc",
            "50 % off & more: {x} [y] ^z ~ `q` @w #1 $2 *3* _4_ + = | \\ / ? \"quoted\" 'single'",
            "“quoted” ‘single’ „deutsch“ «français» – dash — long … • § ° × ÷ € £ ¥ ¢ ± ½ © ® ™ №",
            "¿Qué? ¡Sí!",
            "请求，应用。（测试）「引用」、！",
            "これはテストです。・一・二",
            "हिन्दी में। दूसरा॥",
            "ما هذا؟ نعم، شكرا؛",
            "צה״ל ג׳ורג׳",
            "ราคา ฿100",
            "e\u{301}",
            "→ ← ≤ ≥ ≠ ≈ − √ ∞ ✓",
        ],
        Description::parse,
    );
}

#[test]
fn a_description_breaks_a_rule_and_is_told_which() {
    refuses(
        &[
            ("a < b", "forbidden_character", None),
            ("a > b", "forbidden_character", None),
            ("a \u{FF1C} b", "forbidden_character", None),
            ("a \u{FF1E} b", "forbidden_character", None),
            ("a\u{0}b", "forbidden_character", None),
            ("a\u{1B}[31m", "forbidden_character", None),
            ("a\u{7F}b", "forbidden_character", None),
            ("a\u{85}b", "forbidden_character", Some("a b")),
            ("a\tb", "forbidden_character", Some("a b")),
            ("a\u{A0}b", "forbidden_character", Some("a b")),
            ("a\u{2028}b", "forbidden_character", Some("a b")),
            ("a\u{AD}b", "forbidden_character", None),
            ("a\u{200B}b", "forbidden_character", None),
            ("a\u{200D}b", "forbidden_character", None),
            ("a\u{200F}b", "forbidden_character", None),
            ("a\u{202E}b", "forbidden_character", None),
            ("a\u{2066}b", "forbidden_character", None),
            ("a\u{FEFF}b", "forbidden_character", None),
            ("a\u{E0041}b", "forbidden_character", None),
            ("a\u{E000}b", "forbidden_character", None),
            ("😀", "forbidden_character", None),
            ("a \u{301}", "forbidden_character", None),
        ],
        Description::parse,
    );
}

#[test]
fn line_breaks_are_made_one_kind_and_white_space_around_the_text_is_dropped() {
    assert_eq!(Description::parse(" \r\n a\r\nb\rc\n\nd \n").unwrap().as_str(), "a\nb\nc\n\nd");
    assert!(Description::parse(" \n ").unwrap().is_empty());
}

#[test]
fn a_description_is_counted_after_its_line_breaks_are_made_one_kind() {
    let lines = "a\r\n".repeat(127) + "b";
    assert_eq!(Description::parse(&lines).unwrap().as_str().chars().count(), 255);
    let problem = Description::parse(&"é".repeat(256)).unwrap_err();
    assert_eq!(problem.code(), "too_long");
}
