//! What is missing, unsafe or contradicts itself among the settings.

use openidconnect::url::{Host, Url};

use super::{EVERYBODY, ProviderConfiguration, ProviderSettings, ProviderSettingsProblem, RoleValues};
use crate::config::PublicUrl;

fn problem<T>(setting: &'static str, problem: &'static str) -> Result<T, ProviderSettingsProblem> {
    Err(ProviderSettingsProblem { setting, problem })
}

impl ProviderSettings {
    /// Checks the settings; none where no provider is configured.
    ///
    /// # Errors
    /// The first [`ProviderSettingsProblem`], which names its setting.
    pub fn check(
        &self,
        public_url: &PublicUrl,
    ) -> Result<Option<ProviderConfiguration>, ProviderSettingsProblem> {
        let Some(issuer) = given(self.issuer.as_deref()) else {
            return self.check_absent().map(|()| None);
        };
        let host = check_issuer(issuer, public_url)?;
        let Some(client_id) = given(self.client_id.as_deref()) else {
            return problem(
                "GATEHOUSE_PROVIDER_CLIENT_ID",
                "set it as well where GATEHOUSE_PROVIDER_ISSUER is set",
            );
        };
        let scopes: Vec<_> = self.scopes.split_ascii_whitespace().map(str::to_owned).collect();
        if !scopes.iter().any(|scope| scope == "openid") {
            return problem("GATEHOUSE_PROVIDER_SCOPES", "have openid among them");
        }
        let claims = [
            ("GATEHOUSE_PROVIDER_ROLE_CLAIM", &self.role_claim),
            ("GATEHOUSE_PROVIDER_EMAIL_VERIFIED_CLAIM", &self.email_verified_claim),
        ];
        for (setting, claim) in claims {
            if claim.split('.').any(str::is_empty) {
                return problem(setting, "use a claim's name, such as roles or realm_access.roles");
            }
        }
        Ok(Some(ProviderConfiguration {
            issuer: issuer.to_owned(),
            client_id: client_id.to_owned(),
            client_secret: self.client_secret.clone().filter(|secret| !secret.0.is_empty()),
            name: given(self.name.as_deref()).map_or(host, str::to_owned),
            scopes,
            role_claim: self.role_claim.clone(),
            email_verified_claim: self.email_verified_claim.clone(),
            roles: self.role_values()?,
        }))
    }

    /// What is set about a provider that is not there was meant for one.
    fn check_absent(&self) -> Result<(), ProviderSettingsProblem> {
        let lists = [&self.administrators, &self.auditors, &self.members];
        let settings = [
            ("GATEHOUSE_PROVIDER_CLIENT_ID", given(self.client_id.as_deref()).is_some()),
            (
                "GATEHOUSE_PROVIDER_CLIENT_SECRET",
                self.client_secret.as_ref().is_some_and(|secret| !secret.0.is_empty()),
            ),
            ("GATEHOUSE_PROVIDER_ADMINISTRATORS", !values(lists[0]).is_empty()),
            ("GATEHOUSE_PROVIDER_AUDITORS", !values(lists[1]).is_empty()),
            ("GATEHOUSE_PROVIDER_MEMBERS", !values(lists[2]).is_empty()),
        ];
        match settings.into_iter().find(|(_, is_set)| *is_set) {
            Some((setting, _)) => {
                problem(setting, "set GATEHOUSE_PROVIDER_ISSUER as well, or leave this out")
            }
            None => Ok(()),
        }
    }

    fn role_values(&self) -> Result<RoleValues, ProviderSettingsProblem> {
        let roles = RoleValues {
            administrators: values(&self.administrators),
            auditors: values(&self.auditors),
            members: values(&self.members),
        };
        let powerful = [
            ("GATEHOUSE_PROVIDER_ADMINISTRATORS", &roles.administrators),
            ("GATEHOUSE_PROVIDER_AUDITORS", &roles.auditors),
        ];
        for (setting, values) in powerful {
            if values.iter().any(|value| value == EVERYBODY) {
                return problem(setting, "name the values: * is for GATEHOUSE_PROVIDER_MEMBERS only");
            }
        }
        if roles.administrators.is_empty() && roles.auditors.is_empty() && roles.members.is_empty() {
            return problem(
                "GATEHOUSE_PROVIDER_MEMBERS",
                "set it, GATEHOUSE_PROVIDER_AUDITORS or GATEHOUSE_PROVIDER_ADMINISTRATORS: else nobody could come in",
            );
        }
        Ok(roles)
    }
}

/// A setting is often there and empty, as files for containers have it.
fn given(setting: Option<&str>) -> Option<&str> {
    setting.map(str::trim).filter(|setting| !setting.is_empty())
}

fn values(list: &[String]) -> Vec<String> {
    list.iter().filter_map(|value| given(Some(value))).map(str::to_owned).collect()
}

/// The issuer's host, where it is one (OpenID Connect Discovery §4.1).
fn check_issuer(issuer: &str, public_url: &PublicUrl) -> Result<String, ProviderSettingsProblem> {
    const SETTING: &str = "GATEHOUSE_PROVIDER_ISSUER";
    let Some(url) = Url::parse(issuer).ok().filter(|url| matches!(url.scheme(), "https" | "http")) else {
        return problem(SETTING, "use a URL such as https://id.example.com");
    };
    let Some(host) = url.host() else { return problem(SETTING, "use a URL such as https://id.example.com") };
    let is_this_machine = match &host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    if url.scheme() == "http" && !is_this_machine {
        return problem(SETTING, "use https, or http only for localhost");
    }
    if url.query().is_some()
        || url.fragment().is_some()
        || !url.username().is_empty()
        || url.password().is_some()
    {
        return problem(SETTING, "leave out the query, the fragment and the user name");
    }
    if issuer.strip_suffix('/').unwrap_or(issuer) == public_url.as_str() {
        return problem(SETTING, "this is GATEHOUSE_PUBLIC_URL: name another provider");
    }
    Ok(host.to_string())
}
