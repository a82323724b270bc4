//! The roles of clients and principals.

use serde_json::{Map, Value, json};

use super::table::rows;
use super::{Asking, Management, Misused};

/// Lists the `roles` of what is at `path`.
pub(super) async fn list(management: &Management, path: &[&str]) -> anyhow::Result<()> {
    let answer = management.transport.send(&Asking::get(path)).await?;
    if management.output.is_json {
        return Ok(management.output.print(&answer.text)?);
    }
    let holder: Map<String, Value> = answer.read()?;
    let roles = holder.get("roles").and_then(Value::as_array).into_iter().flatten();
    let roles: Vec<_> = roles.filter_map(|role| role.as_object().cloned()).collect();
    Ok(management.output.print(&rows(&["api_name", "role_name"], &roles))?)
}

/// Roles as the API names them, each from `API/ROLE`.
pub(super) fn named(roles: &[String]) -> Result<Vec<Value>, Misused> {
    let named = |role: &String| {
        let (api, role) = role
            .split_once('/')
            .ok_or_else(|| Misused(format!("{role}: give the role with its API, as API/ROLE")))?;
        Ok(json!({ "api_name": api, "role_name": role }))
    };
    roles.iter().map(named).collect()
}
