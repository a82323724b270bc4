//! Authorization requests (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2).

mod application;
mod fault;
mod issue;
mod judging;
mod location;
mod parameters;
mod request;

use domain::Scopes;
use store::ApiAccess;

use parameters::Parameters;

use crate::{ServiceError, Services};

/// Who is at the browser, and where the request is looked up in the log.
pub struct Visitor<'a> {
    /// The session's token, as the browser sent it.
    pub session_token: Option<&'a str>,
    /// The network address.
    pub address: Option<String>,
    /// What the caller is told to look for.
    pub reference: &'a str,
}

/// What becomes of an authorization request.
#[derive(Debug)]
pub enum AuthorizationAnswer {
    /// The client or its redirect URI is not right: this is for the person to see, and leads nowhere else.
    Refused,
    /// Back to the application, with a code or an error.
    SentBack {
        /// The verified redirect URI with the answer's parameters.
        location: String,
    },
    /// Somebody has to sign in first.
    SignIn {
        /// The query to come back to the authorization endpoint with: without what signing in takes care of.
        query: String,
    },
    /// The person has to be asked.
    Ask(ConsentQuestion),
}

/// What a person is asked to allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentQuestion {
    /// The application's name.
    pub client_name: String,
    /// Its client id.
    pub client_id: String,
    /// The verified redirect URI: where the answer goes.
    pub redirect_uri: String,
    /// What it asks for, of OpenID Connect.
    pub scopes: Scopes,
    /// What it asks for at APIs, by their names.
    pub apis: Vec<ApiAccess>,
    /// The e-mail of the person who is signed in.
    pub email: String,
}

/// An application that has a person sign in, of which client and redirect URI are right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskingApplication {
    /// The application's name.
    pub client_name: String,
    /// The verified redirect URI: where the answer goes.
    pub redirect_uri: String,
}

/// A person's answer to a [`ConsentQuestion`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentAnswer {
    /// The application may.
    Allow,
    /// It may not.
    Deny,
}

/// The parameters of a request, decoded, in the order in which they came.
pub type RequestParameters = [(String, String)];

impl Services {
    /// Judges an authorization request.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn authorize(
        &self,
        parameters: &RequestParameters,
        visitor: Visitor<'_>,
    ) -> Result<AuthorizationAnswer, ServiceError> {
        self.judge(Parameters(parameters), None, &visitor).await
    }

    /// Judges an authorization request again, with the person's answer to the question it led to.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn answer_consent(
        &self,
        parameters: &RequestParameters,
        answer: ConsentAnswer,
        visitor: Visitor<'_>,
    ) -> Result<AuthorizationAnswer, ServiceError> {
        self.judge(Parameters(parameters), Some(answer), &visitor).await
    }

    /// The application that an authorization request comes from, where its client and redirect URI are right.
    ///
    /// # Errors
    /// A [`ServiceError`] where the database fails.
    pub async fn asking_application(
        &self,
        parameters: &RequestParameters,
    ) -> Result<Option<AskingApplication>, ServiceError> {
        let application = self.application(Parameters(parameters)).await?.ok();
        Ok(application.map(|application| AskingApplication {
            client_name: application.client.name.into(),
            redirect_uri: application.redirect_uri,
        }))
    }
}
