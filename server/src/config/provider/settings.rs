//! The settings as they are given.

use clap::Args;

use crate::config::Hidden;

/// What is set about the outside OpenID provider that people may sign in through.
#[derive(Args, Clone, Debug, Default)]
pub struct ProviderSettings {
    /// Issuer of an OpenID provider that people may sign in through: `https`, or `http` for this machine only.
    #[arg(
        long = "provider-issuer",
        id = "provider_issuer",
        env = "GATEHOUSE_PROVIDER_ISSUER",
        value_name = "URL"
    )]
    pub issuer: Option<String>,

    /// Client ID of Gatehouse at that provider. The redirect URI to register there is
    /// `{public URL}/sign-in/provider/callback`.
    #[arg(
        long = "provider-client-id",
        id = "provider_client_id",
        env = "GATEHOUSE_PROVIDER_CLIENT_ID",
        value_name = "ID"
    )]
    pub client_id: Option<String>,

    /// Client secret of Gatehouse at that provider; none where Gatehouse is a public client there.
    #[arg(
        long = "provider-client-secret",
        id = "provider_client_secret",
        env = "GATEHOUSE_PROVIDER_CLIENT_SECRET",
        hide_env_values = true,
        value_name = "SECRET"
    )]
    pub client_secret: Option<Hidden>,

    /// What the provider is called on the button: `Sign in with NAME` [default: the issuer's host]
    #[arg(
        long = "provider-name",
        id = "provider_name",
        env = "GATEHOUSE_PROVIDER_NAME",
        value_name = "NAME"
    )]
    pub name: Option<String>,

    /// Scopes to ask the provider for, separated by spaces.
    #[arg(
        long = "provider-scopes",
        id = "provider_scopes",
        env = "GATEHOUSE_PROVIDER_SCOPES",
        value_name = "SCOPES",
        default_value = "openid email profile"
    )]
    pub scopes: String,

    /// Claim that says a person's role: a string, or a list of them. `realm_access.roles` is `roles` within
    /// `realm_access`.
    #[arg(
        long = "provider-role-claim",
        id = "provider_role_claim",
        env = "GATEHOUSE_PROVIDER_ROLE_CLAIM",
        value_name = "CLAIM",
        default_value = "roles"
    )]
    pub role_claim: String,

    /// Claim that says that the provider has verified a person's e-mail. Microsoft Entra has `xms_edov` in its place.
    #[arg(
        long = "provider-email-verified-claim",
        id = "provider_email_verified_claim",
        env = "GATEHOUSE_PROVIDER_EMAIL_VERIFIED_CLAIM",
        value_name = "CLAIM",
        default_value = "email_verified"
    )]
    pub email_verified_claim: String,

    /// Values of the claim that make a person Administrator, separated by commas. Of several roles the most powerful counts.
    #[arg(
        long = "provider-administrators",
        id = "provider_administrators",
        env = "GATEHOUSE_PROVIDER_ADMINISTRATORS",
        value_name = "VALUES",
        value_delimiter = ','
    )]
    pub administrators: Vec<String>,

    /// Values of the claim that make a person Auditor, separated by commas.
    #[arg(
        long = "provider-auditors",
        id = "provider_auditors",
        env = "GATEHOUSE_PROVIDER_AUDITORS",
        value_name = "VALUES",
        value_delimiter = ','
    )]
    pub auditors: Vec<String>,

    /// Values of the claim that make a person Member, separated by commas; `*` for everybody whom the provider lets through.
    #[arg(
        long = "provider-members",
        id = "provider_members",
        env = "GATEHOUSE_PROVIDER_MEMBERS",
        value_name = "VALUES",
        value_delimiter = ','
    )]
    pub members: Vec<String>,
}
