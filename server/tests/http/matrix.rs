//! The role matrix: every route that the router has, asked for by everybody.
//!
//! The list of routes is the router's own, and those of the server functions and of the pages are held against it. So a
//! route that nobody has judged fails the test, as does a row of the table without a route.

pub mod asker;
mod programs;
pub mod registered;
pub mod row;
mod rows;
pub mod stage;

use std::collections::BTreeSet;
use std::io::{Write as _, stdout};

use http::{StatusCode, header};
use serde_json::json;

use crate::world::Answer;
use asker::Asker;
use registered::{Route, registered};
use row::Row;
use stage::Stage;

#[tokio::test]
async fn every_route_is_judged_and_every_judgement_has_its_route() {
    let stage = Stage::new().await;
    let registered = registered(&stage.world.router);
    let judged: BTreeSet<_> = rows::all().iter().map(Row::route).collect();
    let missing: Vec<_> = registered.difference(&judged).collect();
    assert!(missing.is_empty(), "say in matrix/rows who may use {missing:#?}");
    let gone: Vec<_> = judged.difference(&registered).collect();
    assert!(gone.is_empty(), "matrix/rows judges what the router does not have: {gone:#?}");
}

#[tokio::test]
async fn whoever_may_not_is_refused_and_changes_nothing() {
    let mut stage = Stage::new().await;
    let (mut cases, mut wrong) = (0, Vec::new());
    for row in rows::all() {
        for asker in strangers(&row) {
            let commits = stage.commits().await;
            let answer = stage.ask(asker, &row).await;
            if !is_refusal(asker, &row, &answer) {
                wrong.push(format!("{row} for {asker:?}: {} {}", answer.status, answer.body));
            }
            if stage.commits().await != commits {
                wrong.push(format!("{row} wrote for {asker:?}"));
            }
            cases += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    tell("refused", cases);
}

#[tokio::test]
async fn whoever_may_is_served() {
    let (mut cases, mut wrong) = (0, Vec::new());
    let stage = Stage::new().await;
    for row in rows::all() {
        for asker in row.who {
            let answer = match row.is_changing {
                true => stage.copy().await.ask(*asker, &row).await,
                false => stage.ask(*asker, &row).await,
            };
            if answer.status != row.answer {
                wrong.push(format!("{row} for {asker:?}: {} {}", answer.status, answer.body));
            }
            cases += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    tell("served", cases);
}

/// Who may not. A program where everybody may is somebody there, and comes with what that place does not know.
fn strangers(row: &Row) -> impl Iterator<Item = Asker> {
    let programs = Asker::PROGRAMS.into_iter().filter(|_| !row.who.contains(&Asker::Nobody));
    Asker::PEOPLE.into_iter().chain(programs).filter(|asker| !row.who.contains(asker))
}

fn is_refusal(asker: Asker, row: &Row, answer: &Answer) -> bool {
    if row.is_of_api() {
        return is_refusal_of_api(asker, answer);
    }
    let is_quiet = !answer.body.contains("Billing") && !answer.body.contains("grace@example.com");
    let status = answer.status;
    let is_right = match (row.is_function(), asker.is_signed_in()) {
        (true, false) => status == StatusCode::UNAUTHORIZED && answer.json() == json!("signed_out"),
        // A step of signing in is none for who is signed in.
        (true, true) if row.is_step_of_sign_in() => {
            [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&status)
        }
        (true, true) => status == StatusCode::FORBIDDEN && answer.json() == json!("forbidden"),
        (false, false) => {
            let is_sent_on = [StatusCode::FOUND, StatusCode::SEE_OTHER].contains(&status);
            is_sent_on && answer.header(header::LOCATION).starts_with("/sign-in")
        }
        (false, true) if row.is_step_of_sign_in() => status.is_redirection(),
        (false, true) => status == StatusCode::FORBIDDEN,
    };
    is_quiet && is_right
}

/// RFC 6750 §3: who did not say who they are is told how to.
fn is_refusal_of_api(asker: Asker, answer: &Answer) -> bool {
    let is_told = answer.header(header::CONTENT_TYPE) == "application/problem+json";
    let is_quiet = !answer.body.contains("Billing") && !answer.body.contains("grace@example.com");
    let is_right = if asker.is_known_to_the_api() {
        answer.status == StatusCode::FORBIDDEN
    } else {
        answer.status == StatusCode::UNAUTHORIZED
            && answer.header(header::WWW_AUTHENTICATE).starts_with("Bearer ")
    };
    is_told && is_quiet && is_right
}

/// Past the test harness, which keeps what a test prints that passes.
fn tell(what: &str, cases: usize) {
    let routes = rows::all().iter().map(Row::route).collect::<BTreeSet<Route>>().len();
    let told = format!("role matrix: {cases} cases {what}, over {routes} routes\n");
    stdout().write_all(told.as_bytes()).unwrap();
}
