//! The management API in this process: who may read and write the database needs nobody's leave.

use std::io::{Write as _, stderr};

use anyhow::Context as _;
use axum::Router;
use axum::body::{Body, to_bytes};
use server::config::Config;
use server::{AsCaller, assets, routes};
use service::{Caller, DatabaseUrl};
use tower::ServiceExt as _;

use super::answer::Answer;
use super::asking::Asking;
use super::unix_user::unix_user;
use crate::{database, serve};

/// The management API in this process.
pub(crate) struct InProcess {
    router: Router,
    caller: Caller,
}

impl InProcess {
    /// Opens the database as a server does.
    pub(super) async fn start(config: &Config) -> anyhow::Result<Self> {
        let database = database(config)?;
        if let DatabaseUrl::Sqlite(file) = &database
            && !file.exists()
        {
            // In the wrong directory, this is how a person notices.
            drop(writeln!(stderr(), "There was no database yet: making {}.", file.display()));
        }
        let gatehouse = serve::gatehouse(&database, config).await?;
        let router = routes(&gatehouse, &assets::names());
        Ok(Self { router, caller: Caller::of_command_line(&unix_user()) })
    }

    pub(super) async fn send(&self, asking: &Asking) -> anyhow::Result<Answer> {
        let mut request = asking.request::<Body>("");
        request.extensions_mut().insert(AsCaller(self.caller.clone()));
        let Ok(answer) = self.router.clone().oneshot(request).await;
        let (head, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.context("the answer broke off")?;
        Answer::new(head.status, head.headers, body.to_vec())
    }
}
