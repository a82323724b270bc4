//! The keys that sign tokens, and the change from one to the next.

use domain::KeyState;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::banner::Banners;
use crate::components::copyable::Copyable;
use crate::components::facts::{badge, time};
use crate::components::hydrated::hydrated;
use crate::identity_provider::api::{IdentityProviderDetail, KeyRow, identity_provider};
use crate::identity_provider::rotation::Rotation;
use crate::session::api::SignedInPerson;

/// The `id` of the words that say when the next key takes over.
const WHEN: &str = "next-rotation";
const COLUMNS: [&str; 7] =
    ["Key ID", "Algorithm", "State", "Created", "Signs from", "Signs until", "Published until"];

#[component]
pub fn Keys(provider: IdentityProviderDetail) -> impl IntoView {
    let hydrated = hydrated();
    let banners = expect_context::<Banners>();
    let provider = RwSignal::new(provider);
    let asks = RwSignal::new(false);
    // Not by its resource: that would take down the view, and what has the focus in it, first.
    let refresh = Callback::new(move |()| {
        spawn_local(async move {
            match identity_provider().await {
                Ok(now) => _ = provider.try_set(now),
                Err(error) => banners.error(error.to_string()),
            }
        });
    });
    let close = Callback::new(move |()| asks.set(false));
    let is_under_way = Memo::new(move |_| {
        provider.with(|provider| provider.keys.iter().any(|key| key.state == KeyState::Next))
    });
    let when = move || {
        let before = if is_under_way.get() {
            "The next key is published already, so that everybody knows it when it takes over: "
        } else {
            "The next key takes over by itself, ten minutes after it is published: "
        };
        view! { {before}{time(provider.with(|provider| provider.next_rotation_at))}"." }.into_any()
    };
    let button = expect_context::<SignedInPerson>().role.can_change().then(|| {
        view! {
            <button
                type="button"
                class="button"
                disabled=move || !hydrated.get()
                aria-disabled=move || is_under_way.get().then_some("true")
                aria-describedby=WHEN
                on:click=move |_| if !is_under_way.get_untracked() { asks.set(true) }
            >
                "Rotate now"
            </button>
        }
        .into_inner()
        .into_any()
    });

    view! {
        <section aria-labelledby="keys">
            <div class="part-head">
                <h2 id="keys">"Signing keys"</h2>
                {button}
            </div>
            <p id=WHEN class="help">{when}</p>
            {move || table(provider.with(|provider| provider.keys.clone()))}
        </section>
        {move || asks.get().then(|| view! { <Rotation close refresh/> })}
    }
    .into_inner()
    .into_any()
}

fn table(keys: Vec<KeyRow>) -> AnyView {
    let head = |title: &'static str| {
        view! { <th scope="col" role="columnheader">{title}</th> }.into_inner().into_any()
    };
    let rows = keys.into_iter().map(row).collect_view();
    // The roles survive the style sheet's making cards of rows on a narrow screen; the elements' own do not.
    view! {
        <table role="table" class="keys" aria-label="Signing keys, newest first">
            <thead role="rowgroup"><tr role="row">{COLUMNS.map(head).into_iter().collect_view()}</tr></thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_inner()
    .into_any()
}

fn row(key: KeyRow) -> AnyView {
    let state = match key.state {
        KeyState::Next => "progress",
        KeyState::Signing => "enabled",
        KeyState::Retiring => "ending",
        KeyState::Retired => "disabled",
    };
    let cell = |label: &'static str, value: Option<AnyView>| {
        view! { <td role="cell" data-label=label>{value}</td> }.into_inner().into_any()
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label="Key ID">
                <Copyable text=key.kid action="Copy key ID"/>
            </th>
            {cell("Algorithm", Some(key.algorithm.as_str().into_any()))}
            {cell("State", Some(badge(state, key.state.label())))}
            {cell("Created", Some(time(key.created_at)))}
            {cell("Signs from", Some(time(key.signs_from)))}
            {cell("Signs until", key.signs_until.map(time))}
            {cell("Published until", key.published_until.map(time))}
        </tr>
    }
    .into_inner()
    .into_any()
}
