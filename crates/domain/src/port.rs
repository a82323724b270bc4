//! Ports as they are spelled in redirect URIs and web origins.

use std::fmt;

use crate::Problem;

/// Reads a port that is not the default of its scheme.
pub(crate) fn parse_port(text: &str, default: u16) -> Result<u16, PortProblem> {
    if text.is_empty() {
        return Err(PortProblem::Missing);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PortProblem::NotANumber);
    }
    if text.len() > 1 && text.starts_with('0') {
        return Err(PortProblem::LeadingZero);
    }
    match text.parse() {
        Ok(0) | Err(_) => Err(PortProblem::OutOfRange),
        Ok(port) if port == default => Err(PortProblem::Default { port }),
        Ok(port) => Ok(port),
    }
}

/// What is wrong with a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortProblem {
    /// A colon and nothing after it.
    Missing,
    /// Something other than digits.
    NotANumber,
    /// A zero in front, which a browser drops.
    LeadingZero,
    /// 0 or more than 65535.
    OutOfRange,
    /// The default port of the scheme, which a browser drops.
    Default {
        /// The port.
        port: u16,
    },
}

impl fmt::Display for PortProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => {
                f.write_str("The colon after the host has no port. Leave the colon out or add a port.")
            }
            Self::NotANumber => f.write_str("The port is not a number. Use a number from 1 to 65535."),
            Self::LeadingZero => {
                f.write_str("The port begins with a zero, which a browser drops. Leave the zero out.")
            }
            Self::OutOfRange => f.write_str("There is no such port. Use a number from 1 to 65535."),
            Self::Default { port } => {
                write!(f, "Port {port} is the default, and a browser never sends it. Leave it out.")
            }
        }
    }
}

impl std::error::Error for PortProblem {}

impl Problem for PortProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "port_missing",
            Self::NotANumber => "port_not_a_number",
            Self::LeadingZero => "port_leading_zero",
            Self::OutOfRange => "port_out_of_range",
            Self::Default { .. } => "default_port",
        }
    }
}
