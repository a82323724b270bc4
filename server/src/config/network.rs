//! What is set about the network around the server.

use std::net::IpAddr;
use std::str::FromStr;

use clap::Args;
use ipnet::IpNet;

/// What is set about the network around the server.
#[derive(Args, Clone, Debug, Default)]
pub struct NetworkSettings {
    /// Addresses and networks of the proxies in front, separated by commas: `10.0.0.5,2001:db8::/64`. Only what they say
    /// about where a request came from is believed.
    #[arg(
        long,
        env = "GATEHOUSE_TRUSTED_PROXIES",
        value_name = "NETWORKS",
        value_delimiter = ',',
        value_parser = network
    )]
    pub trusted_proxies: Vec<IpNet>,

    /// The header in which the proxies say where a request came from. They must set it or add to it; the other one may
    /// come from anybody, and is ignored.
    #[arg(
        long,
        env = "GATEHOUSE_FORWARDED_HEADER",
        value_name = "HEADER",
        value_enum,
        default_value_t = ForwardedHeader::XForwardedFor
    )]
    pub forwarded_header: ForwardedHeader,

    /// Addresses and networks that may read `/metrics`, separated by commas. For others, for what comes through a proxy
    /// that is not trusted, and for what a trusted one passes on without an address, there is nothing.
    #[arg(
        long,
        env = "GATEHOUSE_METRICS_FROM",
        value_name = "NETWORKS",
        value_delimiter = ',',
        default_value = "127.0.0.0/8,::1",
        value_parser = network
    )]
    pub metrics_from: Vec<IpNet>,

    /// How many requests of the management API each caller may make a second; twice as many at once after a rest. 0 is
    /// without end.
    #[arg(long, env = "GATEHOUSE_API_RATE", value_name = "NUMBER", default_value_t = 50)]
    pub api_rate: u32,
}

/// In which header proxies say where a request came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ForwardedHeader {
    /// What most proxies send.
    #[default]
    #[value(name = "X-Forwarded-For")]
    XForwardedFor,
    /// The one of RFC 7239.
    #[value(name = "Forwarded")]
    Forwarded,
}

impl NetworkSettings {
    /// Whether this is the address of one of the proxies in front. IPv4 is to be given as such.
    pub(crate) fn trusts(&self, address: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|network| network.contains(&address))
    }
}

/// An address, or the network of it and the others with the same beginning.
fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let network = IpNet::from_str(text).or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
    match network {
        Ok(IpNet::V6(network)) if network.addr().to_ipv4_mapped().is_some() => {
            Err("is IPv4 in the clothes of IPv6. Use the IPv4 address".to_owned())
        }
        Ok(network) => Ok(network),
        Err(_) => {
            Err("is not an address or a network. Example: 10.0.0.5,192.0.2.0/24,2001:db8::/64".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_an_address_with_or_without_the_length_of_its_prefix() {
        for (text, expected) in [
            ("10.0.0.0/8", Some("10.0.0.0/8")),
            (" 192.0.2.7 ", Some("192.0.2.7/32")),
            ("::1", Some("::1/128")),
            ("2001:db8::/64", Some("2001:db8::/64")),
            ("::ffff:192.0.2.7", None),
            ("10.0.0.0/33", None),
            ("10.0.0", None),
            ("proxy.example.com", None),
            ("", None),
        ] {
            assert_eq!(network(text).ok().map(|network| network.to_string()).as_deref(), expected, "{text}");
        }
    }
}
