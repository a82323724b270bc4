use domain::{search_terms, search_words};
use proptest::prelude::*;

#[test]
fn a_text_is_found_by_its_words_and_by_where_a_part_of_one_begins() {
    for (text, words) in [
        ("", vec![]),
        (" -_.,'\"%", vec![]),
        ("Billing", vec!["billing"]),
        ("billing export", vec!["billing", "export"]),
        ("BillingAPIClient2", vec!["2", "apiclient2", "billingapiclient2", "client2"]),
        ("app-x_y-12", vec!["12", "app", "x", "y"]),
        ("HTTP", vec!["http"]),
        ("iOS17beta", vec!["17beta", "ios17beta", "os17beta"]),
        ("line\nbreak", vec!["break", "line"]),
        ("Zoë ÉTOILE Ärzte", vec!["zoë", "ärzte", "étoile"]),
        ("don't", vec!["don", "t"]),
        ("billing Billing", vec!["billing"]),
    ] {
        assert_eq!(search_words([text]).into_iter().collect::<Vec<_>>(), words, "{text}");
    }
    let of_two: Vec<String> = search_words(["one two", "two three"]).into_iter().collect();
    assert_eq!(of_two, ["one", "three", "two"]);
}

#[test]
fn what_is_typed_is_words_without_those_that_others_imply() {
    for (typed, terms) in [
        ("", vec![]),
        ("  \t%_", vec![]),
        ("Billing", vec!["billing"]),
        ("bil billing", vec!["billing"]),
        ("export BILLING", vec!["export", "billing"]),
        ("billing one bil", vec!["billing", "one"]),
        ("same same", vec!["same"]),
        ("app-billing-1", vec!["app", "billing", "1"]),
        ("BillingAPI", vec!["billingapi"]),
        ("ΣΊΣΥΦΟΣ", vec!["σίσυφοσ"]),
        ("σίσυφος", vec!["σίσυφοσ"]),
        ("straße", vec!["strasse"]),
    ] {
        assert_eq!(search_terms(typed), terms, "{typed}");
    }
}

#[test]
fn a_long_search_is_cut() {
    assert_eq!(search_terms("j i h g f e d c b a"), ["j", "i", "h", "g", "f", "e", "d", "c"]);
    let long = "a".repeat(300);
    let terms = search_terms(&long);
    assert_eq!(terms, ["a".repeat(64)]);
    assert!(search_words([long.as_str()]).contains(&terms[0]), "it finds the text it was copied from");
}

fn finds(typed: &str, text: &str) -> bool {
    let words = search_words([text]);
    search_terms(typed).iter().all(|term| words.iter().any(|word| word.starts_with(term.as_str())))
}

proptest! {
    #[test]
    fn a_text_is_found_by_itself_in_any_case(text in "\\PC{0,40}") {
        prop_assert!(finds(&text, &text));
        prop_assert!(finds(&text.to_uppercase(), &text));
    }

    #[test]
    fn a_name_is_found_while_it_is_typed(name in "[A-Za-z0-9 ]{1,30}", length in 0_usize..30) {
        let typed: String = name.chars().take(length).collect();
        prop_assert!(finds(&typed, &name));
    }
}
