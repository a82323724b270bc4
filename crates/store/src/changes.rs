//! Notices that an SQLite file was changed, by whichever connection of whichever process, so that rows can be kept in
//! memory for as long as it was not.

use sqlx::{ConnectOptions as _, SqliteConnection};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;

use crate::{Store, StoreError};

/// Stands for what the file holds: while it is the same, so is every row. Compares with those of the same
/// [`Changes`] only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataVersion(i64);

/// Watches an SQLite file on a connection of its own.
#[derive(Debug)]
pub struct Changes {
    questions: UnboundedSender<Question>,
}

type Question = oneshot::Sender<DataVersion>;

impl Store {
    /// Begins to watch for changes. On SQLite only: elsewhere, knowing that there was none takes as long as reading
    /// the row.
    ///
    /// # Errors
    /// A [`StoreError`] where the database fails.
    pub async fn changes(&self) -> Result<Option<Changes>, StoreError> {
        match self {
            Self::Sqlite(pool, _) => {
                let connection = pool.connect_options().connect().await?;
                let (questions, asked) = unbounded_channel();
                tokio::spawn(answer(connection, asked));
                Ok(Some(Changes { questions }))
            }
            Self::Postgres(_) => Ok(None),
        }
    }
}

impl Changes {
    /// The version of the file, read after this was called: nothing that was committed before is missing from it. None
    /// where it could not be read.
    pub async fn version(&self) -> Option<DataVersion> {
        let (question, answer) = oneshot::channel();
        self.questions.send(question).ok()?;
        answer.await.ok()
    }
}

/// Answers until nobody can ask any more. Those who ask during one read share the next.
async fn answer(mut connection: SqliteConnection, mut questions: UnboundedReceiver<Question>) {
    /// Changes with every commit of another connection, and never with one of this connection, which makes none.
    const VERSION: &str = "PRAGMA data_version";
    let mut waiting = Vec::new();
    while let Some(first) = questions.recv().await {
        waiting.push(first);
        // Whoever is about to ask does so first: a read costs more than a turn of the others.
        tokio::task::yield_now().await;
        while let Ok(question) = questions.try_recv() {
            waiting.push(question);
        }
        let version = sqlx::query_scalar(VERSION).fetch_one(&mut connection).await.map(DataVersion);
        for question in waiting.drain(..) {
            if let Ok(version) = version {
                // Whoever asked may have gone away.
                let _ = question.send(version);
            }
        }
    }
}
