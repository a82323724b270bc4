//! Says where the key is that belongs to a database, and never what it is.

use std::path::Path;

use server::config::Config;
use server::sealing_key_file;
use service::DatabaseUrl;

/// Where the key encryption key of a database is, as a sentence.
pub(crate) fn place(database: &DatabaseUrl, config: &Config) -> String {
    if config.key_encryption_key.is_some() {
        return "It is what GATEHOUSE_KEY_ENCRYPTION_KEY is set to.".to_owned();
    }
    let beside = match database {
        DatabaseUrl::Sqlite(file) => file.parent(),
        DatabaseUrl::Postgres(_) => None,
    };
    let found = [Some(config.data_dir.as_path()), beside]
        .into_iter()
        .flatten()
        .map(sealing_key_file)
        .find(|file| file.exists());
    match (found, database) {
        (Some(file), DatabaseUrl::Sqlite(_)) => format!("It is in the file {}.", file.display()),
        (None, DatabaseUrl::Sqlite(_)) => format!(
            "It is what GATEHOUSE_KEY_ENCRYPTION_KEY is set to for its servers, or in the file {} of their data \
             directory.",
            sealing_key_file(Path::new("")).display()
        ),
        (_, DatabaseUrl::Postgres(_)) => {
            "It is what GATEHOUSE_KEY_ENCRYPTION_KEY is set to for its servers.".to_owned()
        }
    }
}

/// How servers on a database are given the key, as a sentence.
pub(crate) fn how_to_give(database: &DatabaseUrl) -> String {
    match database {
        DatabaseUrl::Postgres(_) => {
            "Give it to each as GATEHOUSE_KEY_ENCRYPTION_KEY (on one line, as it is in the file).".to_owned()
        }
        DatabaseUrl::Sqlite(_) => format!(
            "Give it as GATEHOUSE_KEY_ENCRYPTION_KEY, or as the file {} in the data directory.",
            sealing_key_file(Path::new("")).display()
        ),
    }
}
