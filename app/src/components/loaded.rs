//! Waiting for what a page shows.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::PortalError;

/// Shows `waiting` until the resource has come for the first time, then what `show` makes of it; keeps the old view
/// while a newer one is on its way. `show` also gets what a Try again button does.
///
/// Functions rather than closures, so that all pages share the code for a resource of one type.
pub fn loaded<T>(
    resource: Resource<Result<T, PortalError>>,
    waiting: fn() -> AnyView,
    show: fn(Result<T, PortalError>, Callback<()>) -> AnyView,
) -> AnyView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
{
    let retry = Callback::new(move |()| resource.refetch());
    view! {
        <Transition fallback=waiting>
            {move || Suspend::new(async move { show(resource.await, retry) })}
        </Transition>
    }
    .into_inner()
    .into_any()
}

/// Where a moment of nothing is better than a word about it.
pub fn nothing() -> AnyView {
    ().into_any()
}
