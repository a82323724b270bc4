//! Where the key encryption key comes from.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use service::{DatabaseUrl, Rng, SealingKey, SealingKeyMalformed};

const FILE_NAME: &str = "key-encryption-key";

/// The file that keeps the key encryption key in a data directory.
pub fn sealing_key_file(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE_NAME)
}

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
    configured: Option<SealingKey>,
    database: &DatabaseUrl,
    data_dir: &Path,
) -> Result<SealingKey, KeyError> {
    if let Some(key) = configured {
        return Ok(key);
    }
    match database {
        DatabaseUrl::Postgres(_) => Err(KeyError::RequiredOnPostgres),
        DatabaseUrl::Sqlite(_) => kept(&sealing_key_file(data_dir)),
    }
}

/// Reads the key, or makes it: complete under another name first, so that neither a crash nor a second server that
/// starts meanwhile finds half of it.
fn kept(path: &Path) -> Result<SealingKey, KeyError> {
    let failed = |source| KeyError::File { path: path.to_owned(), source };
    if !path.try_exists().map_err(failed)? {
        make(path).map_err(failed)?;
    }
    fs::read_to_string(path)
        .map_err(failed)?
        .parse()
        .map_err(|source| KeyError::Malformed { path: path.to_owned(), source })
}

fn make(path: &Path) -> io::Result<()> {
    let draft = path.with_extension(std::process::id().to_string());
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(SealingKey::generate(&Rng::System).reveal().as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_read_by_nobody_else() {
        use std::os::unix::fs::PermissionsExt as _;

        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(FILE_NAME);
        let first = kept(&path).unwrap();
        assert_eq!(kept(&path).unwrap().reveal(), first.reveal());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn postgres_wants_a_configured_key() {
        let database = "postgres://localhost/gatehouse".parse().unwrap();
        let refused = sealing_key(None, &database, Path::new("/nowhere")).unwrap_err();
        assert!(matches!(refused, KeyError::RequiredOnPostgres));
    }
}
