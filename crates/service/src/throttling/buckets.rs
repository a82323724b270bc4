//! What attempts are counted by, and how often each may come.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use aws_lc_rs::hmac::{self, HMAC_SHA256};
use domain::EmailAddress;
use store::Pace;

use crate::SealingKey;
use crate::known_device::DeviceId;

pub(super) const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;

/// Passwords for one account, from wherever.
const ACCOUNT: Pace = Pace { burst: 10, every_ms: MINUTE };
/// Passwords for one account from one network, where the others have used up the account's.
const ACCOUNT_AT_NETWORK: Pace = Pace { burst: 2, every_ms: 10 * MINUTE };
/// The same from all networks together.
const ACCOUNT_ELSEWHERE: Pace = Pace { burst: 20, every_ms: 10 * SECOND };
/// Passwords from one network, for whichever account.
const NETWORK: Pace = Pace { burst: 50, every_ms: 2 * SECOND };
/// The same from the network of a whole site, for IPv6.
const SITE: Pace = Pace { burst: 200, every_ms: SECOND };
/// Passwords from a browser in which the account's person signed in before.
const DEVICE: Pace = Pace { burst: 10, every_ms: MINUTE };
/// The same from all such browsers together: each sign-in can make another.
const DEVICES: Pace = Pace { burst: 30, every_ms: MINUTE };
/// A person's own password, asked for again.
const OWN_PASSWORD: Pace = Pace { burst: 10, every_ms: MINUTE };
/// Steps to the outside provider and back from one network, where many of a company's people may be on the way at once.
const PROVIDER_STEP: Pace = Pace { burst: 200, every_ms: SECOND };
/// Codes for one way to the outside provider: for as long as it lasts, and more.
const PROVIDER_CODE: Pace = Pace { burst: 1, every_ms: 20 * MINUTE };
/// Codes of a second factor.
const CODE: Pace = Pace { burst: 5, every_ms: 30 * SECOND };
/// The same over days: three of a million codes are right at a time (RFC 4226 §7.3).
const CODE_OVER_DAYS: Pace = Pace { burst: 50, every_ms: 10 * MINUTE };

/// One count that an attempt has to pass.
#[derive(Clone, Debug)]
pub(crate) struct Limit {
    pub(super) bucket: String,
    pub(super) pace: Pace,
}

/// Names buckets. Neither e-mails nor addresses stand in the table, nor what can be found by trying them.
#[derive(Clone)]
pub(crate) struct Buckets(hmac::Key);

impl Buckets {
    pub(crate) fn new(sealing_key: &SealingKey) -> Self {
        Self(hmac::Key::new(HMAC_SHA256, &sealing_key.derive("sign-in throttles")))
    }

    fn limit(&self, kind: &str, subject: &[&str], pace: Pace) -> Limit {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(kind.as_bytes());
        for part in subject {
            context.update(&[0]);
            context.update(part.as_bytes());
        }
        let bucket = context.sign().as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        Limit { bucket, pace }
    }

    /// The ways in which a password may be tried: any of them, by all of its limits.
    pub(super) fn of_password(
        &self,
        email: Option<&EmailAddress>,
        device: Option<&DeviceId>,
        address: Option<&str>,
    ) -> Vec<Vec<Limit>> {
        let from_networks = self.of_networks(address);
        // Nobody has what is no e-mail, so there is no account to guess at.
        let Some(account) = email.map(EmailAddress::key) else { return vec![from_networks] };
        if let Some(device) = device {
            return vec![vec![
                self.limit("device", &[&device.name()], DEVICE),
                self.limit("devices", &[&account], DEVICES),
            ]];
        }
        let ways = [
            vec![self.limit("account", &[&account], ACCOUNT)],
            vec![
                self.limit("account at network", &[&account, &network(address)], ACCOUNT_AT_NETWORK),
                self.limit("account elsewhere", &[&account], ACCOUNT_ELSEWHERE),
            ],
        ];
        ways.map(|way| [way, from_networks.clone()].concat()).into()
    }

    fn of_networks(&self, address: Option<&str>) -> Vec<Limit> {
        let from_network = self.limit("network", &[&network(address)], NETWORK);
        let from_site = site(address).map(|site| self.limit("site", &[&site], SITE));
        std::iter::once(from_network).chain(from_site).collect()
    }

    /// A person's own password, asked for again.
    pub(super) fn of_own_password(&self, user_id: &str) -> Vec<Vec<Limit>> {
        vec![vec![self.limit("own password", &[user_id], OWN_PASSWORD)]]
    }

    /// Steps to the outside provider and back.
    pub(super) fn of_provider_step(&self, address: Option<&str>) -> Limit {
        self.limit("provider step", &[&network(address)], PROVIDER_STEP)
    }

    /// Codes with which somebody comes back from one way there.
    pub(super) fn of_provider_code(&self, state: &str) -> Limit {
        self.limit("provider code", &[state], PROVIDER_CODE)
    }

    /// Codes of somebody who gave the password: from a known browser, or from wherever.
    pub(super) fn of_code_at_sign_in(&self, user_id: &str, device: Option<&DeviceId>) -> Vec<Vec<Limit>> {
        match device {
            Some(device) => vec![vec![
                self.limit("code", &[&device.name()], CODE),
                self.limit("code over days", &["devices", user_id], CODE_OVER_DAYS),
            ]],
            None => self.of_code(user_id),
        }
    }

    /// Codes of somebody who is signed in.
    pub(super) fn of_own_code(&self, user_id: &str) -> Vec<Vec<Limit>> {
        self.of_code(&["own ", user_id].concat())
    }

    fn of_code(&self, subject: &str) -> Vec<Vec<Limit>> {
        vec![vec![
            self.limit("code", &[subject], CODE),
            self.limit("code over days", &[subject], CODE_OVER_DAYS),
        ]]
    }
}

impl fmt::Debug for Buckets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Buckets(…)")
    }
}

/// Who shares a connection: an IPv4 address, or the /64 that one customer of IPv6 has to themselves.
fn network(address: Option<&str>) -> String {
    match address {
        Some(address) => ipv6(address).map_or_else(|| address.to_owned(), |ipv6| first(4, ipv6)),
        None => "unknown".to_owned(),
    }
}

/// The /48 that a site or a rented server can have, with 65,536 of the former (RFC 6177 §2).
fn site(address: Option<&str>) -> Option<String> {
    ipv6(address?).map(|ipv6| first(3, ipv6))
}

fn ipv6(address: &str) -> Option<Ipv6Addr> {
    match address.parse() {
        Ok(IpAddr::V6(address)) => Some(address),
        Ok(IpAddr::V4(_)) | Err(_) => None,
    }
}

fn first(count: usize, address: Ipv6Addr) -> String {
    address.segments().iter().take(count).map(|segment| format!("{segment:x}:")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rng;

    #[test]
    fn a_network_is_an_address_or_what_one_customer_has_of_ipv6() {
        for (one, other, is_same) in [
            (Some("192.0.2.1"), Some("192.0.2.1"), true),
            (Some("192.0.2.1"), Some("192.0.2.2"), false),
            (Some("2001:db8:1:2::1"), Some("2001:db8:1:2:ffff::9"), true),
            (Some("2001:db8:1:2::1"), Some("2001:db8:1:3::1"), false),
            (None, None, true),
            (None, Some("192.0.2.1"), false),
        ] {
            assert_eq!(network(one) == network(other), is_same, "{one:?} {other:?}");
        }
    }

    #[test]
    fn who_moves_between_networks_of_one_site_is_counted_by_it_too() {
        let buckets = Buckets::new(&SealingKey::generate(&Rng::System));
        let ways = |address| {
            buckets.of_password(EmailAddress::parse("ada@example.com").ok().as_ref(), None, Some(address))
        };
        for (one, other, is_same) in [
            ("2001:db8:1:2::1", "2001:db8:1:3::1", true),
            ("2001:db8:1:2::1", "2001:db8:2:2::1", false),
            ("192.0.2.1", "192.0.2.2", false),
        ] {
            for (one, other) in ways(one).into_iter().zip(ways(other)) {
                let is_shared = one
                    .iter()
                    .filter(|limit| limit.pace == Pace { burst: 200, every_ms: 1_000 })
                    .any(|limit| other.iter().any(|other| other.bucket == limit.bucket));
                assert_eq!(is_shared, is_same, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn a_bucket_tells_nothing_and_is_the_same_on_every_server() {
        let key = SealingKey::generate(&Rng::System);
        let bucket = |key: &SealingKey, kind, subject| Buckets::new(key).limit(kind, subject, ACCOUNT).bucket;
        let one = bucket(&key, "account", &["ada@example.com"]);
        assert_eq!(one, bucket(&key, "account", &["ada@example.com"]));
        assert_eq!(one.len(), 64);
        for (kind, subject) in [
            ("network", &["ada@example.com"] as &[&str]),
            ("account", &["eve@example.com"]),
            ("account", &["ada", "@example.com"]),
        ] {
            assert_ne!(one, bucket(&key, kind, subject), "{kind} {subject:?}");
        }
        assert_ne!(one, bucket(&SealingKey::generate(&Rng::System), "account", &["ada@example.com"]));
    }
}
