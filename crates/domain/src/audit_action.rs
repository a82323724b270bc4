//! What the audit trail tells of.

use serde::{Deserialize, Serialize};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AuditAction {
    /// An OAuth client was added.
    #[serde(rename = "oauth_client.registered")]
    ClientRegistered,
    /// Fields of an OAuth client were changed.
    #[serde(rename = "oauth_client.edited")]
    ClientEdited,
    /// An OAuth client may obtain tokens again.
    #[serde(rename = "oauth_client.enabled")]
    ClientEnabled,
    /// An OAuth client may obtain no tokens any more.
    #[serde(rename = "oauth_client.disabled")]
    ClientDisabled,
    /// An OAuth client was removed.
    #[serde(rename = "oauth_client.deleted")]
    ClientDeleted,
    /// A client got a new secret.
    #[serde(rename = "client_secret.generated")]
    SecretGenerated,
    /// A secret was made to count no longer.
    #[serde(rename = "client_secret.retired")]
    SecretRetired,
    /// A service principal was added.
    #[serde(rename = "service_principal.registered")]
    PrincipalRegistered,
    /// Fields of a service principal were changed.
    #[serde(rename = "service_principal.edited")]
    PrincipalEdited,
    /// A service principal may obtain tokens again.
    #[serde(rename = "service_principal.enabled")]
    PrincipalEnabled,
    /// A service principal may obtain no tokens any more.
    #[serde(rename = "service_principal.disabled")]
    PrincipalDisabled,
    /// A service principal was removed.
    #[serde(rename = "service_principal.deleted")]
    PrincipalDeleted,
    /// A service principal got a public key.
    #[serde(rename = "signing_credential.added")]
    CredentialAdded,
    /// A public key was made to count no longer.
    #[serde(rename = "signing_credential.retired")]
    CredentialRetired,
    /// A client or a principal got other roles.
    #[serde(rename = "roles.assigned")]
    RolesAssigned,
    /// An environment was added.
    #[serde(rename = "environment.added")]
    EnvironmentAdded,
    /// An environment was changed.
    #[serde(rename = "environment.edited")]
    EnvironmentEdited,
    /// An environment was removed.
    #[serde(rename = "environment.deleted")]
    EnvironmentDeleted,
    /// An API was added.
    #[serde(rename = "api.added")]
    ApiAdded,
    /// An API was changed.
    #[serde(rename = "api.edited")]
    ApiEdited,
    /// An API was removed, with its roles.
    #[serde(rename = "api.deleted")]
    ApiDeleted,
    /// A role of an API was added.
    #[serde(rename = "api_role.added")]
    RoleAdded,
    /// A role of an API was changed.
    #[serde(rename = "api_role.edited")]
    RoleEdited,
    /// A role of an API was removed.
    #[serde(rename = "api_role.deleted")]
    RoleDeleted,
    /// A person let a client act for them.
    #[serde(rename = "consent.given")]
    ConsentGiven,
    /// A code or a refresh token came a second time, and all tokens of its family were revoked.
    #[serde(rename = "token_grant.replayed")]
    GrantReplayed,
    /// A key to sign tokens with was made.
    #[serde(rename = "signing_key.added")]
    KeyAdded,
    /// A key that signed tokens was taken away for good.
    #[serde(rename = "signing_key.retired")]
    KeyRetired,
    /// A person who may sign in was added.
    #[serde(rename = "portal_user.added")]
    UserAdded,
    /// A person was invited, and may set a password by a link.
    #[serde(rename = "portal_user.invited")]
    UserInvited,
    /// An invited person set their password.
    #[serde(rename = "portal_user.joined")]
    UserJoined,
    /// A person got another role.
    #[serde(rename = "portal_user.edited")]
    UserEdited,
    /// A person may sign in again.
    #[serde(rename = "portal_user.enabled")]
    UserEnabled,
    /// A person may sign in no more.
    #[serde(rename = "portal_user.disabled")]
    UserDisabled,
    /// A person was removed.
    #[serde(rename = "portal_user.deleted")]
    UserDeleted,
    /// A person may set a new password by a link.
    #[serde(rename = "portal_user.reset_link_made")]
    ResetLinkMade,
    /// A person set a new password by a link.
    #[serde(rename = "portal_user.password_reset")]
    PasswordReset,
    /// A person changed their password.
    #[serde(rename = "portal_user.password_changed")]
    PasswordChanged,
    /// A person set up a second factor.
    #[serde(rename = "second_factor.added")]
    SecondFactorAdded,
    /// A person's second factor was removed.
    #[serde(rename = "second_factor.removed")]
    SecondFactorRemoved,
    /// A person got new recovery codes; the ones before count no longer.
    #[serde(rename = "recovery_codes.made")]
    RecoveryCodesMade,
    /// A person signed in with a recovery code.
    #[serde(rename = "recovery_code.used")]
    RecoveryCodeUsed,
    /// A person may sign in through the outside provider.
    #[serde(rename = "identity_provider.linked")]
    ProviderLinked,
    /// A person may no longer sign in through the outside provider.
    #[serde(rename = "identity_provider.unlinked")]
    ProviderUnlinked,
    /// All of a person's sessions were ended, but for the one it was done in.
    #[serde(rename = "sessions.ended")]
    SessionsEnded,
    /// A program may come with a key of its own.
    #[serde(rename = "api_key.created")]
    ApiKeyCreated,
    /// A key was made to count no longer.
    #[serde(rename = "api_key.revoked")]
    ApiKeyRevoked,
    /// A program may register clients (RFC 7591 §3).
    #[serde(rename = "initial_access_token.created")]
    InitialAccessTokenCreated,
    /// A program may register clients no longer.
    #[serde(rename = "initial_access_token.revoked")]
    InitialAccessTokenRevoked,
    /// A server is told of changes from now on.
    #[serde(rename = "webhook.added")]
    WebhookAdded,
    /// Fields of a webhook were changed.
    #[serde(rename = "webhook.edited")]
    WebhookEdited,
    /// A server is told of changes again.
    #[serde(rename = "webhook.enabled")]
    WebhookEnabled,
    /// A server is not told of changes any more.
    #[serde(rename = "webhook.disabled")]
    WebhookDisabled,
    /// A webhook was removed, with its deliveries.
    #[serde(rename = "webhook.deleted")]
    WebhookDeleted,
    /// A webhook got a new secret; the one before signs beside it for a day.
    #[serde(rename = "webhook.secret_generated")]
    WebhookSecretGenerated,
    /// An administrator decided otherwise for all.
    #[serde(rename = "portal_settings.changed")]
    SettingsChanged,
    /// Somebody signed in.
    #[serde(rename = "session.started")]
    SessionStarted,
    /// Somebody signed out.
    #[serde(rename = "session.ended")]
    SessionEnded,
}

impl AuditAction {
    /// Every action, in the order of a choice among them.
    pub const ALL: [Self; 58] = [
        Self::ClientRegistered,
        Self::ClientEdited,
        Self::ClientEnabled,
        Self::ClientDisabled,
        Self::ClientDeleted,
        Self::SecretGenerated,
        Self::SecretRetired,
        Self::PrincipalRegistered,
        Self::PrincipalEdited,
        Self::PrincipalEnabled,
        Self::PrincipalDisabled,
        Self::PrincipalDeleted,
        Self::CredentialAdded,
        Self::CredentialRetired,
        Self::RolesAssigned,
        Self::EnvironmentAdded,
        Self::EnvironmentEdited,
        Self::EnvironmentDeleted,
        Self::ApiAdded,
        Self::ApiEdited,
        Self::ApiDeleted,
        Self::RoleAdded,
        Self::RoleEdited,
        Self::RoleDeleted,
        Self::ConsentGiven,
        Self::GrantReplayed,
        Self::KeyAdded,
        Self::KeyRetired,
        Self::UserAdded,
        Self::UserInvited,
        Self::UserJoined,
        Self::UserEdited,
        Self::UserEnabled,
        Self::UserDisabled,
        Self::UserDeleted,
        Self::ResetLinkMade,
        Self::PasswordReset,
        Self::PasswordChanged,
        Self::SecondFactorAdded,
        Self::SecondFactorRemoved,
        Self::RecoveryCodesMade,
        Self::RecoveryCodeUsed,
        Self::ProviderLinked,
        Self::ProviderUnlinked,
        Self::SessionsEnded,
        Self::ApiKeyCreated,
        Self::ApiKeyRevoked,
        Self::InitialAccessTokenCreated,
        Self::InitialAccessTokenRevoked,
        Self::WebhookAdded,
        Self::WebhookEdited,
        Self::WebhookEnabled,
        Self::WebhookDisabled,
        Self::WebhookDeleted,
        Self::WebhookSecretGenerated,
        Self::SettingsChanged,
        Self::SessionStarted,
        Self::SessionEnded,
    ];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClientRegistered => "oauth_client.registered",
            Self::ClientEdited => "oauth_client.edited",
            Self::ClientEnabled => "oauth_client.enabled",
            Self::ClientDisabled => "oauth_client.disabled",
            Self::ClientDeleted => "oauth_client.deleted",
            Self::SecretGenerated => "client_secret.generated",
            Self::SecretRetired => "client_secret.retired",
            Self::PrincipalRegistered => "service_principal.registered",
            Self::PrincipalEdited => "service_principal.edited",
            Self::PrincipalEnabled => "service_principal.enabled",
            Self::PrincipalDisabled => "service_principal.disabled",
            Self::PrincipalDeleted => "service_principal.deleted",
            Self::CredentialAdded => "signing_credential.added",
            Self::CredentialRetired => "signing_credential.retired",
            Self::RolesAssigned => "roles.assigned",
            Self::EnvironmentAdded => "environment.added",
            Self::EnvironmentEdited => "environment.edited",
            Self::EnvironmentDeleted => "environment.deleted",
            Self::ApiAdded => "api.added",
            Self::ApiEdited => "api.edited",
            Self::ApiDeleted => "api.deleted",
            Self::RoleAdded => "api_role.added",
            Self::RoleEdited => "api_role.edited",
            Self::RoleDeleted => "api_role.deleted",
            Self::ConsentGiven => "consent.given",
            Self::GrantReplayed => "token_grant.replayed",
            Self::KeyAdded => "signing_key.added",
            Self::KeyRetired => "signing_key.retired",
            Self::UserAdded => "portal_user.added",
            Self::UserInvited => "portal_user.invited",
            Self::UserJoined => "portal_user.joined",
            Self::UserEdited => "portal_user.edited",
            Self::UserEnabled => "portal_user.enabled",
            Self::UserDisabled => "portal_user.disabled",
            Self::UserDeleted => "portal_user.deleted",
            Self::ResetLinkMade => "portal_user.reset_link_made",
            Self::PasswordReset => "portal_user.password_reset",
            Self::PasswordChanged => "portal_user.password_changed",
            Self::SecondFactorAdded => "second_factor.added",
            Self::SecondFactorRemoved => "second_factor.removed",
            Self::RecoveryCodesMade => "recovery_codes.made",
            Self::RecoveryCodeUsed => "recovery_code.used",
            Self::ProviderLinked => "identity_provider.linked",
            Self::ProviderUnlinked => "identity_provider.unlinked",
            Self::SessionsEnded => "sessions.ended",
            Self::ApiKeyCreated => "api_key.created",
            Self::ApiKeyRevoked => "api_key.revoked",
            Self::InitialAccessTokenCreated => "initial_access_token.created",
            Self::InitialAccessTokenRevoked => "initial_access_token.revoked",
            Self::WebhookAdded => "webhook.added",
            Self::WebhookEdited => "webhook.edited",
            Self::WebhookEnabled => "webhook.enabled",
            Self::WebhookDisabled => "webhook.disabled",
            Self::WebhookDeleted => "webhook.deleted",
            Self::WebhookSecretGenerated => "webhook.secret_generated",
            Self::SettingsChanged => "portal_settings.changed",
            Self::SessionStarted => "session.started",
            Self::SessionEnded => "session.ended",
        }
    }

    /// The action of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == name)
    }

    /// Whether anything is another than before: all but coming and going.
    pub fn is_change(self) -> bool {
        !matches!(self, Self::SessionStarted | Self::SessionEnded)
    }

    /// What it may be done to.
    pub fn entity_kinds(self) -> &'static [EntityKind] {
        match self {
            Self::ClientRegistered
            | Self::ClientEdited
            | Self::ClientEnabled
            | Self::ClientDisabled
            | Self::ClientDeleted
            | Self::ConsentGiven
            | Self::GrantReplayed => &[EntityKind::OAuthClient],
            Self::SecretGenerated | Self::SecretRetired | Self::RolesAssigned => {
                &[EntityKind::OAuthClient, EntityKind::ServicePrincipal]
            }
            Self::PrincipalRegistered
            | Self::PrincipalEdited
            | Self::PrincipalEnabled
            | Self::PrincipalDisabled
            | Self::PrincipalDeleted
            | Self::CredentialAdded
            | Self::CredentialRetired => &[EntityKind::ServicePrincipal],
            Self::EnvironmentAdded | Self::EnvironmentEdited | Self::EnvironmentDeleted => {
                &[EntityKind::Environment]
            }
            Self::ApiAdded | Self::ApiEdited | Self::ApiDeleted => &[EntityKind::Api],
            Self::RoleAdded | Self::RoleEdited | Self::RoleDeleted => &[EntityKind::ApiRole],
            Self::KeyAdded | Self::KeyRetired => &[EntityKind::SigningKey],
            Self::UserAdded
            | Self::UserInvited
            | Self::UserJoined
            | Self::UserEdited
            | Self::UserEnabled
            | Self::UserDisabled
            | Self::UserDeleted
            | Self::ResetLinkMade
            | Self::PasswordReset
            | Self::PasswordChanged
            | Self::SecondFactorAdded
            | Self::SecondFactorRemoved
            | Self::RecoveryCodesMade
            | Self::RecoveryCodeUsed
            | Self::ProviderLinked
            | Self::ProviderUnlinked
            | Self::SessionsEnded
            | Self::SessionStarted
            | Self::SessionEnded => &[EntityKind::PortalUser],
            Self::ApiKeyCreated | Self::ApiKeyRevoked => &[EntityKind::ApiKey],
            Self::InitialAccessTokenCreated | Self::InitialAccessTokenRevoked => {
                &[EntityKind::InitialAccessToken]
            }
            Self::WebhookAdded
            | Self::WebhookEdited
            | Self::WebhookEnabled
            | Self::WebhookDisabled
            | Self::WebhookDeleted
            | Self::WebhookSecretGenerated => &[EntityKind::Webhook],
            Self::SettingsChanged => &[EntityKind::PortalSettings],
        }
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::ClientRegistered => "Client added",
            Self::ClientEdited => "Client edited",
            Self::ClientEnabled => "Client enabled",
            Self::ClientDisabled => "Client disabled",
            Self::ClientDeleted => "Client deleted",
            Self::SecretGenerated => "Secret generated",
            Self::SecretRetired => "Secret retired",
            Self::PrincipalRegistered => "Principal added",
            Self::PrincipalEdited => "Principal edited",
            Self::PrincipalEnabled => "Principal enabled",
            Self::PrincipalDisabled => "Principal disabled",
            Self::PrincipalDeleted => "Principal deleted",
            Self::CredentialAdded => "Public key added",
            Self::CredentialRetired => "Public key retired",
            Self::RolesAssigned => "Roles changed",
            Self::EnvironmentAdded => "Environment added",
            Self::EnvironmentEdited => "Environment edited",
            Self::EnvironmentDeleted => "Environment deleted",
            Self::ApiAdded => "API added",
            Self::ApiEdited => "API edited",
            Self::ApiDeleted => "API deleted",
            Self::RoleAdded => "Role added",
            Self::RoleEdited => "Role edited",
            Self::RoleDeleted => "Role deleted",
            Self::ConsentGiven => "Consent given",
            Self::GrantReplayed => "Replay answered by revocation",
            Self::KeyAdded => "Signing key added",
            Self::KeyRetired => "Signing key retired",
            Self::UserAdded => "User added",
            Self::UserInvited => "User invited",
            Self::UserJoined => "Invitation accepted",
            Self::UserEdited => "User edited",
            Self::UserEnabled => "User enabled",
            Self::UserDisabled => "User disabled",
            Self::UserDeleted => "User deleted",
            Self::ResetLinkMade => "Reset link made",
            Self::PasswordReset => "Password reset",
            Self::PasswordChanged => "Password changed",
            Self::SecondFactorAdded => "Second factor set up",
            Self::SecondFactorRemoved => "Second factor removed",
            Self::RecoveryCodesMade => "Recovery codes made",
            Self::RecoveryCodeUsed => "Recovery code used",
            Self::ProviderLinked => "Provider connected",
            Self::ProviderUnlinked => "Provider disconnected",
            Self::SessionsEnded => "Signed out everywhere",
            Self::ApiKeyCreated => "API key created",
            Self::ApiKeyRevoked => "API key revoked",
            Self::InitialAccessTokenCreated => "Initial access token created",
            Self::InitialAccessTokenRevoked => "Initial access token revoked",
            Self::WebhookAdded => "Webhook added",
            Self::WebhookEdited => "Webhook edited",
            Self::WebhookEnabled => "Webhook enabled",
            Self::WebhookDisabled => "Webhook disabled",
            Self::WebhookDeleted => "Webhook deleted",
            Self::WebhookSecretGenerated => "Webhook secret generated",
            Self::SettingsChanged => "Settings changed",
            Self::SessionStarted => "Signed in",
            Self::SessionEnded => "Signed out",
        }
    }
}

/// What it was done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// An OAuth client or one of its secrets.
    #[serde(rename = "oauth_client")]
    OAuthClient,
    /// A service principal or one of its credentials.
    ServicePrincipal,
    /// An environment.
    Environment,
    /// An API with its scopes.
    Api,
    /// A role of an API.
    ApiRole,
    /// A person who may sign in, or a session of theirs.
    PortalUser,
    /// A key that signs tokens, named by its `kid`.
    SigningKey,
    /// A key with which a program comes.
    ApiKey,
    /// A token with which a program registers clients.
    InitialAccessToken,
    /// A server that is told of changes.
    Webhook,
    /// What administrators decide for all.
    PortalSettings,
}

impl EntityKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::OAuthClient,
        Self::ServicePrincipal,
        Self::Environment,
        Self::Api,
        Self::ApiRole,
        Self::PortalUser,
        Self::SigningKey,
        Self::ApiKey,
        Self::InitialAccessToken,
        Self::Webhook,
        Self::PortalSettings,
    ];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OAuthClient => "oauth_client",
            Self::ServicePrincipal => "service_principal",
            Self::Environment => "environment",
            Self::Api => "api",
            Self::ApiRole => "api_role",
            Self::PortalUser => "portal_user",
            Self::SigningKey => "signing_key",
            Self::ApiKey => "api_key",
            Self::InitialAccessToken => "initial_access_token",
            Self::Webhook => "webhook",
            Self::PortalSettings => "portal_settings",
        }
    }

    /// The kind of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::OAuthClient => "OAuth client",
            Self::ServicePrincipal => "Service principal",
            Self::Environment => "Environment",
            Self::Api => "API",
            Self::ApiRole => "API role",
            Self::PortalUser => "User",
            Self::SigningKey => "Signing key",
            Self::ApiKey => "API key",
            Self::InitialAccessToken => "Initial access token",
            Self::Webhook => "Webhook",
            Self::PortalSettings => "Settings",
        }
    }
}

/// Which events of the audit trail are wanted; the default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditFilter {
    /// Only what the person with this e-mail did, as it is written in the trail.
    #[serde(default)]
    pub actor: Option<String>,
    /// Only what was done to things of this kind.
    #[serde(default)]
    pub entity_kind: Option<EntityKind>,
    /// Only what was done to the one with this key, which the trail names beside each event.
    #[serde(default)]
    pub entity_id: Option<String>,
    /// Only what was done to things of this name at the time.
    #[serde(default)]
    pub entity_name: Option<String>,
    /// Only where this was done.
    #[serde(default)]
    pub action: Option<AuditAction>,
    /// Only from this time on, epoch seconds.
    #[serde(default)]
    pub from: Option<i64>,
    /// Only before this time, epoch seconds.
    #[serde(default)]
    pub until: Option<i64>,
}
