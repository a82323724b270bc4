//! Setting up a second factor: the key for the app, a code that shows that it works, and the recovery codes.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::account::second_factor::api::{add_second_factor, offer_second_factor};
use crate::components::failure::Failure;
use crate::components::hydrated::hydrated;
use crate::components::needs_script::NeedsScript;
use crate::components::one_time_dialog::forget_when_left;
use crate::error::PortalError;
use crate::session::second_factor::api::{
    Offer, SetUpFirst, ShownCodes, add_second_factor_first, offer_second_factor_first,
};
use crate::session::second_factor::codes::Codes;
use crate::session::second_factor::offered::{Answer, Offered};

/// Where it is set up.
#[derive(Clone)]
pub enum Place {
    /// On the way in, which leads on to `next`.
    SigningIn {
        /// As it was asked for.
        next: Option<String>,
    },
    /// On the page of the account; `done` is run when the codes were stored.
    Account {
        /// Reads how the person stands again.
        done: Callback<()>,
    },
}

impl Place {
    async fn offer(&self) -> Result<Offer, PortalError> {
        match self {
            Self::SigningIn { .. } => offer_second_factor_first().await,
            Self::Account { .. } => offer_second_factor().await,
        }
    }

    async fn add(&self, sealed: String, code: String) -> Result<Step, PortalError> {
        match self {
            Self::SigningIn { next } => {
                let SetUpFirst { codes, next } = add_second_factor_first(sealed, code, next.clone()).await?;
                Ok(Step::Added { codes, next: Some(next) })
            }
            Self::Account { .. } => {
                Ok(Step::Added { codes: add_second_factor(sealed, code).await?, next: None })
            }
        }
    }
}

/// How far it is. Never the value of an action or a resource, which would be written into the page.
#[derive(Clone)]
enum Step {
    Waiting,
    Failed(PortalError),
    Offered(Offer),
    Added { codes: ShownCodes, next: Option<String> },
}

#[component]
pub fn SetUp(place: Place) -> impl IntoView {
    let hydrated = hydrated();
    let step = RwSignal::new(Step::Waiting);
    let place = StoredValue::new(place);
    let ask = move || {
        step.set(Step::Waiting);
        spawn_local(async move {
            let answer = place.get_value().offer().await;
            step.try_set(answer.map_or_else(Step::Failed, Step::Offered));
        });
    };
    // By the page's own code, once: what the server renders is kept and sent along.
    Effect::new(move |asked: Option<bool>| {
        let is_time = hydrated.get();
        if is_time && asked != Some(true) {
            ask();
        }
        is_time
    });
    forget_when_left(move || _ = step.try_set(Step::Waiting));
    let answer = Callback::new(move |Answer { sealed, code, entry }| {
        spawn_local(async move {
            match place.get_value().add(sealed, code).await {
                Ok(added) => _ = step.try_set(added),
                Err(error) => entry.refuse(error),
            }
        });
    });

    view! {
        <NeedsScript why="Setting up a second factor needs JavaScript. Switch it on and reload the page."/>
        {move || match step.get() {
            Step::Waiting => hydrated.get().then(|| view! {
                <p class="loading" role="status">"Making a key…"</p>
            }.into_inner()).into_any(),
            Step::Failed(error) => view! { <Failure error retry=move |()| ask()/> }.into_inner().into_any(),
            Step::Offered(offer) => view! { <Offered offer answer/> }.into_inner().into_any(),
            Step::Added { codes, next } => view! {
                <p class="note good" role="status">"The second factor is set up."</p>
                <Codes codes next done=Callback::new(move |()| done(place))/>
            }.into_inner().into_any(),
        }}
    }
    .into_inner()
    .into_any()
}

fn done(place: StoredValue<Place>) {
    match place.get_value() {
        Place::SigningIn { .. } => {}
        Place::Account { done } => done.run(()),
    }
}
