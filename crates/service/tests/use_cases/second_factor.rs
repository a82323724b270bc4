//! The second factor: set up, asked for, lost.

use domain::Role;
use service::{
    HalfSignedIn, Missing, PersonOfSession, RecoveryCodes, ServiceError, Services, SignInFrom, SignInRules,
    SignedIn,
};

use crate::authenticator::Authenticator;
use crate::team::{EVE, EVES_PASSWORD, Team};
use crate::world::{EMAIL, PASSWORD, World};

on_each_engine![
    who_has_a_second_factor_is_asked_for_a_code,
    a_code_counts_once_on_every_server,
    a_recovery_code_lets_in_once,
    wrong_codes_are_told_to_wait,
    many_browsers_that_are_known_try_no_more_than_fifty_codes,
    a_browser_is_known_until_the_second_factor_is_another,
    signing_out_halfway_ends_the_session_before,
    half_a_sign_in_is_nobody_and_ends_after_ten_minutes,
    the_session_before_goes_when_the_person_is_known,
    who_has_to_set_one_up_does_so_first,
    an_offer_counts_for_its_person_and_an_hour,
    a_person_looks_after_their_second_factor,
    an_administrator_removes_that_of_who_lost_it,
    a_rule_is_made_by_who_keeps_it,
];

/// Whose session it is, where something is missing until it counts.
async fn half_signed_in(services: &Services, token: &str) -> Option<HalfSignedIn> {
    match services.person_of_session(token, None).await.unwrap() {
        Some(PersonOfSession::Half(person)) => Some(person),
        Some(PersonOfSession::Whole(_)) | None => None,
    }
}

fn from() -> SignInFrom {
    SignInFrom { address: Some("192.0.2.1".to_owned()), ..SignInFrom::default() }
}

struct Enrolled {
    world: World,
    person: SignedIn,
    app: Authenticator,
    codes: RecoveryCodes,
}

impl Enrolled {
    /// The first administrator has just set up a second factor; the next code is another.
    async fn of(world: World) -> Self {
        let (_, person) = world.signed_in().await;
        let (app, codes) = enrol(&world, &person).await;
        world.pass(30);
        Self { world, person, app, codes }
    }

    fn code(&self) -> String {
        self.app.code(self.world.now())
    }

    /// The token after the right password.
    async fn half(&self) -> String {
        let started = self.world.services.sign_in(EMAIL, PASSWORD, None, &from()).await.unwrap();
        assert_eq!((started.missing, started.device), (Some(Missing::Code), None));
        started.token.reveal().to_owned()
    }

    async fn answer(&self, half: &str, code: &str) -> Result<String, ServiceError> {
        let started = self.world.services.answer_second_factor(half, code, &from()).await?;
        assert!(started.missing.is_none() && started.device.is_some());
        Ok(started.token.reveal().to_owned())
    }

    async fn actions(&self) -> Vec<String> {
        let reader = self.person.reader().unwrap();
        let events = self.world.events(&reader).await.into_iter().rev();
        events.map(|event| event.action).collect()
    }
}

async fn enrol(world: &World, person: &SignedIn) -> (Authenticator, RecoveryCodes) {
    let offer = world.services.offer_second_factor(person).await.unwrap();
    assert!(offer.qr_path.starts_with('M') && offer.qr_size > 40);
    let app = Authenticator::with(&offer.key);
    let code = app.code(world.now());
    let codes = world.services.add_second_factor(person, &offer.sealed, &code).await.unwrap();
    (app, codes)
}

fn refused_as(answer: Result<(), ServiceError>) -> String {
    match answer {
        Err(ServiceError::Refused(problems)) => problems[0].code.clone(),
        other => format!("{other:?}"),
    }
}

pub async fn who_has_a_second_factor_is_asked_for_a_code(world: World) {
    let enrolled = Enrolled::of(world).await;
    let half = enrolled.half().await;
    let services = &enrolled.world.services;
    let person = half_signed_in(services, &half).await.unwrap();
    assert_eq!((person.email().as_str(), person.missing()), (EMAIL, Missing::Code));
    assert!(!enrolled.world.is_live(&half).await);
    for wrong in ["", "000000", "12345", "AAAA-AAAA-AAAA-AAAA", "\0"] {
        let error = enrolled.answer(&half, wrong).await.unwrap_err();
        assert!(matches!(error, ServiceError::WrongCode), "{wrong}: {error}");
    }
    enrolled.world.pass(30);
    let whole = enrolled.answer(&half, &enrolled.code()).await.unwrap();
    assert_ne!(whole, half);
    assert!(enrolled.world.is_live(&whole).await);
    assert!(half_signed_in(services, &whole).await.is_none());
    assert!(half_signed_in(services, &half).await.is_none());
    let again = services.answer_second_factor(&half, &enrolled.code(), &from()).await.unwrap_err();
    assert!(matches!(again, ServiceError::SignedOut), "{again}");
    let actions = enrolled.actions().await;
    assert_eq!(actions[actions.len() - 3..], ["session.started", "second_factor.added", "session.started"]);
}

pub async fn a_code_counts_once_on_every_server(world: World) {
    let enrolled = Enrolled::of(world).await;
    let another = enrolled.world.another_server().await.unwrap();
    let (one, other) = (enrolled.half().await, enrolled.half().await);
    let (code, from) = (enrolled.code(), from());
    let (here, there) = tokio::join!(
        enrolled.world.services.answer_second_factor(&one, &code, &from),
        another.answer_second_factor(&other, &code, &from),
    );
    assert_ne!(here.is_ok(), there.is_ok());
    for refused in [here.err(), there.err()].into_iter().flatten() {
        assert!(matches!(refused, ServiceError::WrongCode), "{refused}");
    }
    // The code of the step before came later: it is no better.
    let half = enrolled.half().await;
    let before = enrolled.app.code(enrolled.world.now() - 30);
    assert!(matches!(enrolled.answer(&half, &before).await, Err(ServiceError::WrongCode)));
    enrolled.world.pass(30);
    enrolled.answer(&half, &enrolled.code()).await.unwrap();
}

pub async fn a_recovery_code_lets_in_once(world: World) {
    let enrolled = Enrolled::of(world).await;
    let code = enrolled.codes.0[3].to_lowercase().replace('-', " ");
    let half = enrolled.half().await;
    enrolled.answer(&half, &code).await.unwrap();
    let half = enrolled.half().await;
    assert!(matches!(enrolled.answer(&half, &code).await, Err(ServiceError::WrongCode)));
    enrolled.answer(&half, &enrolled.codes.0[4]).await.unwrap();
    let standing = enrolled.world.services.own_second_factor(&enrolled.person).await.unwrap();
    assert_eq!((standing.is_set_up, standing.recovery_codes_left), (true, 8));
    let actions = enrolled.actions().await;
    assert_eq!(actions.iter().filter(|action| *action == "recovery_code.used").count(), 2);
}

pub async fn wrong_codes_are_told_to_wait(world: World) {
    let enrolled = Enrolled::of(world).await;
    let device = {
        let half = enrolled.half().await;
        let code = enrolled.code();
        enrolled.world.services.answer_second_factor(&half, &code, &from()).await.unwrap().device
    };
    let half = enrolled.half().await;
    for _ in 0..5 {
        assert!(matches!(enrolled.answer(&half, "000000").await, Err(ServiceError::WrongCode)));
    }
    enrolled.world.pass(29);
    let told = enrolled.answer(&half, &enrolled.code()).await.unwrap_err();
    assert!(matches!(told, ServiceError::Throttled(1)), "{told}");
    // Another half does not help, but the browser in which the person was before does.
    let another = enrolled.half().await;
    let told = enrolled.answer(&another, &enrolled.code()).await.unwrap_err();
    assert!(matches!(told, ServiceError::Throttled(1)), "{told}");
    enrolled.world.pass(1);
    enrolled.answer(&half, "000000").await.unwrap_err();
    let known = SignInFrom { device, ..from() };
    let code = enrolled.code();
    enrolled.world.services.answer_second_factor(&another, &code, &known).await.unwrap();
    enrolled.world.pass(30);
    enrolled.answer(&half, &enrolled.code()).await.unwrap();
}

/// A browser in which somebody has just given their password and a code.
async fn known_browser(enrolled: &Enrolled) -> SignInFrom {
    let half = enrolled.half().await;
    let code = enrolled.code();
    let started = enrolled.world.services.answer_second_factor(&half, &code, &from()).await.unwrap();
    enrolled.world.pass(30);
    SignInFrom { device: started.device, ..from() }
}

/// How many wrong codes are looked at from here.
async fn wrong_codes(enrolled: &Enrolled, half: &str, from: &SignInFrom) -> usize {
    for tried in 0.. {
        match enrolled.world.services.answer_second_factor(half, "000000", from).await.unwrap_err() {
            ServiceError::WrongCode => {}
            ServiceError::Throttled(_) => return tried,
            other => panic!("{other}"),
        }
    }
    unreachable!()
}

pub async fn many_browsers_that_are_known_try_no_more_than_fifty_codes(world: World) {
    let enrolled = Enrolled::of(world).await;
    let mut browsers = Vec::new();
    for _ in 0..12 {
        browsers.push(known_browser(&enrolled).await);
    }
    let half = enrolled.half().await;
    let mut tried = 0;
    for known in &browsers {
        tried += wrong_codes(&enrolled, &half, known).await;
    }
    assert_eq!(tried, 50);
    enrolled.answer(&half, &enrolled.code()).await.expect("others are counted apart");
}

pub async fn a_browser_is_known_until_the_second_factor_is_another(world: World) {
    let mut enrolled = Enrolled::of(world).await;
    let before = known_browser(&enrolled).await;
    let half = enrolled.half().await;
    let tried = [wrong_codes(&enrolled, &half, &from()).await, wrong_codes(&enrolled, &half, &before).await];
    assert_eq!(tried, [5, 5]);
    enrolled.world.pass(10 * 60);
    enrolled.world.services.remove_own_second_factor(&enrolled.person, &enrolled.codes.0[0]).await.unwrap();
    (enrolled.app, enrolled.codes) = enrol(&enrolled.world, &enrolled.person).await;
    let half = enrolled.half().await;
    let tried = [wrong_codes(&enrolled, &half, &from()).await, wrong_codes(&enrolled, &half, &before).await];
    assert_eq!(tried, [5, 0], "with another key it is a browser like any other");
}

pub async fn signing_out_halfway_ends_the_session_before(world: World) {
    let enrolled = Enrolled::of(world).await;
    let services = &enrolled.world.services;
    let half = enrolled.half().await;
    let before = enrolled.answer(&half, &enrolled.code()).await.unwrap();
    let half = services.sign_in(EMAIL, PASSWORD, Some(&before), &from()).await.unwrap();
    services.sign_out(half.token.reveal(), None).await.unwrap();
    assert!(!enrolled.world.is_live(&before).await);
    assert!(half_signed_in(services, half.token.reveal()).await.is_none());
    let actions = enrolled.actions().await;
    assert_eq!(actions[actions.len() - 2..], ["session.started", "session.ended"]);
}

pub async fn half_a_sign_in_is_nobody_and_ends_after_ten_minutes(world: World) {
    let enrolled = Enrolled::of(world).await;
    let half = enrolled.half().await;
    let services = &enrolled.world.services;
    services.sign_out(&half, None).await.unwrap();
    assert!(half_signed_in(services, &half).await.is_none());
    let half = enrolled.half().await;
    enrolled.world.pass(10 * 60 - 1);
    assert!(half_signed_in(services, &half).await.is_some());
    enrolled.world.pass(1);
    assert!(half_signed_in(services, &half).await.is_none());
    assert!(matches!(enrolled.answer(&half, &enrolled.code()).await, Err(ServiceError::SignedOut)));
    for nobody in ["", "unknown"] {
        assert!(matches!(enrolled.answer(nobody, &enrolled.code()).await, Err(ServiceError::SignedOut)));
    }
}

pub async fn the_session_before_goes_when_the_person_is_known(world: World) {
    let enrolled = Enrolled::of(world).await;
    let services = &enrolled.world.services;
    let half = enrolled.half().await;
    let before = enrolled.answer(&half, &enrolled.code()).await.unwrap();
    enrolled.world.pass(30);
    // Twice, as who goes back in the browser does.
    let first = services.sign_in(EMAIL, PASSWORD, Some(&before), &from()).await.unwrap();
    let half = services.sign_in(EMAIL, PASSWORD, Some(first.token.reveal()), &from()).await.unwrap();
    assert!(enrolled.world.is_live(&before).await, "half of what it takes ends nothing");
    assert!(half_signed_in(services, first.token.reveal()).await.is_none());
    let whole = enrolled.answer(half.token.reveal(), &enrolled.code()).await.unwrap();
    assert!(!enrolled.world.is_live(&before).await);
    assert!(enrolled.world.is_live(&whole).await);
    let actions = enrolled.actions().await;
    assert_eq!(actions[actions.len() - 2..], ["session.ended", "session.started"]);
}

pub async fn who_has_to_set_one_up_does_so_first(world: World) {
    let team = Team::of(world).await;
    team.eve(Role::Member).await;
    let services = team.services();
    enrol(&team.world, &team.person).await;
    let rules = SignInRules { second_factor_required: true };
    services.change_sign_in_rules(&team.administrator, rules).await.unwrap();
    let started = services.sign_in(EVE, EVES_PASSWORD, None, &from()).await.unwrap();
    assert_eq!(started.missing, Some(Missing::Enrolment));
    let half = started.token.reveal();
    assert!(services.signed_in(half, None).await.unwrap().is_none());
    let wrong = services.answer_second_factor(half, "000000", &from()).await.unwrap_err();
    assert!(matches!(wrong, ServiceError::SignedOut), "there is no code to give: {wrong}");

    let person = half_signed_in(services, half).await.unwrap();
    let offer = services.offer_second_factor_first(&person).await.unwrap();
    let app = Authenticator::with(&offer.key);
    let wrong = services.add_second_factor_first(half, &offer.sealed, "000000", &from()).await;
    assert_eq!(refused_as(wrong.map(drop)), "wrong");
    let code = app.code(services.now());
    let (whole, codes) = services.add_second_factor_first(half, &offer.sealed, &code, &from()).await.unwrap();
    assert_eq!((whole.missing, codes.0.len()), (None, 10));
    assert!(services.signed_in(whole.token.reveal(), None).await.unwrap().is_some());
    let again = services.add_second_factor_first(half, &offer.sealed, &code, &from()).await;
    assert!(matches!(again, Err(ServiceError::SignedOut)));
    let started = services.sign_in(EVE, EVES_PASSWORD, None, &from()).await.unwrap();
    assert_eq!(started.missing, Some(Missing::Code));
}

pub async fn an_offer_counts_for_its_person_and_an_hour(world: World) {
    let team = Team::of(world).await;
    let services = team.services();
    team.eve(Role::Member).await;
    let eve = services.sign_in(EVE, EVES_PASSWORD, None, &from()).await.unwrap();
    let eve = services.signed_in(eve.token.reveal(), None).await.unwrap().unwrap();
    let ada = &team.person;
    let offer = services.offer_second_factor(&eve).await.unwrap();
    let app = Authenticator::with(&offer.key);
    for (person, sealed) in [(ada, offer.sealed.as_str()), (&eve, ""), (&eve, "AAAA")] {
        let answer = services.add_second_factor(person, sealed, &app.code(services.now())).await;
        assert_eq!(refused_as(answer.map(drop)), "too_late");
    }
    team.world.pass(60 * 60);
    let answer = services.add_second_factor(&eve, &offer.sealed, &app.code(services.now())).await;
    assert_eq!(refused_as(answer.map(drop)), "too_late");
    let offer = services.offer_second_factor(&eve).await.unwrap();
    let app = Authenticator::with(&offer.key);
    services.add_second_factor(&eve, &offer.sealed, &app.code(services.now())).await.unwrap();
    let again = services.add_second_factor(&eve, &offer.sealed, &app.code(services.now())).await;
    assert!(matches!(again, Err(ServiceError::SecondFactorThere)));
    let another = services.offer_second_factor(&eve).await;
    assert!(matches!(another, Err(ServiceError::SecondFactorThere)));
}

pub async fn a_person_looks_after_their_second_factor(world: World) {
    let enrolled = Enrolled::of(world).await;
    let (services, person) = (&enrolled.world.services, &enrolled.person);
    assert_eq!(refused_as(services.make_recovery_codes(person, "000000").await.map(drop)), "wrong");
    let recovery = enrolled.codes.0[0].as_str();
    assert_eq!(refused_as(services.make_recovery_codes(person, recovery).await.map(drop)), "wrong");
    let made = services.make_recovery_codes(person, &enrolled.code()).await.unwrap();
    assert_eq!(refused_as(services.remove_own_second_factor(person, recovery).await), "wrong");
    services.remove_own_second_factor(person, &made.0[0]).await.unwrap();
    let gone = services.remove_own_second_factor(person, &made.0[1]).await;
    assert!(matches!(gone, Err(ServiceError::NotFound)), "{gone:?}");
    let gone = services.make_recovery_codes(person, "000000").await.map(drop);
    assert!(matches!(gone, Err(ServiceError::NotFound)), "{gone:?}");
    let started = services.sign_in(EMAIL, PASSWORD, None, &from()).await.unwrap();
    assert_eq!(started.missing, None);
    let standing = services.own_second_factor(person).await.unwrap();
    assert_eq!((standing.is_set_up, standing.recovery_codes_left, standing.is_required), (false, 0, false));
}

pub async fn an_administrator_removes_that_of_who_lost_it(world: World) {
    let team = Team::of(world).await;
    let services = team.services();
    let eve = team.eve(Role::Member).await;
    let session = services.sign_in(EVE, EVES_PASSWORD, None, &from()).await.unwrap();
    let person = services.signed_in(session.token.reveal(), None).await.unwrap().unwrap();
    enrol(&team.world, &person).await;
    let half = services.sign_in(EVE, EVES_PASSWORD, None, &from()).await.unwrap();
    services.remove_second_factor_of(&team.administrator, &eve.id).await.unwrap();
    let gone = services.remove_second_factor_of(&team.administrator, &eve.id).await;
    assert!(matches!(gone, Err(ServiceError::NotFound)), "{gone:?}");
    let gone = services.remove_second_factor_of(&team.administrator, "unknown").await;
    assert!(matches!(gone, Err(ServiceError::NotFound)), "{gone:?}");
    let own = half_signed_in(services, half.token.reveal()).await;
    assert!(own.is_some());
    let answer = services.answer_second_factor(half.token.reveal(), "000000", &from()).await;
    assert!(matches!(answer, Err(ServiceError::SignedOut)), "the password again: {answer:?}");
    assert_eq!(services.sign_in(EVE, EVES_PASSWORD, None, &from()).await.unwrap().missing, None);
    let reader = team.person.reader().unwrap();
    let history = team.world.history_of(&reader, &eve.id).await;
    assert!(history.iter().any(|(action, _)| action == "second_factor.removed"), "{history:?}");
}

pub async fn a_rule_is_made_by_who_keeps_it(world: World) {
    let (_, person) = world.signed_in().await;
    let (administrator, reader) = (person.administrator().unwrap(), person.reader().unwrap());
    let services = &world.services;
    let required = SignInRules { second_factor_required: true };
    assert_eq!(refused_as(services.change_sign_in_rules(&administrator, required).await), "missing");
    assert!(!services.sign_in_rules(&reader).await.unwrap().second_factor_required);
    let (app, codes) = enrol(&world, &person).await;
    for _ in 0..2 {
        services.change_sign_in_rules(&administrator, required).await.unwrap();
    }
    assert!(services.sign_in_rules(&reader).await.unwrap().second_factor_required);
    world.pass(30);
    let own = services.remove_own_second_factor(&person, &app.code(world.now())).await;
    assert_eq!(refused_as(own), "required");
    let free = SignInRules { second_factor_required: false };
    services.change_sign_in_rules(&administrator, free).await.unwrap();
    services.remove_own_second_factor(&person, &codes.0[0]).await.unwrap();
    let history = world.history_of(&reader, "sign_in_rules").await;
    let changes = |text: &str| vec![format!("second_factor_required: {text}")];
    assert_eq!(
        history,
        [
            ("portal_settings.changed".to_owned(), changes("no -> yes")),
            ("portal_settings.changed".to_owned(), changes("yes -> no")),
        ]
    );
}
