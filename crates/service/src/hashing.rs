//! Argon2id on threads of its own, each with one block of memory that it keeps while there is work.
//!
//! With fresh memory for each hash the allocator's arenas grow without bound under load. The threads stand back behind
//! those that answer requests: a flood of wrong secrets takes what the others leave.

use std::thread;
use std::time::Duration;

use argon2::password_hash::phc::{Output, PasswordHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TrySendError};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

/// 19 MiB, two passes, one lane: OWASP's first choice for Argon2id.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SALT_LENGTH: usize = 16;
/// Ten steps below the other threads: a tenth of a core where all are busy, so that a right secret still gets its turn.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;
const IDLE_BEFORE_MEMORY_IS_GIVEN_BACK: Duration = Duration::from_secs(5);

/// Why there is no hash or no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HashingError {
    #[error("the queue is full")]
    Overloaded,
    #[error("not an Argon2id hash in PHC string format")]
    Unreadable,
}

/// Threads that hash, behind a queue with an end.
#[derive(Debug)]
pub(crate) struct HashingPool {
    queue: Sender<Job>,
}

type Answer<T> = oneshot::Sender<Result<T, HashingError>>;

enum Job {
    Hash { plain: Zeroizing<String>, salt: [u8; SALT_LENGTH], answer: Answer<String> },
    Verify { plain: Zeroizing<String>, phc: String, answer: Answer<bool> },
}

impl HashingPool {
    /// Starts `threads` threads that together let at most `queue` jobs wait.
    pub(crate) fn start(name: &str, threads: usize, queue: usize) -> Self {
        let (sender, jobs) = crossbeam_channel::bounded(queue);
        for _ in 0..threads {
            let jobs = jobs.clone();
            thread::Builder::new()
                .name(name.to_owned())
                .spawn(move || work(&jobs))
                .expect("the operating system gives a thread at start");
        }
        Self { queue: sender }
    }

    /// The PHC string of a secret.
    pub(crate) async fn hash(&self, plain: &str, salt: [u8; SALT_LENGTH]) -> Result<String, HashingError> {
        self.ask(|answer| Job::Hash { plain: Zeroizing::new(plain.to_owned()), salt, answer }).await
    }

    /// Whether a secret is the one that a PHC string was made from.
    pub(crate) async fn verify(&self, plain: &str, phc: &str) -> Result<bool, HashingError> {
        self.ask(|answer| Job::Verify {
            plain: Zeroizing::new(plain.to_owned()),
            phc: phc.to_owned(),
            answer,
        })
        .await
    }

    async fn ask<T>(&self, job: impl FnOnce(Answer<T>) -> Job) -> Result<T, HashingError> {
        let (answer, answered) = oneshot::channel();
        self.queue.try_send(job(answer)).map_err(|refused| match refused {
            TrySendError::Full(_) | TrySendError::Disconnected(_) => HashingError::Overloaded,
        })?;
        answered.await.unwrap_or(Err(HashingError::Overloaded))
    }
}

/// On Linux a priority is each thread's own; elsewhere it is the whole process's, and stays as it is.
fn stand_back() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::setpriority_process;
        use rustix::thread::gettid;

        // Where the system forbids it, hashing goes on at the priority of the others.
        let _ = setpriority_process(Some(gettid()), NICENESS);
    }
}

fn work(jobs: &Receiver<Job>) {
    stand_back();
    let mut memory = Vec::new();
    loop {
        let job = match jobs.recv_timeout(IDLE_BEFORE_MEMORY_IS_GIVEN_BACK) {
            Err(RecvTimeoutError::Timeout) => {
                memory = Vec::new();
                jobs.recv().ok()
            }
            job => job.ok(),
        };
        let Some(job) = job else { return };
        job.run(&mut memory);
    }
}

impl Job {
    fn run(self, memory: &mut Vec<Block>) {
        // Whoever asked may have gone away while the job waited: then nobody needs the work.
        match self {
            Self::Hash { plain, salt, answer } if !answer.is_closed() => {
                let _ = answer.send(hash(&plain, &salt, memory));
            }
            Self::Verify { plain, phc, answer } if !answer.is_closed() => {
                let _ = answer.send(verify(&plain, &phc, memory));
            }
            Self::Hash { .. } | Self::Verify { .. } => {}
        }
    }
}

fn hash(plain: &str, salt: &[u8], memory: &mut Vec<Block>) -> Result<String, HashingError> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within Argon2's bounds");
    let output = compute(&params, plain, salt, Params::DEFAULT_OUTPUT_LEN, memory)?;
    Ok(PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: params.try_into().expect("the parameters have a PHC form"),
        salt: Some(Salt::new(salt).expect("the salt has a PHC length")),
        hash: Some(output),
    }
    .to_string())
}

fn verify(plain: &str, phc: &str, memory: &mut Vec<Block>) -> Result<bool, HashingError> {
    let expected = PasswordHash::new(phc).map_err(|_| HashingError::Unreadable)?;
    let params = Params::try_from(&expected).map_err(|_| HashingError::Unreadable)?;
    let (Some(salt), Some(hash)) = (expected.salt, expected.hash) else {
        return Err(HashingError::Unreadable);
    };
    if expected.algorithm != ARGON2ID_IDENT {
        return Err(HashingError::Unreadable);
    }
    let output = compute(&params, plain, &salt, hash.len(), memory)?;
    // `Output` compares in constant time.
    Ok(output == hash)
}

fn compute(
    params: &Params,
    plain: &str,
    salt: &[u8],
    length: usize,
    memory: &mut Vec<Block>,
) -> Result<Output, HashingError> {
    memory.resize(memory.len().max(params.block_count()), Block::new());
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let mut output = Zeroizing::new(vec![0; length]);
    argon2
        .hash_password_into_with_memory(
            plain.as_bytes(),
            salt,
            &mut output,
            &mut memory[..params.block_count()],
        )
        .map_err(|_| HashingError::Unreadable)?;
    Output::new(&output).map_err(|_| HashingError::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use tokio::task::JoinSet;

    #[tokio::test]
    async fn a_hash_verifies_its_own_secret_and_no_other() {
        let pool = HashingPool::start("test", 2, 8);
        let phc = pool.hash("correct horse", [7; 16]).await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert_eq!(pool.verify("correct horse", &phc).await, Ok(true));
        assert_eq!(pool.verify("correct hors", &phc).await, Ok(false));
        assert_eq!(pool.verify("", &phc).await, Ok(false));
    }

    #[tokio::test]
    async fn a_hash_that_cannot_be_read_is_said_to_be_so() {
        let pool = HashingPool::start("test", 1, 8);
        for phc in [
            "",
            "secret",
            "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA",
            "$argon2id$v=19$m=19456,t=2,p=1",
        ] {
            assert_eq!(pool.verify("x", phc).await, Err(HashingError::Unreadable), "{phc}");
        }
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once() {
        let pool = Arc::new(HashingPool::start("test", 1, 1));
        let mut waiting = JoinSet::new();
        for _ in 0..8 {
            let pool = Arc::clone(&pool);
            waiting.spawn(async move { pool.hash("x", [0; 16]).await });
        }
        let answers = waiting.join_all().await;
        let refused = answers.iter().filter(|answer| **answer == Err(HashingError::Overloaded)).count();
        assert!((5..8).contains(&refused), "{refused}");
    }
}
