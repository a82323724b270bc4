//! Who runs the command.

use std::fs::read_to_string;

/// The name of the account that this process runs as, for the audit trail; its number where the machine has no name for it.
pub(super) fn unix_user() -> String {
    let id = rustix::process::geteuid().as_raw();
    let accounts = read_to_string("/etc/passwd").unwrap_or_default();
    name(&accounts, id).map_or_else(|| format!("user {id}"), ToOwned::to_owned)
}

/// passwd(5): name, password, number, and more.
fn name(accounts: &str, id: u32) -> Option<&str> {
    accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(id)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_name_of_its_line() {
        let accounts = "root:x:0:0:root:/root:/bin/sh\n\nbroken\ngatehouse:x:998:998::/:/bin/false\n";
        assert_eq!(name(accounts, 998), Some("gatehouse"));
        assert_eq!(name(accounts, 0), Some("root"));
        assert_eq!(name(accounts, 99), None);
    }
}
