//! What the document says of fields that have one of a few values.

use domain::{
    AuditAction, ClientType, DeliveryState, EntityKind, GrantType, InitialAccessTokenState, LinkPurpose,
    PkceMethod, Role, SecretState, SecurityType, Status,
};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

fn one_of<const N: usize>(values: [&'static str; N], meaning: &str) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).description(Some(meaning)).enum_values(Some(values)).into()
}

/// Stands for [`Role`].
pub(super) struct RoleChoice;

impl PartialSchema for RoleChoice {
    fn schema() -> RefOr<Schema> {
        one_of(Role::ALL.map(Role::as_str), "What somebody may do.")
    }
}

impl ToSchema for RoleChoice {}

/// Stands for [`Status`].
pub(super) struct StatusChoice;

impl PartialSchema for StatusChoice {
    fn schema() -> RefOr<Schema> {
        one_of(Status::ALL.map(Status::as_str), "Whether it counts.")
    }
}

impl ToSchema for StatusChoice {}

/// Stands for [`LinkPurpose`].
pub(super) struct LinkPurposeChoice;

impl PartialSchema for LinkPurposeChoice {
    fn schema() -> RefOr<Schema> {
        one_of(LinkPurpose::ALL.map(LinkPurpose::as_str), "What a link is for.")
    }
}

impl ToSchema for LinkPurposeChoice {}

/// Stands for [`EntityKind`].
pub(super) struct EntityKindChoice;

impl PartialSchema for EntityKindChoice {
    fn schema() -> RefOr<Schema> {
        one_of(EntityKind::ALL.map(EntityKind::as_str), "A kind of thing.")
    }
}

impl ToSchema for EntityKindChoice {}

/// Stands for [`AuditAction`].
pub(super) struct AuditActionChoice;

impl PartialSchema for AuditActionChoice {
    fn schema() -> RefOr<Schema> {
        one_of(AuditAction::ALL.map(AuditAction::as_str), "What was done.")
    }
}

impl ToSchema for AuditActionChoice {}

/// Stands for an [`AuditAction`] that is a change.
pub(super) struct TellableActionChoice;

impl PartialSchema for TellableActionChoice {
    fn schema() -> RefOr<Schema> {
        let changes = AuditAction::ALL.into_iter().filter(|action| action.is_change());
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("What a webhook can be told of."))
            .enum_values(Some(changes.map(AuditAction::as_str)))
            .into()
    }
}

impl ToSchema for TellableActionChoice {}

/// Stands for [`DeliveryState`].
pub(super) struct DeliveryStateChoice;

impl PartialSchema for DeliveryStateChoice {
    fn schema() -> RefOr<Schema> {
        one_of(DeliveryState::ALL.map(DeliveryState::as_str), "How far a message has come.")
    }
}

impl ToSchema for DeliveryStateChoice {}

/// Stands for [`ClientType`].
pub(super) struct ClientTypeChoice;

impl PartialSchema for ClientTypeChoice {
    fn schema() -> RefOr<Schema> {
        one_of(ClientType::ALL.map(ClientType::as_str), "Whether a client can keep a secret (RFC 6749 §2.1).")
    }
}

impl ToSchema for ClientTypeChoice {}

/// Stands for [`GrantType`].
pub(super) struct GrantTypeChoice;

impl PartialSchema for GrantTypeChoice {
    fn schema() -> RefOr<Schema> {
        one_of(GrantType::ALL.map(GrantType::as_str), "How a client obtains tokens (RFC 6749 §1.3).")
    }
}

impl ToSchema for GrantTypeChoice {}

/// Stands for [`PkceMethod`].
pub(super) struct PkceMethodChoice;

impl PartialSchema for PkceMethodChoice {
    fn schema() -> RefOr<Schema> {
        one_of(PkceMethod::ALL.map(PkceMethod::as_str), "How a PKCE code challenge is made (RFC 7636 §4.2).")
    }
}

impl ToSchema for PkceMethodChoice {}

/// Stands for [`SecretState`].
pub(super) struct SecretStateChoice;

impl PartialSchema for SecretStateChoice {
    fn schema() -> RefOr<Schema> {
        one_of(SecretState::ALL.map(SecretState::as_str), "Whether a secret counts.")
    }
}

impl ToSchema for SecretStateChoice {}

/// Stands for [`InitialAccessTokenState`].
pub(super) struct InitialAccessTokenStateChoice;

impl PartialSchema for InitialAccessTokenStateChoice {
    fn schema() -> RefOr<Schema> {
        one_of(
            InitialAccessTokenState::ALL.map(InitialAccessTokenState::as_str),
            "Whether an initial access token counts.",
        )
    }
}

impl ToSchema for InitialAccessTokenStateChoice {}

/// Stands for [`SecurityType`].
pub(super) struct SecurityTypeChoice;

impl PartialSchema for SecurityTypeChoice {
    fn schema() -> RefOr<Schema> {
        one_of(SecurityType::ALL.map(SecurityType::as_str), "How a principal proves who it is.")
    }
}

impl ToSchema for SecurityTypeChoice {}
