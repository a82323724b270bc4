//! How a text is taken apart into words that can be searched for.

use std::collections::BTreeSet;

use crate::character::is_sign;

/// The most words of a search that count; those typed after them are left out.
const MAX_SEARCH_TERMS: usize = 8;
/// The most characters of a word that count.
const MAX_WORD_LENGTH: usize = 64;

/// The words under which `texts` can be found: runs of letters and digits in lower case, and what is left of each from
/// where a part of it begins (`BillingAPIClient2` is also found as `apiclient2`, `client2` and `2`).
pub fn search_words<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    texts.into_iter().flat_map(runs).flat_map(|run| parts(run).map(|at| folded(&run[at..]))).collect()
}

/// What was typed into a search field, as words, in the order typed. A client is found when, for each of them, one of
/// its [`search_words`] begins with it.
pub fn search_terms(typed: &str) -> Vec<String> {
    let typed: Vec<String> = runs(typed).map(folded).collect();
    let mut terms: Vec<String> = Vec::new();
    for term in &typed {
        // A term says nothing that a longer one beginning with it does not say.
        let is_implied = typed.iter().any(|other| other != term && other.starts_with(term.as_str()));
        if !is_implied && !terms.contains(term) && terms.len() < MAX_SEARCH_TERMS {
            terms.push(term.clone());
        }
    }
    terms
}

/// Whether there is anything in it to search for: a letter or a digit, not punctuation only.
pub(crate) fn has_words(typed: &str) -> bool {
    runs(typed).next().is_some()
}

fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character| !is_of_a_word(character)).filter(|run| !run.is_empty())
}

/// Letters and digits, and the signs and accents that stand with them.
fn is_of_a_word(character: char) -> bool {
    character.is_alphanumeric() || is_sign(character) || ('\u{0300}'..='\u{036F}').contains(&character)
}

/// Where the parts of a run begin, in bytes.
fn parts(run: &str) -> impl Iterator<Item = usize> {
    let mut before = None;
    run.char_indices().filter_map(move |(at, character)| {
        let follows = run[at..].chars().nth(1);
        let begins = match before.replace(character) {
            None => true,
            Some(before) if character.is_uppercase() => {
                !before.is_uppercase() || follows.is_some_and(char::is_lowercase)
            }
            Some(before) => character.is_ascii_digit() && !before.is_ascii_digit(),
        };
        begins.then_some(at)
    })
}

/// Upper case first: it folds letters that share a capital, such as `ς` and `σ`. Then letter by letter, for the lower
/// case of a whole word ends in `ς`, and what is typed so far is seldom the whole word.
fn folded(word: &str) -> String {
    word.to_uppercase().chars().flat_map(char::to_lowercase).take(MAX_WORD_LENGTH).collect()
}
