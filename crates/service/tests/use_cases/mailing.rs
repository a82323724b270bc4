//! Links that go by mail.

use domain::{InvitationDraft, LinkPurpose, Role};
use service::{Mailed, Mailer, UserLink};

use crate::log::Log;
use crate::mail_server::{MailServer, Recipients, nobody};
use crate::world::World;

const FROM: &str = "Gatehouse <gatehouse@example.com>";

/// Invites Grace with this mail server.
async fn invite(url: &str) -> (World, UserLink) {
    let mut world = World::set_up().await;
    world.services.send_mail_with(Mailer::new(url, FROM).unwrap());
    let link = invite_without_mail(&world).await;
    (world, link)
}

async fn invite_without_mail(world: &World) -> UserLink {
    let (administrator, _) = world.administrator().await;
    let draft = InvitationDraft { email: "grace@example.com".to_owned(), role: Role::Auditor };
    world.services.invite(&administrator, &draft.check().unwrap()).await.unwrap()
}

#[tokio::test]
async fn without_a_mail_server_nothing_is_mailed() {
    let world = World::set_up().await;
    assert_eq!(invite_without_mail(&world).await.mailed, Mailed::NotConfigured);
}

#[tokio::test]
async fn an_invitation_goes_to_who_is_invited() {
    let server = MailServer::start(Recipients::Taken);
    let (_, link) = invite(&server.url()).await;
    assert_eq!(link.mailed, Mailed::Sent);
    let heard = server.heard();
    for line in [
        "MAIL FROM:<gatehouse@example.com>",
        "RCPT TO:<grace@example.com>",
        "From: Gatehouse <gatehouse@example.com>",
        "To: grace@example.com",
        "Subject: Your invitation to Gatehouse",
        "Date: Tue, 14 Nov 2023 22:13:20 +0000",
        "Auto-Submitted: auto-generated",
        "Content-Type: text/plain; charset=utf-8",
        &format!("http://localhost:3000/invitation#{}", link.token.reveal()),
        "It works once, until 21 November 2023, 22:13 UTC.",
    ] {
        assert!(heard.lines().any(|heard| heard.starts_with(line)), "{line} is not in\n{heard}");
    }
}

#[tokio::test]
async fn a_reset_says_what_to_do_if_nobody_asked_for_it() {
    let server = MailServer::start(Recipients::Taken);
    let mut world = World::set_up().await;
    let (administrator, reader) = world.administrator().await;
    let ada = world.services.users(&reader, &Default::default(), None).await.unwrap().users.remove(0);
    world.services.send_mail_with(Mailer::new(&server.url(), FROM).unwrap());
    let link = world.services.make_user_link(&administrator, &ada.id).await.unwrap();
    assert_eq!((link.purpose, link.mailed), (LinkPurpose::Reset, Mailed::Sent));
    let heard = server.heard();
    for part in [
        "Subject: A new password for Gatehouse",
        &format!("/password-reset#{}", link.token.reveal()),
        "If you did not expect this, do not open it, and tell your administrator.",
    ] {
        assert!(heard.contains(part), "{part} is not in\n{heard}");
    }
}

#[tokio::test]
async fn what_cannot_be_mailed_is_told_and_the_link_works_all_the_same() {
    let refusing = MailServer::start(Recipients::Refused);
    for (url, expected) in
        [(refusing.url(), "the mail server answered 550"), (nobody(), "the mail server cannot be reached")]
    {
        let log = Log::keep();
        let (world, link) = invite(&url).await;
        assert_eq!(link.mailed, Mailed::Failed);
        let owner = world.services.link_owner(link.token.reveal()).await.unwrap();
        assert_eq!(owner.email, "grace@example.com");
        let told = log.text();
        assert!(told.contains(expected), "{told}");
        assert!(!told.contains("grace@") && !told.contains(link.token.reveal()), "{told}");
    }
}
