//! When a message that was not taken is sent again.

use crate::Rng;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
/// Seconds from one attempt to the next, as Standard Webhooks recommends them; after the last the message is given up.
const WAITS: [i64; 9] =
    [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/// How long to wait after so many attempts, at most a tenth longer than the others, so that not all come back at once; none
/// where there were enough.
pub(super) fn wait_after(attempts: i64, rng: &Rng) -> Option<i64> {
    let wait = *WAITS.get(usize::try_from(attempts).ok()?.checked_sub(1)?)?;
    let chance = i64::from(u16::from_be_bytes(rng.bytes()));
    Some(wait + wait * chance / (10 * i64::from(u16::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        for (attempts, expected) in [
            (1, Some(5)),
            (2, Some(300)),
            (3, Some(1_800)),
            (4, Some(7_200)),
            (5, Some(18_000)),
            (6, Some(36_000)),
            (7, Some(50_400)),
            (8, Some(72_000)),
            (9, Some(86_400)),
            (10, None),
            (11, None),
            (0, None),
            (-1, None),
        ] {
            for _ in 0..100 {
                match (wait_after(attempts, &Rng::System), expected) {
                    (Some(wait), Some(least)) => {
                        assert!((least..=least + least / 10).contains(&wait), "{attempts}: {wait}");
                    }
                    (wait, expected) => assert_eq!(wait, expected, "{attempts}"),
                }
            }
        }
    }
}
