//! Prints the pairs a browser checks the matcher with: `end2end/fixtures/redirect-uris.json`.

mod vectors;

fn main() {
    print!("{}", vectors::json());
}
