//! When a key signs, for how long it is published after that, and when the next one is due.

use domain::KeyState;
use store::SealedSigningKey;

use super::key::Turn;
use crate::TokenSettings;

/// How long a key is published before it signs, in seconds: caches keep the keys for five minutes, and another server may
/// know of a new one half a minute late.
const PUBLISH_AHEAD: i64 = 10 * 60;
/// How long a key is published after its last token expired, in seconds: clocks differ.
const LEEWAY: i64 = 60;

/// Where a key is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeyLife {
    pub(crate) state: KeyState,
    /// Epoch seconds at which the next one took or takes over, where there is a next one.
    pub(crate) signs_until: Option<i64>,
    /// Epoch seconds until which it is published, where there is a next one.
    pub(crate) published_until: Option<i64>,
}

/// Which of keys that are not retired signs, oldest first: the newest whose time has come, and none before its time. A
/// clock that is behind everybody's finds none, and takes the oldest.
pub(super) fn signing(signs_from: impl Iterator<Item = i64>, now: i64) -> usize {
    let come = signs_from.enumerate().filter(|(_, signs_from)| *signs_from <= now);
    come.last().map_or(0, |(place, _)| place)
}

/// The lives of keys, oldest first.
pub(crate) fn lives(keys: &[SealedSigningKey], settings: &TokenSettings, now: i64) -> Vec<KeyLife> {
    let signing = signing_generation(keys, now);
    let life = |(place, key): (usize, &SealedSigningKey)| {
        let signs_until = keys.get(place + 1).map(|next| next.signs_from);
        KeyLife {
            state: match (key.retired_at, signing) {
                (Some(_), _) => KeyState::Retired,
                (None, Some(signing)) if key.generation < signing => KeyState::Retiring,
                (None, Some(signing)) if key.generation == signing => KeyState::Signing,
                (None, _) => KeyState::Next,
            },
            signs_until,
            published_until: key.retired_at.or(signs_until.map(|until| until + published_for(settings))),
        }
    };
    keys.iter().enumerate().map(life).collect()
}

fn signing_generation(keys: &[SealedSigningKey], now: i64) -> Option<i64> {
    let published: Vec<_> = keys.iter().filter(|key| key.retired_at.is_none()).collect();
    published.get(signing(published.iter().map(|key| key.signs_from), now)).map(|key| key.generation)
}

/// How long a key is published after its last token was signed.
pub(super) fn published_for(settings: &TokenSettings) -> i64 {
    settings.access_token_for + LEEWAY
}

/// The keys whose last token has expired by now.
pub(super) fn to_retire<'a>(
    keys: &'a [SealedSigningKey],
    settings: &TokenSettings,
    now: i64,
) -> impl Iterator<Item = &'a SealedSigningKey> {
    let lives = keys.iter().zip(lives(keys, settings, now));
    lives.filter_map(move |(key, life)| match life.state {
        KeyState::Retiring => life.published_until.is_some_and(|until| now >= until).then_some(key),
        KeyState::Next | KeyState::Signing | KeyState::Retired => None,
    })
}

/// The keys that sign, or may at any moment.
pub(super) fn in_use<'a>(
    keys: &'a [SealedSigningKey],
    settings: &TokenSettings,
    now: i64,
) -> impl Iterator<Item = &'a SealedSigningKey> {
    let lives = keys.iter().zip(lives(keys, settings, now));
    lives.filter_map(|(key, life)| match life.state {
        KeyState::Next | KeyState::Signing => Some(key),
        KeyState::Retiring | KeyState::Retired => None,
    })
}

/// The turn of the very first key: nobody has cached anything yet, so it signs at once.
pub(super) fn first_turn(now: i64) -> Turn {
    Turn { generation: 1, created_at: now, signs_from: now }
}

/// The turn of a key that is made now; none where one waits for its time already.
pub(super) fn next_turn(keys: &[SealedSigningKey], now: i64) -> Option<Turn> {
    let newest = keys.last().filter(|newest| newest.signs_from <= now)?;
    Some(Turn { generation: newest.generation + 1, created_at: now, signs_from: now + PUBLISH_AHEAD })
}

/// The same where the next key is to be made now, so that it is known in time.
pub(super) fn due_turn(keys: &[SealedSigningKey], settings: &TokenSettings, now: i64) -> Option<Turn> {
    next_turn(keys, now).filter(|turn| turn.signs_from >= next_rotation_at(keys, settings, now))
}

/// When the newest of these keys takes over or, if it signs already, the one after it: epoch seconds.
pub(crate) fn next_rotation_at(keys: &[SealedSigningKey], settings: &TokenSettings, now: i64) -> i64 {
    let soonest = now + PUBLISH_AHEAD;
    match keys.last() {
        Some(newest) if newest.signs_from > now => newest.signs_from,
        Some(newest) if newest.algorithm == settings.signing_algorithm => {
            soonest.max(newest.signs_from + settings.signing_key_for)
        }
        Some(_) | None => soonest,
    }
}

#[cfg(test)]
mod tests {
    use domain::SigningAlgorithm;

    use super::*;

    const DAY: i64 = 24 * 60 * 60;

    fn key(generation: i64, signs_from: i64) -> SealedSigningKey {
        SealedSigningKey {
            kid: generation.to_string(),
            generation,
            algorithm: SigningAlgorithm::Es256,
            public_jwk: String::new(),
            sealed_private: String::new(),
            created_at: signs_from - PUBLISH_AHEAD,
            signs_from,
            retired_at: None,
        }
    }

    #[test]
    fn a_key_is_next_signs_retires_and_is_retired() {
        use KeyState::{Next, Retired, Retiring, Signing};
        let settings = TokenSettings::default();
        let mut keys = [key(1, 0), key(2, 10_000)];
        let published_until = 10_000 + settings.access_token_for + 60;
        for (now, retired_at, states, to_retire_now) in [
            (-1, None, [Signing, Next], 0),
            (0, None, [Signing, Next], 0),
            (9_999, None, [Signing, Next], 0),
            (10_000, None, [Retiring, Signing], 0),
            (published_until - 1, None, [Retiring, Signing], 0),
            (published_until, None, [Retiring, Signing], 1),
            (published_until + 9, Some(published_until + 5), [Retired, Signing], 0),
        ] {
            keys[0].retired_at = retired_at;
            let lives = lives(&keys, &settings, now);
            assert_eq!([lives[0].state, lives[1].state], states, "at {now}");
            assert_eq!(to_retire(&keys, &settings, now).count(), to_retire_now, "at {now}");
            let until = retired_at.unwrap_or(published_until);
            assert_eq!((lives[0].signs_until, lives[0].published_until), (Some(10_000), Some(until)));
            assert_eq!((lives[1].signs_until, lives[1].published_until), (None, None));
        }
    }

    #[test]
    fn the_next_key_is_made_once_in_time_to_be_known() {
        let es256 = TokenSettings { signing_key_for: DAY, ..TokenSettings::default() };
        let rs256 = TokenSettings { signing_algorithm: SigningAlgorithm::Rs256, ..es256.clone() };
        let (one, two) = ([key(1, 0)], [key(1, 0), key(2, DAY)]);
        for (keys, settings, now, rotation_at, due) in [
            (&one[..], &es256, 0, DAY, false),
            (&one, &es256, DAY - PUBLISH_AHEAD - 1, DAY, false),
            (&one, &es256, DAY - PUBLISH_AHEAD, DAY, true),
            // Nobody was there to do it in time.
            (&one, &es256, 3 * DAY, 3 * DAY + PUBLISH_AHEAD, true),
            (&two, &es256, DAY - PUBLISH_AHEAD, DAY, false),
            (&two, &es256, DAY - 1, DAY, false),
            (&two, &es256, DAY, 2 * DAY, false),
            (&two, &es256, 2 * DAY - PUBLISH_AHEAD, 2 * DAY, true),
            // Another algorithm does not wait, but for the one that is on its way.
            (&one, &rs256, 0, PUBLISH_AHEAD, true),
            (&two, &rs256, DAY - 1, DAY, false),
            (&two, &rs256, DAY, DAY + PUBLISH_AHEAD, true),
        ] {
            let count = keys.len();
            assert_eq!(next_rotation_at(keys, settings, now), rotation_at, "{count} keys at {now}");
            let turn = due_turn(keys, settings, now);
            assert_eq!(turn.is_some(), due, "{count} keys at {now}");
            if let Some(turn) = turn {
                assert_eq!((turn.signs_from, turn.created_at), (now + PUBLISH_AHEAD, now));
                assert_eq!(turn.generation, keys[count - 1].generation + 1);
            }
        }
    }
}
