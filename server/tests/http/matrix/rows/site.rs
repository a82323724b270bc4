//! What is the same for all: the files of the pages, the probes, the addresses that lead on.

use std::fs::read_dir;
use std::path::Path;

use http::{Method, StatusCode};

use super::Row;
use crate::matrix::asker::ANYBODY;
use crate::matrix::row::{page, route};

pub fn rows() -> Vec<Row> {
    let anybody = |path| route(Method::GET, path, ANYBODY);
    let mut rows = vec![
        anybody("/").answers(StatusCode::SEE_OTHER),
        anybody("/secure-module").answers(StatusCode::SEE_OTHER),
        anybody("/healthz"),
        anybody("/readyz"),
        // For addresses and no sessions; in the tests a request comes from nowhere.
        anybody("/metrics").answers(StatusCode::NOT_FOUND),
        page("/pkg/{*file}", "/pkg/none.js", ANYBODY).answers(StatusCode::NOT_FOUND),
        page("/style/{file}", "/style/main.css", ANYBODY),
    ];
    // Of `public/` the router has what a build has put into the site; before the first one that is nothing.
    for file in read_dir("../public").unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        if Path::new("../target/site").join(&name).exists() {
            rows.push(route(Method::GET, &format!("/{name}"), ANYBODY));
        }
    }
    rows
}
