//! What a command says: its result on standard output, everything else on standard error.

use std::io::{self, Write as _, stderr, stdout};

use super::answer::Answer;
use super::table::facts;

/// What a command says, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    /// Whether it answers as the management API does, for programs.
    pub(crate) is_json: bool,
}

impl Output {
    /// Says the result.
    pub(crate) fn print(self, result: &str) -> io::Result<()> {
        let mut out = stdout().lock();
        writeln!(out, "{}", result.trim_end_matches('\n'))?;
        out.flush()
    }

    /// Says something beside the result.
    pub(crate) fn note(self, note: &str) {
        // Nobody may be reading it.
        drop(writeln!(stderr(), "{note}"));
    }

    /// Says what was done, where the answer itself is for programs only.
    pub(crate) fn done(self, answer: &Answer, done: &str) -> io::Result<()> {
        match (self.is_json, answer.text.is_empty()) {
            (true, true) => Ok(()),
            (true, false) => self.print(&answer.text),
            (false, _) => self.print(done),
        }
    }

    /// Shows one thing.
    pub(crate) fn one(self, answer: &Answer) -> anyhow::Result<()> {
        let shown = if self.is_json { answer.text.clone() } else { facts(&answer.read()?) };
        Ok(self.print(&shown)?)
    }

    /// Shows something new. The secret in it, shown this once, stands alone on standard output, so that
    /// `SECRET=$(gatehouse …)` takes it and nothing else.
    pub(crate) fn made(self, answer: &Answer, secret: &str) -> anyhow::Result<()> {
        if self.is_json {
            return Ok(self.print(&answer.text)?);
        }
        let shown: super::table::Facts = answer.read()?;
        match shown.clone().take(secret) {
            Some((secret, rest)) => {
                self.note(&facts(&rest));
                self.note("\nThis is shown once:");
                Ok(self.print(&secret)?)
            }
            None => Ok(self.print(&facts(&shown))?),
        }
    }
}
