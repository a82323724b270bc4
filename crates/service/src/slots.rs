//! Room for a few at a time of each kind, so that one crowd leaves room for the others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Counts what is under way for each key.
#[derive(Clone, Debug)]
pub(crate) struct Slots {
    under_way: Arc<Mutex<HashMap<String, usize>>>,
    at_once: usize,
}

/// A place taken, given back when dropped.
#[derive(Debug)]
pub(crate) struct Slot {
    under_way: Arc<Mutex<HashMap<String, usize>>>,
    key: String,
}

impl Slots {
    pub(crate) fn new(at_once: usize) -> Self {
        Self { under_way: Arc::default(), at_once }
    }

    /// A place for `key`, unless all of its places are taken.
    pub(crate) fn take(&self, key: &str) -> Option<Slot> {
        let mut counts = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(key.to_owned()).or_default();
        if *count >= self.at_once {
            return None;
        }
        *count += 1;
        Some(Slot { under_way: Arc::clone(&self.under_way), key: key.to_owned() })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut counts = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_leaves_room_for_others_and_gives_its_places_back() {
        let slots = Slots::new(2);
        let taken = [slots.take("crowd").unwrap(), slots.take("crowd").unwrap()];
        assert!(slots.take("crowd").is_none());
        assert!(slots.take("other").is_some());
        drop(taken);
        assert!(slots.take("crowd").is_some());
        assert!(slots.under_way.lock().unwrap().is_empty());
    }
}
