//! Flags that empty a list.

use serde::Serializer;

pub(super) fn is_not(flag: &bool) -> bool {
    !flag
}

/// An empty list: the flag stands for one.
pub(super) fn emptied<S: Serializer>(_flag: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq([""; 0])
}
