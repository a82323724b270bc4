//! The choice of a role for each API.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::holders::roles::api::HeldRoleRow;
use crate::secure_module::api_roles::api::{ApiRoleRow, ApiRow};
use crate::secure_module::api_roles::scope_list;

/// The role that is chosen, by its API.
#[derive(Clone, Copy)]
pub struct Chosen {
    now: RwSignal<BTreeMap<String, String>>,
    before: StoredValue<BTreeMap<String, String>>,
}

impl Chosen {
    pub fn new(held: &[HeldRoleRow]) -> Self {
        let by_api = |held: &HeldRoleRow| (held.api_id.clone(), held.role_id.clone());
        let before: BTreeMap<_, _> = held.iter().map(by_api).collect();
        Self { now: RwSignal::new(before.clone()), before: StoredValue::new(before) }
    }

    pub fn is_changed(self) -> bool {
        self.now.with(|now| self.before.with_value(|before| now != before))
    }

    pub fn role_ids(self) -> Vec<String> {
        self.now.with(|now| now.values().cloned().collect())
    }

    fn is(self, api_id: &str, role_id: Option<&String>) -> bool {
        self.now.with(|now| now.get(api_id) == role_id)
    }

    fn choose(self, api_id: &str, role_id: Option<String>) {
        self.now.update(|now| {
            match role_id {
                Some(role_id) => now.insert(api_id.to_owned(), role_id),
                None => now.remove(api_id),
            };
        });
    }
}

/// Every API with its roles, of which one can be chosen, or none.
#[component]
pub fn Choices(apis: Vec<ApiRow>, seen: Vec<HeldRoleRow>, chosen: Chosen) -> impl IntoView {
    if apis.is_empty() {
        return view! {
            <p>
                "There are no APIs yet. Add them and their roles at "
                <a href="/secure-module/api-roles">"API Roles"</a>" first."
            </p>
        }
        .into_inner()
        .into_any();
    }
    let groups = apis.into_iter().map(|api| {
        let now = seen.iter().find(|held| held.api_id == api.id).map(|held| held.role_name.clone());
        view! { <Group api now chosen/> }
    });
    let groups = groups.collect_view();
    view! { <div class="role-choices">{groups}</div> }.into_inner().into_any()
}

#[component]
fn Group(
    api: ApiRow,
    /// The name of the role that is held now.
    now: Option<String>,
    chosen: Chosen,
) -> impl IntoView {
    let ApiRow { id: api_id, name, roles, .. } = api;
    let has_no_roles = roles.is_empty();
    let help_id = ["api-", &api_id, "-now"].concat();
    let described_by = help_id.clone();
    let now =
        now.map_or_else(|| "It has no role of this API now.".to_owned(), |now| ["Now: ", &now].concat());
    let cards = roles.into_iter().map(|role| {
        let api_id = api_id.clone();
        view! { <Card api_id role=Some(role) chosen/> }
    });
    let cards = cards.collect_view();
    view! {
        <fieldset class="cards" aria-describedby=described_by>
            <legend>{name}</legend>
            <p class="help" id=help_id>{now}</p>
            <Card api_id role=None chosen/>
            {cards}
            {has_no_roles.then(|| view! { <p class="help">"This API has no roles yet."</p> }.into_inner().into_any())}
        </fieldset>
    }
    .into_inner()
    .into_any()
}

/// One role, or none.
#[component]
fn Card(api_id: String, role: Option<ApiRoleRow>, chosen: Chosen) -> impl IntoView {
    let (role_id, name, scopes) = match role {
        Some(role) => (Some(role.id), role.name, role.scopes),
        None => (None, "No role".to_owned(), Vec::new()),
    };
    let group = ["role-of-", &api_id].concat();
    let id = [&group, "-", role_id.as_deref().unwrap_or("none")].concat();
    let (label_for, scopes_id) = (id.clone(), [&id, "-scopes"].concat());
    let described_by = role_id.is_some().then(|| scopes_id.clone());
    let place = StoredValue::new((api_id, role_id));
    let is_chosen = move || place.with_value(|(api_id, role_id)| chosen.is(api_id, role_id.as_ref()));
    let choose = move |_| place.with_value(|(api_id, role_id)| chosen.choose(api_id, role_id.clone()));
    view! {
        <div class="card">
            <input
                type="radio"
                id=id
                name=group
                aria-describedby=described_by
                checked=untrack(is_chosen)
                prop:checked=is_chosen
                on:change=choose
            />
            <label for=label_for>{name}</label>
            {(!scopes.is_empty()).then(|| view! { <div id=scopes_id>{scope_list(&scopes)}</div> }.into_inner().into_any())}
        </div>
    }
    .into_inner()
    .into_any()
}
