//! Refused requests in memory: what anybody sends costs no write, and no more than so much memory.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{DenialReason, MAX_LENGTH};
use store::{DenialBounds, DeniedRequests};

use super::Denial;
use crate::oauth_clients::as_issued;

/// Different refusals held at once. Anybody can be refused: what comes after that is not told.
const MOST: usize = 1_000;
/// Different refusals of a client, of one reason and in all: the details of a request are whatever its sender likes.
pub(super) const BOUNDS: DenialBounds = DenialBounds { of_a_reason: 20, of_a_client: 50 };
/// Stands at the end of a detail that was longer, so that it is not taken for a redirect URI.
const CUT: char = '…';

/// Whose they are, why, and what was asked for.
type Alike = (String, DenialReason, String);

/// What is not written yet.
#[derive(Debug, Default)]
pub(crate) struct Denials {
    alike: Mutex<BTreeMap<Alike, DeniedRequests>>,
    /// Held while some are written: two at once would count them twice.
    pub(super) writing: tokio::sync::Mutex<()>,
}

impl Denials {
    /// Notes a refused request, where there is room.
    pub(super) fn note(&self, denial: Denial, now: i64) {
        // What was never issued is no client's.
        if as_issued(&denial.client_id).is_none() {
            return;
        }
        let Denial { client_id, reason, detail, reference, address } = denial;
        let key = (client_id, reason, storable(&detail));
        let mut alike = self.lock();
        if let Some(denied) = alike.get_mut(&key) {
            denied.times += 1;
            denied.last_at = now;
            denied.last_reference = reference;
            denied.last_address = address;
        } else if has_room(&alike, &key) {
            let denied = DeniedRequests {
                reason,
                detail: key.2.clone(),
                times: 1,
                first_at: now,
                last_at: now,
                last_reference: reference,
                last_address: address,
            };
            alike.insert(key, denied);
        }
    }

    /// What is known of one client.
    pub(super) fn of(&self, client_id: &str) -> Vec<DeniedRequests> {
        of_client(&self.lock(), client_id).cloned().collect()
    }

    /// What is to be written, by client id: every server takes the rows in this order, so none waits for another in a
    /// circle.
    pub(super) fn unwritten(&self) -> Vec<(String, DeniedRequests)> {
        self.lock().iter().map(|((client_id, ..), denied)| (client_id.clone(), denied.clone())).collect()
    }

    /// Forgets what was written, and keeps what came meanwhile.
    pub(super) fn forget(&self, written: &[(String, DeniedRequests)]) {
        let mut alike = self.lock();
        for (client_id, written) in written {
            let key = (client_id.clone(), written.reason, written.detail.clone());
            if let Some(denied) = alike.get_mut(&key) {
                denied.times -= written.times;
                if denied.times == 0 {
                    alike.remove(&key);
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Alike, DeniedRequests>> {
        self.alike.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn has_room(alike: &BTreeMap<Alike, DeniedRequests>, (client_id, reason, _): &Alike) -> bool {
    let is_below = |count: usize, most: i64| i64::try_from(count).is_ok_and(|count| count < most);
    let of_a_reason = of_client(alike, client_id).filter(|denied| denied.reason == *reason).count();
    alike.len() < MOST
        && is_below(of_client(alike, client_id).count(), BOUNDS.of_a_client)
        && is_below(of_a_reason, BOUNDS.of_a_reason)
}

fn of_client<'a>(
    alike: &'a BTreeMap<Alike, DeniedRequests>,
    client_id: &str,
) -> impl Iterator<Item = &'a DeniedRequests> {
    let first = (client_id.to_owned(), DenialReason::ALL[0], String::new());
    let from_there = alike.range(first.clone()..);
    from_there.take_while(move |((client_id, ..), _)| *client_id == first.0).map(|(_, denied)| denied)
}

/// What a request said, as far as it can be kept: not too long, and without what a database or a reader stumbles over.
fn storable(detail: &str) -> String {
    let is_cut = detail.chars().nth(MAX_LENGTH).is_some();
    let kept = if is_cut { MAX_LENGTH - 1 } else { MAX_LENGTH };
    let shown = |character: char| {
        if character.is_control() { char::REPLACEMENT_CHARACTER } else { character }
    };
    detail.chars().take(kept).map(shown).chain(is_cut.then_some(CUT)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn denial(client_id: &str, reason: DenialReason, detail: &str) -> Denial {
        Denial {
            client_id: client_id.to_owned(),
            reason,
            detail: detail.to_owned(),
            reference: format!("{client_id} {detail}"),
            address: Some("192.0.2.7".to_owned()),
        }
    }

    #[test]
    fn alike_ones_are_counted_together() {
        let denials = Denials::default();
        for now in [5, 6, 7] {
            denials.note(denial("app-a", DenialReason::SecretWrong, ""), now);
        }
        denials.note(denial("app-a", DenialReason::ScopeUnknown, "admin"), 8);
        denials.note(denial("app-b", DenialReason::SecretWrong, ""), 9);
        let of = denials.of("app-a");
        let counts: Vec<_> =
            of.iter().map(|denied| (denied.times, denied.first_at, denied.last_at)).collect();
        assert_eq!(counts, [(1, 8, 8), (3, 5, 7)]);
        assert_eq!(denials.unwritten().len(), 3);
    }

    #[test]
    fn there_is_an_end_to_what_is_gathered() {
        let denials = Denials::default();
        for number in 0..100 {
            let detail = number.to_string();
            denials.note(denial("app-a", DenialReason::RedirectUriNotRegistered, &detail), 0);
        }
        assert_eq!(denials.of("app-a").len(), 20, "of one reason");
        for reason in DenialReason::ALL {
            for number in 0..9 {
                denials.note(denial("app-a", reason, &number.to_string()), 0);
            }
        }
        assert_eq!(denials.of("app-a").len(), 50, "of one client");
        for number in 0..2_000 {
            denials.note(denial(&format!("app-{number}"), DenialReason::SecretWrong, ""), 0);
        }
        assert_eq!(denials.unwritten().len(), 1_000, "in all");
        denials.note(denial("app-a", DenialReason::RedirectUriNotRegistered, "7"), 5);
        let of = denials.of("app-a");
        assert!(of.iter().any(|denied| denied.times == 3), "what is known is counted on: {of:?}");
    }

    #[test]
    fn nothing_is_kept_that_no_client_can_have_asked() {
        let denials = Denials::default();
        for client_id in ["", "a", " app-a", "app-\0", "app-a\n", "app-ä", &"a".repeat(300)] {
            denials.note(denial(client_id, DenialReason::SecretWrong, ""), 0);
        }
        assert_eq!(denials.unwritten(), []);
    }

    #[test]
    fn a_detail_is_kept_as_far_as_it_can_be() {
        let long = "ä".repeat(255);
        for (detail, expected) in [
            ("https://a.example/cb", "https://a.example/cb".to_owned()),
            ("nul\0 line\n", "nul\u{fffd} line\u{fffd}".to_owned()),
            (&long, long.clone()),
            (&format!("{long}ä"), format!("{}…", "ä".repeat(254))),
        ] {
            assert_eq!(storable(detail), expected);
        }
    }

    #[test]
    fn what_comes_while_others_are_written_is_kept() {
        let denials = Denials::default();
        denials.note(denial("app-a", DenialReason::SecretWrong, ""), 1);
        denials.note(denial("app-b", DenialReason::SecretWrong, ""), 1);
        let written = denials.unwritten();
        denials.note(denial("app-a", DenialReason::SecretWrong, ""), 2);
        denials.forget(&written);
        assert_eq!(denials.of("app-b"), []);
        assert_eq!(denials.of("app-a")[0].times, 1);
    }
}
