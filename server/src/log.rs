//! Where the log goes, and how it is written.

use std::io::{IsTerminal as _, stderr};

use server::config::{LogFilter, LogFormat};

/// Starts the log, on standard error.
pub(crate) fn start(filter: &LogFilter, format: LogFormat) {
    let log = tracing_subscriber::fmt().with_env_filter(filter.filter()).with_writer(stderr);
    match format {
        LogFormat::Text => log.with_ansi(stderr().is_terminal()).init(),
        // The request's span is in the list of spans; which of them is the inmost says nothing more.
        LogFormat::Json => log.with_ansi(false).json().with_current_span(false).init(),
    }
}
