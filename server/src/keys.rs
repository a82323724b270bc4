//! Where the key encryption key comes from.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use service::{DatabaseUrl, Rng, SealingKey, SealingKeyMalformed};

const FILE_NAME: &str = "key-encryption-key";

/// Why there is no key encryption key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// On Postgres several servers share the signing keys, so each must be given the same key.
    #[error("GATEHOUSE_KEY_ENCRYPTION_KEY is required on Postgres (openssl rand -base64 32)")]
    RequiredOnPostgres,
    /// The key file could not be read or written.
    #[error("cannot use {path}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// The key file holds something else.
    #[error("cannot use {path}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: SealingKeyMalformed,
    },
}

/// The key from configuration; else, on SQLite, the one kept in the data directory, made when missing.
///
/// # Errors
/// A [`KeyError`] that names the file or the setting.
pub fn sealing_key(
    configured: Option<&SealingKey>,
    database: &DatabaseUrl,
    data_dir: &Path,
) -> Result<SealingKey, KeyError> {
    if let Some(key) = configured {
        return Ok(key.clone());
    }
    match database {
        DatabaseUrl::Postgres(_) => Err(KeyError::RequiredOnPostgres),
        DatabaseUrl::Sqlite(_) => kept(&data_dir.join(FILE_NAME)),
    }
}

fn kept(path: &Path) -> Result<SealingKey, KeyError> {
    let failed = |source| KeyError::File { path: path.to_owned(), source };
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(mut file) => {
            let key = SealingKey::generate(&Rng::System);
            file.write_all(key.reveal().as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
            Ok(key)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => fs::read_to_string(path)
            .map_err(failed)?
            .parse()
            .map_err(|source| KeyError::Malformed { path: path.to_owned(), source }),
        Err(error) => Err(failed(error)),
    }
}
