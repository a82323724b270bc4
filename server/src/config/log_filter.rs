//! How talkative the log is.

use std::str::FromStr;

use tracing_subscriber::EnvFilter;

/// Levels, by what is logged about: `info,requests=debug`.
#[derive(Clone, Debug)]
pub struct LogFilter(String);

impl LogFilter {
    /// For a command, which answers otherwise.
    pub fn warnings() -> Self {
        Self("warn".to_owned())
    }

    /// Ready to filter.
    pub fn filter(&self) -> EnvFilter {
        EnvFilter::new(&self.0)
    }
}

impl FromStr for LogFilter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match EnvFilter::builder().parse(text) {
            Ok(_) => Ok(Self(text.to_owned())),
            Err(_) => Err("is not a list of levels. Example: info,requests=debug".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_levels_and_what_they_are_about() {
        for (text, is_read) in [
            ("info", true),
            ("warn,requests=debug", true),
            ("info,server::oauth=trace,hyper=off", true),
            ("info,requests=loud", false),
            ("info,=", false),
            ("info,[", false),
        ] {
            assert_eq!(text.parse::<LogFilter>().is_ok(), is_read, "{text}");
        }
    }
}
