//! What becomes of a request: who has to do what before there is a code.

use domain::{DenialReason, Scopes};
use store::{ApiAccess, Session};

use super::application::{Application, Unfit};
use super::fault::{ErrorCode, Fault, Stopped};
use super::issue::Allowed;
use super::location::location;
use super::parameters::Parameters;
use super::request::Request;
use super::{AuthorizationAnswer, ConsentAnswer, ConsentQuestion, Visitor};
use crate::opaque_token::at_rest;
use crate::{Denial, ServiceError, Services, SignedIn};

/// Whether a person agreed to what is asked for.
enum Agreement {
    /// Before.
    Remembered,
    /// With this request.
    JustNow,
    /// They have to be asked.
    Missing,
}

impl Services {
    /// Judges a request, with the person's answer where there is one.
    pub(super) async fn judge(
        &self,
        parameters: Parameters<'_>,
        answer: Option<ConsentAnswer>,
        visitor: &Visitor<'_>,
    ) -> Result<AuthorizationAnswer, ServiceError> {
        let application = match self.application(parameters).await? {
            Ok(application) => application,
            Err(Unfit::Unknown) => {
                tracing::info!(reference = visitor.reference, "authorization request of no known client");
                return Ok(AuthorizationAnswer::Refused);
            }
            Err(Unfit::Denied { client_id, reason, detail }) => {
                self.note_refusal(client_id, reason, detail, visitor);
                return Ok(AuthorizationAnswer::Refused);
            }
        };
        match self.judge_known(&application, parameters, answer, visitor).await {
            Ok(answer) => Ok(answer),
            Err(Stopped::Fault(fault)) => Ok(self.fault_sent_back(&application, parameters, fault, visitor)),
            Err(Stopped::Failed(error)) => Err(error),
        }
    }

    async fn judge_known(
        &self,
        application: &Application,
        parameters: Parameters<'_>,
        answer: Option<ConsentAnswer>,
        visitor: &Visitor<'_>,
    ) -> Result<AuthorizationAnswer, Stopped> {
        let access = self.store.access_to_apis(&application.client.id).await?;
        let of_roles = access.iter().flat_map(|access| access.scopes.iter()).cloned().collect();
        let request = self.request(&application.client, &of_roles, parameters)?;
        let now = self.clock.now();
        let Some((token, session)) =
            self.session_of(visitor).await?.filter(|(_, session)| !request.is_too_much_for(session, now))
        else {
            if request.prompt.is_silent {
                return Err(
                    interaction_required(ErrorCode::LoginRequired, "the person is not signed in").into()
                );
            }
            return Ok(AuthorizationAnswer::SignIn { query: parameters.after_sign_in() });
        };
        let is_consent_new = match self.consent(application, &request, answer, &session).await? {
            Agreement::Remembered => false,
            Agreement::JustNow => true,
            Agreement::Missing => {
                return Ok(AuthorizationAnswer::Ask(ConsentQuestion {
                    client_name: application.client.name.as_str().to_owned(),
                    client_id: application.client.client_id.as_str().to_owned(),
                    redirect_uri: application.redirect_uri.clone(),
                    apis: asked_of_apis(access, &request.scopes),
                    scopes: request.scopes.intersection(&Scopes::open_id()),
                    email: session.user.email.as_str().to_owned(),
                }));
            }
        };
        let allowed = Allowed {
            application,
            request: &request,
            session_id_digest: at_rest(token),
            signed_in_at: session.created_at,
            session_ends_at: session.ends_at,
            person: SignedIn { user: session.user, address: visitor.address.clone() },
            is_consent_new,
        };
        // None where the client was deleted just now: there is nobody to answer any more.
        let Some(code) = self.issue_code(allowed).await? else { return Ok(AuthorizationAnswer::Refused) };
        Ok(self.sent_back(application, parameters, &[("code", code.reveal())]))
    }

    /// Whether the person lets the application do what it asks for.
    async fn consent(
        &self,
        application: &Application,
        request: &Request<'_>,
        answer: Option<ConsentAnswer>,
        session: &Session,
    ) -> Result<Agreement, Stopped> {
        match answer {
            Some(ConsentAnswer::Allow) => return Ok(Agreement::JustNow),
            Some(ConsentAnswer::Deny) => {
                let (code, reason) = (ErrorCode::AccessDenied, DenialReason::AccessDenied);
                return Err(Fault::new(code, "the person declined", reason, "").into());
            }
            None => {}
        }
        if application.is_assured() && !request.prompt.is_consent_wanted {
            let known = self.store.consent(&session.user.id, &application.client.id).await?;
            if known.is_some_and(|known| request.scopes.is_subset_of(&known)) {
                return Ok(Agreement::Remembered);
            }
        }
        if request.prompt.is_silent {
            return Err(interaction_required(ErrorCode::ConsentRequired, "the person has to agree").into());
        }
        Ok(Agreement::Missing)
    }

    /// The live session of who is at the browser, and its token.
    async fn session_of<'a>(
        &self,
        visitor: &Visitor<'a>,
    ) -> Result<Option<(&'a str, Session)>, ServiceError> {
        let Some(token) = visitor.session_token else { return Ok(None) };
        Ok(self.live_session(token).await?.map(|session| (token, session)))
    }

    fn fault_sent_back(
        &self,
        application: &Application,
        parameters: Parameters<'_>,
        fault: Fault,
        visitor: &Visitor<'_>,
    ) -> AuthorizationAnswer {
        let description = format!("{} (reference {})", fault.description, visitor.reference);
        let client_id = application.client.client_id.as_str().to_owned();
        self.note_refusal(client_id, fault.reason, fault.detail, visitor);
        let answer = [("error", fault.code.as_str()), ("error_description", description.as_str())];
        self.sent_back(application, parameters, &answer)
    }

    /// Tells the log, and whoever looks after the client.
    fn note_refusal(&self, client_id: String, reason: DenialReason, detail: String, visitor: &Visitor<'_>) {
        let (reference, address) = (visitor.reference.to_owned(), visitor.address.clone());
        // Without the detail, which is whatever somebody sent.
        tracing::info!(reference, client_id, reason = reason.as_str(), "authorization request refused");
        self.note_denial(Denial { client_id, reason, detail, reference, address });
    }

    fn sent_back(
        &self,
        application: &Application,
        parameters: Parameters<'_>,
        answer: &[(&str, &str)],
    ) -> AuthorizationAnswer {
        // RFC 6749 §4.1.2: as it came. Of two nobody knows which the client means.
        let state = parameters.get("state").filter(|_| !parameters.is_repeated("state"));
        let state = state.map(|state| ("state", state));
        // RFC 9207 §2: the client sees which server answers.
        let answer = answer.iter().copied().chain(state).chain([("iss", self.issuer.as_str())]);
        AuthorizationAnswer::SentBack { location: location(&application.redirect_uri, answer) }
    }
}

/// The part of what roles allow that a request asks for.
fn asked_of_apis(access: Vec<ApiAccess>, asked: &Scopes) -> Vec<ApiAccess> {
    let asked = access
        .into_iter()
        .map(|access| ApiAccess { scopes: access.scopes.intersection(asked), api: access.api });
    asked.filter(|access| !access.scopes.is_empty()).collect()
}

fn interaction_required(code: ErrorCode, description: &'static str) -> Fault {
    Fault::new(code, description, DenialReason::InteractionRequired, code.as_str())
}
