//! The dialog that shows a one-time link.

use domain::LinkPurpose;
use leptos::prelude::*;

use crate::components::banner::Banners;
use crate::components::copyable::Copyable;
use crate::components::local_time::LocalTime;
use crate::components::one_time_dialog::{Afterwards, OneTimeDialog};
use crate::users::api::{Mailed, ShownLink};
use crate::users::link_on_show::LinkOnShow;

pub(super) fn dialog(link: ShownLink, banners: Banners, on_show: LinkOnShow) -> AnyView {
    view! { <OpenDialog link banners on_show/> }.into_any()
}

#[component]
fn OpenDialog(link: ShownLink, banners: Banners, on_show: LinkOnShow) -> impl IntoView {
    let Words { title, meaning, done } = Words::of(&link);
    let stored = (link.mailed != Mailed::Sent).then_some("I have copied the link");
    let forget = Callback::new(move |()| on_show.drop_link());

    view! {
        <OneTimeDialog name="link" title stored done afterwards=Afterwards::SamePage banners forget>
            {delivery(link.mailed)}
            <dl>
                <dt>"E-mail"</dt>
                <dd>{link.email.clone()}</dd>
                <dt>"One-time link"</dt>
                <dd><Copyable text=link.reveal().to_owned() action="Copy one-time link"/></dd>
                <dt>"Counts until"</dt>
                <dd><LocalTime at=link.expires_at/>", or until it is used"</dd>
            </dl>
            <p>{meaning}" Whoever has it can do that, so hand it to nobody else."</p>
        </OneTimeDialog>
    }
    .into_inner()
    .into_any()
}

struct Words {
    title: &'static str,
    meaning: &'static str,
    /// What the banner says.
    done: String,
}

impl Words {
    fn of(link: &ShownLink) -> Self {
        match link.purpose {
            LinkPurpose::Invitation => Self {
                title: "Hand over the invitation",
                meaning: "With the link the person sets a password and is signed in.",
                done: ["“", &link.email, "” invited."].concat(),
            },
            LinkPurpose::Reset => Self {
                title: "Hand over the reset link",
                meaning: "With the link the person sets a new password and is signed in. Until then the old one counts.",
                done: ["Reset link for “", &link.email, "” made."].concat(),
            },
        }
    }
}

fn delivery(mailed: Mailed) -> AnyView {
    match mailed {
        Mailed::Sent => view! {
            <p class="note good">
                "It was mailed to the person. Should the mail not arrive, you can hand it over yourself: \
                this is the only time it is shown."
            </p>
        }
        .into_inner()
        .into_any(),
        Mailed::NotConfigured => view! {
            <p class="note warn">
                <span class="icon icon-warning" aria-hidden="true"></span>
                "No mail server is configured, so hand it over yourself. This is the only time it is shown."
            </p>
        }
        .into_inner()
        .into_any(),
        Mailed::Failed => view! {
            <p class="note bad">
                <span class="icon icon-warning" aria-hidden="true"></span>
                "The mail server did not take it; the server’s log says why. Hand it over yourself: \
                this is the only time it is shown."
            </p>
        }
        .into_inner()
        .into_any(),
    }
}
