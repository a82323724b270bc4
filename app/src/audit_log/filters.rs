//! The form that says which events are wanted.

use domain::{AuditAction, AuditFilter, EntityKind};
use leptos::ev::SubmitEvent;
use leptos::form::form_data_from_event;
use leptos::html::Form;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

use crate::audit_log::asked::{BACKWARDS, PAGE, is_backwards, with_query};
use crate::components::focus::{focus_heading_later, focus_later};
use crate::components::hydrated::hydrated;
use crate::components::wall_clock;

const FIELDS: [&str; 7] = ["actor", "entity_kind", "entity_id", "entity_name", "action", "from", "until"];
const TIMES: [&str; 2] = ["from", "until"];
const UNTIL: &str = "audit-until";

/// A form that the browser can send by itself. What its fields hold is what the address says, until somebody types.
#[component]
pub fn Filters() -> impl IntoView {
    let query = use_query_map();
    let navigate = use_navigate();
    let form = NodeRef::<Form>::new();
    let backwards = RwSignal::new(false);
    let reset = move || {
        backwards.set(false);
        _ = form.get_untracked().map(|form| form.reset());
    };
    Effect::new(move |before: Option<ParamsMap>| {
        let query = query.get();
        if before.is_some_and(|before| before != query) {
            // A frame later, when the fields' own values are those of the new address.
            request_animation_frame(reset);
            focus_heading_later();
        }
        query
    });
    let apply = move |ev: SubmitEvent| {
        ev.prevent_default();
        let Ok(data) = form_data_from_event(&ev) else { return };
        let time = |name| data.get(name).as_string().and_then(|typed| wall_clock::epoch(&typed));
        let [from, until] = TIMES.map(time);
        backwards.set(is_backwards(&AuditFilter { from, until, ..AuditFilter::default() }));
        if backwards.get_untracked() {
            focus_later(UNTIL);
            return;
        }
        let values = FIELDS.map(|name| {
            let typed = data.get(name).as_string().unwrap_or_default();
            (name, if TIMES.contains(&name) { epoch_text(&typed) } else { typed })
        });
        let url = with_query(PAGE, &values.each_ref().map(|(name, value)| (*name, value.as_str())));
        navigate(&url, NavigateOptions::default());
    };

    view! {
        <form
            class="event-filters"
            role="search"
            aria-label="Events"
            action=PAGE
            autocomplete="off"
            node_ref=form
            on:submit=apply
        >
            <TextFilter name="actor" label="Person" query/>
            <Choice name="action" label="Action" all="All actions" query groups=actions()/>
            <Choice name="entity_kind" label="What" all="Anything" query groups=vec![(String::new(), kinds())]/>
            <TextFilter name="entity_name" label="Name" query/>
            <TimeFilter name="from" label="From" query/>
            <TimeFilter name="until" label="Until" query backwards/>
            <input type="hidden" name="entity_id" value=move || said(query, "entity_id")/>
            <p class="actions">
                <button type="submit" class="button primary">"Apply"</button>
                <a class="button" href=PAGE on:click=move |_| reset()>"Clear"</a>
            </p>
        </form>
    }
    .into_inner()
    .into_any()
}

/// The names of some choices on the wire and for people.
type Options = Vec<(&'static str, &'static str)>;

/// Every action among those that are done to the same things.
fn actions() -> Vec<(String, Options)> {
    let mut groups: Vec<(String, Options)> = Vec::new();
    for action in AuditAction::ALL {
        let kinds: Vec<_> = action.entity_kinds().iter().map(|kind| kind.label()).collect();
        let name = kinds.join(", ");
        let option = (action.as_str(), action.label());
        match groups.iter_mut().find(|(other, _)| *other == name) {
            Some((_, options)) => options.push(option),
            None => groups.push((name, vec![option])),
        }
    }
    groups
}

fn kinds() -> Options {
    EntityKind::ALL.into_iter().map(|kind| (kind.as_str(), kind.label())).collect()
}

/// What the address says.
fn said(query: Memo<ParamsMap>, name: &'static str) -> String {
    query.with(|query| query.get(name)).unwrap_or_default()
}

fn id(name: &str) -> String {
    ["audit-", name].concat()
}

#[component]
fn TextFilter(name: &'static str, label: &'static str, query: Memo<ParamsMap>) -> impl IntoView {
    let help_id = ["audit-help-", name].concat();
    view! {
        <div class="field">
            <label for=id(name)>{label}</label>
            <input
                id=id(name)
                name=name
                type="text"
                aria-describedby=help_id.clone()
                autocapitalize="none"
                spellcheck="false"
                value=move || said(query, name)
            />
            <p class="help" id=help_id>"Exactly as it stands in the log"</p>
        </div>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    /// What no choice is called.
    all: &'static str,
    query: Memo<ParamsMap>,
    /// With what each group is called; choices without a group under an empty name.
    groups: Vec<(String, Options)>,
) -> impl IntoView {
    let option = move |(value, label): (&'static str, &'static str)| {
        view! { <option value=value selected=move || said(query, name) == value>{label}</option> }
            .into_inner()
            .into_any()
    };
    let group = |(name, options): (String, Options)| {
        let options = options.into_iter().map(option).collect_view();
        if name.is_empty() {
            return options.into_any();
        }
        view! { <optgroup label=name>{options}</optgroup> }.into_inner().into_any()
    };
    view! {
        <div class="field">
            <label for=id(name)>{label}</label>
            <select id=id(name) name=name>
                <option value="">{all}</option>
                {groups.into_iter().map(group).collect_view()}
            </select>
        </div>
    }
    .into_inner()
    .into_any()
}

/// The address has epoch seconds, the field the time in the person's own zone, which only the browser knows: until the
/// page's code runs, the time of the address is kept and cannot be changed.
#[component]
fn TimeFilter(
    name: &'static str,
    label: &'static str,
    query: Memo<ParamsMap>,
    /// Whether it is not later than the other time.
    #[prop(optional)]
    backwards: Option<RwSignal<bool>>,
) -> impl IntoView {
    let hydrated = hydrated();
    let local = move || {
        let at = said(query, name).parse().ok().filter(|_| hydrated.get());
        at.map(wall_clock::local_text).unwrap_or_default()
    };
    let is_wrong = move || backwards.is_some_and(|backwards| backwards.get());
    let problem_id = ["audit-problem-", name].concat();
    view! {
        <div class="field">
            <label for=id(name)>{label}</label>
            <div class="problem" id=problem_id.clone()>
                {move || is_wrong().then(|| view! { <p>{BACKWARDS}</p> }.into_inner().into_any())}
            </div>
            <input
                id=id(name)
                name=name
                type="datetime-local"
                max="9999-12-31T23:59"
                aria-describedby=problem_id
                aria-invalid=move || is_wrong().then_some("true")
                disabled=move || !hydrated.get()
                value=local
            />
            <input type="hidden" name=name disabled=move || hydrated.get() value=move || said(query, name)/>
        </div>
    }
    .into_inner()
    .into_any()
}

/// Epoch seconds of a local time as a field gives it; empty for none.
fn epoch_text(local: &str) -> String {
    wall_clock::epoch(local).map(|at| at.to_string()).unwrap_or_default()
}
