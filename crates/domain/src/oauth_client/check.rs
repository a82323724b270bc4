//! The check of a whole client: every rule, every problem, in the order of the form.

use super::{NewOAuthClient, OAuthClientDraft, OAuthClientProblem};
use crate::{
    ClientId, ClientName, ClientType, Description, Field, FieldProblem, GrantType, MAX_ENTRIES, Problem,
    RedirectUri, RedirectUriProblem, WebOrigin,
};

pub(super) fn check(draft: &OAuthClientDraft) -> Result<NewOAuthClient, Vec<FieldProblem>> {
    let mut problems = Problems(Vec::new());
    let name = problems.keep(Field::ClientName, ClientName::parse(&draft.client_name));
    let client_id = match draft.client_id.trim() {
        "" => None,
        typed => problems.keep(Field::ClientId, ClientId::parse(typed)),
    };
    if draft.client_type == ClientType::Public && draft.grant_type != GrantType::AuthorizationCode {
        problems.add(Field::GrantType, &OAuthClientProblem::PublicWithoutAuthorizationCode);
    }
    let redirect_uris = redirect_uris(draft, &mut problems);
    let web_origins = web_origins(draft, &mut problems);
    if draft.pkce_code_challenge_method.is_some() && draft.client_type != ClientType::Public {
        problems.add(Field::PkceCodeChallengeMethod, &OAuthClientProblem::OnlyForPublic);
    }
    let description = problems
        .keep(Field::Description, Description::parse(&draft.description))
        .filter(|description| !description.is_empty());
    match name {
        Some(name) if problems.0.is_empty() => Ok(NewOAuthClient {
            name,
            client_id,
            client_type: draft.client_type,
            grant_type: draft.grant_type,
            redirect_uris,
            web_origins,
            pkce_method: draft.pkce_code_challenge_method,
            description,
        }),
        Some(_) | None => Err(problems.0),
    }
}

/// Whether the lists apply. A Public client always has them, whatever grant was sent.
fn is_authorization_code(draft: &OAuthClientDraft) -> bool {
    draft.client_type == ClientType::Public || draft.grant_type == GrantType::AuthorizationCode
}

fn redirect_uris(draft: &OAuthClientDraft, problems: &mut Problems) -> Vec<RedirectUri> {
    if !is_authorization_code(draft) {
        problems.refuse_entries(Field::RedirectUris, &draft.redirect_uris);
        return Vec::new();
    }
    if draft.redirect_uris.is_empty() {
        problems.add(Field::RedirectUris, &OAuthClientProblem::NoRedirectUri);
    }
    problems.keep_entries(Field::RedirectUris, Field::RedirectUri, &draft.redirect_uris, |text| {
        let uri = RedirectUri::parse(text)?;
        if uri.is_private_use() && draft.client_type != ClientType::Public {
            return Err(RedirectUriProblem::PrivateUseNotPublic);
        }
        Ok(uri)
    })
}

fn web_origins(draft: &OAuthClientDraft, problems: &mut Problems) -> Vec<WebOrigin> {
    if !is_authorization_code(draft) {
        problems.refuse_entries(Field::WebOrigins, &draft.web_origins);
        return Vec::new();
    }
    problems.keep_entries(Field::WebOrigins, Field::WebOrigin, &draft.web_origins, WebOrigin::parse)
}

/// The problems found so far.
struct Problems(Vec<FieldProblem>);

impl Problems {
    fn add(&mut self, field: Field, problem: &impl Problem) {
        self.0.push(FieldProblem::new(field, problem));
    }

    fn keep<T>(&mut self, field: Field, read: Result<T, impl Problem>) -> Option<T> {
        read.map_err(|problem| self.add(field, &problem)).ok()
    }

    fn refuse_entries(&mut self, list: Field, entries: &[String]) {
        if !entries.is_empty() {
            self.add(list, &OAuthClientProblem::OnlyForAuthorizationCode);
        }
    }

    fn keep_entries<T, P: Problem>(
        &mut self,
        list: Field,
        entry: fn(usize) -> Field,
        texts: &[String],
        parse: impl Fn(&str) -> Result<T, P>,
    ) -> Vec<T> {
        if texts.len() > MAX_ENTRIES {
            self.add(list, &OAuthClientProblem::TooManyEntries { count: texts.len() });
        }
        let mut kept = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            let Some(value) = self.keep(entry(index), parse(text)) else {
                continue;
            };
            match texts[..index].iter().position(|earlier| earlier == text) {
                Some(first) => self.add(entry(index), &OAuthClientProblem::Duplicate { first }),
                None => kept.push(value),
            }
        }
        kept
    }
}
