//! `/users`: the people of the portal.

mod acting;
mod links;
mod shapes;

use axum::Json;
use axum::extract::{Path, State};
use domain::{InvitationDraft, UserListView};
use http::StatusCode;
use service::{Reader, ServiceError, Services};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::BASE;
use super::caller::{Changing, Reading};
use super::etag::{Created, IfMatch, Tagged};
use super::input::{Input, MergePatch};
use super::listed::Listed;
use super::problem::{Problem, ProblemDetails};
use super::query::{Asked, Nothing};
use crate::gatehouse::Gatehouse;
use links::InvitedUser;
use shapes::{Person, User, UserFields, UserInvitation, UserPatch, UserSearch, UsersAsked};

pub(super) fn operations() -> OpenApiRouter<Gatehouse> {
    OpenApiRouter::new()
        .routes(routes!(list, invite))
        .routes(routes!(search))
        .routes(routes!(read, edit, delete))
        .merge(acting::operations())
}

async fn person(services: &Services, reader: &Reader, id: &str) -> Result<Person, ServiceError> {
    services.user(reader, id, None).await.map(Person::from)
}

/// The people of the portal, by e-mail.
///
/// To find one by their e-mail, see *search_users*: an e-mail does not belong in an address.
#[utoipa::path(get, path = "/users", operation_id = "list_users", tag = "Users", params(UsersAsked),
    responses((status = 200, description = "A page of the people.", body = Listed<User>)))]
async fn list(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Asked(asked): Asked<UsersAsked>,
) -> Result<Listed<User>, Problem> {
    let view = UserListView { q: None, role: asked.role, status: asked.status };
    page(&gatehouse.services, &reader, &view, asked.cursor.as_deref(), asked.limit.get()).await
}

/// Finds people by the beginning of their e-mail.
///
/// Only reads. It is asked with POST because an e-mail does not belong in an address, which logs keep.
#[utoipa::path(post, path = "/users/search", operation_id = "search_users", tag = "Users", request_body = UserSearch,
    security(("bearer" = ["gatehouse.read"])),
    responses((status = 200, description = "A page of the people found, by e-mail.", body = Listed<User>)))]
async fn search(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Input(asked): Input<UserSearch>,
) -> Result<Json<Listed<User>>, Problem> {
    let view = UserListView { q: asked.q, role: asked.role, status: asked.status };
    // The next page has no address to be named in the head: it is asked for in the body.
    page(&gatehouse.services, &reader, &view, asked.cursor.as_deref(), asked.limit.get()).await.map(Json)
}

async fn page(
    services: &Services,
    reader: &Reader,
    view: &UserListView,
    cursor: Option<&str>,
    limit: u16,
) -> Result<Listed<User>, Problem> {
    let page = services.users_at_most(reader, view, cursor, limit).await?;
    let items = page.users.into_iter().map(User::from).collect();
    Ok(Listed { items, next_cursor: page.next })
}

/// Invites a person: the link in the answer, which is in no other, lets them set a password.
///
/// Where mail is configured, the link is sent to them, too.
#[utoipa::path(post, path = "/users", operation_id = "invite_user", tag = "Users", request_body = UserInvitation,
    responses((status = 201, description = "The person, and their link.", body = InvitedUser),
        (status = 409, description = "Somebody has this e-mail.", body = ProblemDetails,
            content_type = "application/problem+json")))]
async fn invite(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Input(fields): Input<UserInvitation>,
) -> Result<Created<User, InvitedUser>, Problem> {
    let services = &gatehouse.services;
    let draft = InvitationDraft { email: fields.email, role: fields.role };
    let invitation = draft.check().map_err(Problem::refused)?;
    let link = services.invite(&administrator, &invitation).await?;
    let Person { user, .. } = person(services, &administrator.reader(), &link.user_id).await?;
    let location = format!("{BASE}/users/{}", user.user_id);
    let body = InvitedUser::new(user.clone(), &link, services.issuer());
    Ok(Created { location, tagged: user, body })
}

/// One person.
#[utoipa::path(get, path = "/users/{user_id}", operation_id = "read_user", tag = "Users",
    params(("user_id" = String, Path)),
    responses((status = 200, description = "The person.", body = User)))]
async fn read(
    State(gatehouse): State<Gatehouse>,
    Reading(reader): Reading,
    Path(user_id): Path<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Tagged<User>, Problem> {
    Ok(Tagged(person(&gatehouse.services, &reader, &user_id).await?.user))
}

/// Gives a person another role.
#[utoipa::path(patch, path = "/users/{user_id}", operation_id = "edit_user", tag = "Users",
    params(("user_id" = String, Path)),
    request_body(content = UserPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The person as they are now.", body = User),
        (status = 409, description = "Nobody else could administer the portal, or the outside provider says the role.",
            body = ProblemDetails, content_type = "application/problem+json")))]
async fn edit(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(user_id): Path<String>,
    if_match: IfMatch,
    patch: MergePatch,
) -> Result<Tagged<User>, Problem> {
    let services = &gatehouse.services;
    let before = person(services, &administrator.reader(), &user_id).await?;
    if_match.require(&before.user)?;
    let fields: UserFields = patch.apply(&UserFields { role: before.user.role })?;
    services.change_user_role(&administrator, &user_id, before.version, fields.role).await?;
    Ok(Tagged(person(services, &administrator.reader(), &user_id).await?.user))
}

/// Removes a person, with their sessions and what they allowed applications.
#[utoipa::path(delete, path = "/users/{user_id}", operation_id = "delete_user", tag = "Users",
    params(("user_id" = String, Path)),
    responses((status = 204, description = "The person is gone."),
        (status = 409, description = "Nobody else could administer the portal.", body = ProblemDetails,
            content_type = "application/problem+json")))]
async fn delete(
    State(gatehouse): State<Gatehouse>,
    Changing(administrator): Changing,
    Path(user_id): Path<String>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let services = &gatehouse.services;
    let before = person(services, &administrator.reader(), &user_id).await?;
    if_match.allow(&before.user)?;
    services.delete_user(&administrator, &user_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
