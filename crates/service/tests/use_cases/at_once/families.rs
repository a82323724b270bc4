//! Codes, tokens and sign-outs that come at once: of each family one branch lives, or none.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::ClientsChange;
use service::{AuthorizationAnswer, ConsentAnswer, SavedClient, Services, TokenRefusal};
use tokio::task::JoinSet;

use super::ROUNDS;
use crate::application::{answer, app_on_device, next, redeem, refresh, request, sent_back};
use crate::world::World;

/// Two servers, each asked for many things at once.
async fn servers(world: &World) -> [Arc<Services>; 2] {
    [Arc::new(world.another_server().await.unwrap()), Arc::new(world.another_server().await.unwrap())]
}

/// An application, and the session of a person who agreed to all it asks for.
async fn application(world: &World) -> (Arc<SavedClient>, String) {
    let (session, person) = world.signed_in().await;
    let administrator = person.administrator().unwrap();
    (Arc::new(world.register(&administrator, &app_on_device("Shop", None)).await), session)
}

async fn code(services: &Services, client: &SavedClient, session: &str, scope: &str) -> String {
    let asked = request(client, &[("scope", scope)]);
    sent_back(answer(services, Some(session), &asked, ConsentAnswer::Allow).await).remove("code").unwrap()
}

pub async fn of_fifty_that_redeem_a_code_at_once_one_does(world: &World) {
    let servers = servers(world).await;
    let (client, session) = application(world).await;
    let code = Arc::new(code(&servers[0], &client, &session, "openid").await);
    let mut crowd = JoinSet::new();
    for number in 0..50 {
        let (services, client, code) =
            (Arc::clone(&servers[number % 2]), Arc::clone(&client), Arc::clone(&code));
        crowd.spawn(async move { redeem(&services, &client, &code).await });
    }
    let mut issued = Vec::new();
    for answer in crowd.join_all().await {
        match answer {
            Ok(tokens) => issued.push(tokens),
            Err(TokenRefusal::CodeReplayed | TokenRefusal::GrantEnded) => {}
            Err(refusal) => panic!("{refusal:?}"),
        }
    }
    assert_eq!(issued.len(), 1);
    // Whoever it was: forty-nine others had the code, too.
    assert!(servers[0].user_info(&issued[0].access_token).await.is_err());
    assert!(refresh(&servers[1], &client, &next(&issued[0])).await.is_err());
    let (_, reader) = world.administrator().await;
    let events = world.events(&reader).await;
    assert_eq!(events.iter().filter(|event| event.action == "token_grant.replayed").count(), 1);
}

pub async fn fifty_that_refresh_at_once_never_make_two_branches(world: &World) {
    let servers = servers(world).await;
    let (client, session) = application(world).await;
    let code = code(&servers[0], &client, &session, "openid").await;
    let mut token = Arc::new(next(&redeem(&servers[0], &client, &code).await.ok().unwrap()));
    for _ in 0..2 {
        let mut crowd = JoinSet::new();
        for number in 0..50 {
            let (services, client, token) =
                (Arc::clone(&servers[number % 2]), Arc::clone(&client), Arc::clone(&token));
            crowd.spawn(async move { refresh(&services, &client, &token).await.map(|issued| next(&issued)) });
        }
        // Nobody used the successor yet, so all of them are answered with the same.
        let successors: Result<BTreeSet<_>, _> = crowd.join_all().await.into_iter().collect();
        let successors = successors.unwrap();
        assert_eq!(successors.len(), 1);
        token = Arc::new(successors.into_iter().next().unwrap());
    }
    // The newest and the one before race: whoever wins, there are never two that count.
    let newest = next(&refresh(&servers[0], &client, &token).await.ok().unwrap());
    let (old, new) =
        tokio::join!(refresh(&servers[0], &client, &token), refresh(&servers[1], &client, &newest));
    let mut live = BTreeSet::from([token.as_str().to_owned(), newest]);
    live.extend([old, new].into_iter().flatten().map(|issued| next(&issued)));
    let mut answered = BTreeSet::new();
    world.pass(10);
    for token in &live {
        if let Ok(issued) = refresh(&servers[0], &client, token).await {
            answered.insert(next(&issued));
        }
    }
    assert!(answered.len() <= 1, "{} live branches", answered.len());
}

pub async fn signing_out_while_a_code_is_redeemed_leaves_nothing_alive(world: &World) {
    let [here, there] = servers(world).await;
    let (client, mut session) = application(world).await;
    for _ in 0..ROUNDS {
        let code = code(&here, &client, &session, "openid").await;
        let (issued, ended) = tokio::join!(redeem(&here, &client, &code), there.sign_out(&session, None));
        ended.unwrap();
        match issued {
            Ok(issued) => {
                assert!(here.user_info(&issued.access_token).await.is_err());
                assert!(refresh(&there, &client, &next(&issued)).await.is_err());
            }
            Err(TokenRefusal::GrantEnded) => {}
            Err(refusal) => panic!("{refusal:?}"),
        }
        session = world.signed_in().await.0;
    }
}

pub async fn a_client_that_is_deleted_while_people_answer_leaves_nothing_behind(world: &World) {
    let another = world.another_server().await.unwrap();
    let (session, person) = world.signed_in().await;
    let administrator = person.administrator().unwrap();
    for round in 0..ROUNDS {
        let client = world.register(&administrator, &app_on_device(&format!("Shop {round}"), None)).await;
        let ids = [client.client.client_id.as_str().to_owned()];
        let asked = request(&client, &[]);
        let (answered, deleted) = tokio::join!(
            answer(&world.services, Some(&session), &asked, ConsentAnswer::Allow),
            another.change_clients(&administrator, &ids, ClientsChange::Delete),
        );
        assert_eq!(deleted.unwrap().changed.len(), 1);
        match answered {
            AuthorizationAnswer::Refused => {}
            sent @ AuthorizationAnswer::SentBack { .. } => {
                let code = sent_back(sent).remove("code").unwrap();
                assert!(redeem(&another, &client, &code).await.is_err());
            }
            other => panic!("{other:?}"),
        }
    }
}
