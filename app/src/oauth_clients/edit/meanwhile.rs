//! What somebody else did to a client while its form was open, side by side with what was typed.

use domain::{OAuthClientDraft, Status};
use leptos::prelude::*;

use super::part::Part;
use super::{Editing, without_id};
use crate::components::focus::focus_later;
use crate::components::local_time::LocalTime;
use crate::oauth_clients::api::CurrentClient;
use crate::oauth_clients::form::typed::Typed;

const PANEL: &str = "meanwhile";

/// One thing that is not as it was when the form was filled.
#[derive(Clone, PartialEq, Eq)]
struct Difference {
    part: Part,
    before: String,
    /// Whether the person had changed it too, to something else.
    is_contested: bool,
}

#[derive(Clone, PartialEq, Eq)]
pub struct Meanwhile {
    changed_by: Option<String>,
    changed_at: Option<i64>,
    status: Option<Status>,
    differences: Vec<Difference>,
    theirs: OAuthClientDraft,
    mine: OAuthClientDraft,
}

impl Meanwhile {
    /// Compares the form with the client as it is now. What the person had not touched takes its new value; what they
    /// typed stays, and saving it now is saving over the present version.
    pub fn meet(editing: Editing, status: Status, current: CurrentClient) {
        let form = editing.form;
        let (Some(before), Some(mine)) = (
            form.given.try_get_untracked(),
            untrack(|| form.typed.client_name.value.try_get().map(|_| form.typed.draft())),
        ) else {
            return;
        };
        let theirs = without_id(current.draft);
        let mut differences = Vec::new();
        for part in Part::ALL {
            let [was, is, typed] = [&before, &theirs, &mine].map(|draft| part.text(draft));
            if was == is {
                continue;
            }
            if typed == was {
                part.put(&theirs, form.typed);
            }
            let is_contested = typed != was && typed != is;
            differences.push(Difference { part, before: was, is_contested });
        }
        editing.version.set(current.version);
        editing.secrets.set(None);
        form.given.set(theirs.clone());
        form.typed.submitted.set(false);
        editing.meanwhile.set(Some(Self {
            changed_by: current.changed_by,
            changed_at: current.changed_at,
            status: (status != current.status).then_some(current.status),
            differences,
            theirs,
            mine,
        }));
        focus_later(PANEL);
    }
}

#[component]
pub fn MeanwhilePanel(meanwhile: Meanwhile, typed: Typed) -> impl IntoView {
    let Meanwhile { changed_by, changed_at, status, differences, theirs, mine } = meanwhile;
    let drafts = StoredValue::new((theirs, mine));
    let is_contested = differences.iter().any(|difference| difference.is_contested);
    let advice = if is_contested {
        "What you typed stands, until you choose otherwise. Save again to save over the other change."
    } else {
        "None of it is what you changed. Save again to save your change beside the other."
    };
    let differences =
        differences.into_iter().map(|difference| view! { <Row difference drafts typed/> }).collect_view();

    view! {
        <div class="note warn" id=PANEL tabindex="-1" role="group" aria-labelledby="meanwhile-title">
            <h2 id="meanwhile-title">
                <span class="icon icon-warning" aria-hidden="true"></span>
                "Not saved: somebody else changed this client meanwhile"
            </h2>
            <p>
                {changed_by.unwrap_or_else(|| "Somebody".to_owned())}
                " changed it"
                {changed_at.map(|at| view! { ", last on "<LocalTime at/> })}
                ". "
                {advice}
            </p>
            {status.map(|status| view! {
                <p>"The client is "<strong>{status.label()}</strong>" now."</p>
            }.into_inner().into_any())}
            <ul class="differences">{differences}</ul>
        </div>
    }
    .into_inner()
    .into_any()
}

#[component]
fn Row(
    difference: Difference,
    /// Theirs and mine.
    drafts: StoredValue<(OAuthClientDraft, OAuthClientDraft)>,
    typed: Typed,
) -> impl IntoView {
    let Difference { part, before, is_contested } = difference;
    let (theirs, mine) = drafts.with_value(|(theirs, mine)| (part.text(theirs), part.text(mine)));
    let how = if is_contested {
        view! { <Choice part drafts typed theirs=theirs.clone()/> }.into_inner().into_any()
    } else if theirs == mine {
        view! { <p class="help">"You typed the same."</p> }.into_inner().into_any()
    } else {
        view! { <p class="help">"You had not changed it, so the form has the new value."</p> }
            .into_inner()
            .into_any()
    };
    view! {
        <li>
            <h3>{part.label()}</h3>
            <dl class="facts">
                {value("It was", before)}
                {value("It is now", theirs)}
                {is_contested.then(|| value("You typed", mine))}
            </dl>
            {how}
        </li>
    }
    .into_inner()
    .into_any()
}

fn value(name: &'static str, text: String) -> AnyView {
    let text = if text.is_empty() {
        view! { <em>"nothing"</em> }.into_inner().into_any()
    } else {
        view! { <span class="lines">{text}</span> }.into_inner().into_any()
    };
    view! { <div><dt>{name}</dt><dd>{text}</dd></div> }.into_inner().into_any()
}

#[component]
fn Choice(
    part: Part,
    drafts: StoredValue<(OAuthClientDraft, OAuthClientDraft)>,
    typed: Typed,
    theirs: String,
) -> impl IntoView {
    let takes_theirs = Memo::new(move |_| part.text(&typed.draft()) == theirs);
    let [use_theirs, keep_mine] = [true, false].map(|is_theirs| {
        move |_| drafts.with_value(|(theirs, mine)| part.put(if is_theirs { theirs } else { mine }, typed))
    });
    let pressed = move |is_theirs: bool| if takes_theirs.get() == is_theirs { "true" } else { "false" };
    let of_part = [" of ", part.label()].concat();
    view! {
        <p class="actions">
            <button type="button" class="button" aria-pressed=move || pressed(true) on:click=use_theirs>
                "Use theirs"
                <span class="unseen">{of_part.clone()}</span>
            </button>
            <button type="button" class="button" aria-pressed=move || pressed(false) on:click=keep_mine>
                "Keep mine"
                <span class="unseen">{of_part}</span>
            </button>
        </p>
    }
    .into_inner()
    .into_any()
}
