//! What the router has, by its own account.

use std::collections::BTreeSet;

use axum::Router;
use leptos::server_fn::axum::server_fn_paths;

/// A method and a path as the router writes it: `GET /users/{user_id}`.
pub type Route = String;

const METHODS: [&str; 9] = ["get", "head", "delete", "options", "patch", "post", "put", "trace", "connect"];

/// Every route of the router. It has no list to be asked for, but shows itself for debugging.
pub fn registered(router: &Router) -> BTreeSet<Route> {
    let shown = format!("{router:?}");
    let (shown, _) =
        shown.split_once(", fallback_router:").expect("the router ends with what it falls back to");
    let parts = || shown.split("RouteId(").skip(1).filter_map(|part| part.split_once("): "));
    let mut routes = BTreeSet::new();
    for (id, path) in parts() {
        let Some(path) = path.strip_prefix('"').and_then(|path| path.split('"').next()) else { continue };
        let (_, methods) = parts().find(|(other, what)| *other == id && !what.starts_with('"')).unwrap();
        let before = routes.len();
        for method in METHODS {
            if methods.contains(&format!(" {method}: ")) && !methods.contains(&format!(" {method}: None")) {
                routes.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
        assert!(routes.len() > before, "{path} takes any method: give it the ones it is for");
    }
    for (path, method) in server_fn_paths() {
        assert!(routes.contains(&format!("{method} {path}")), "{path} is not registered");
    }
    assert!(routes.len() > 50, "the router shows itself in another way now: {shown}");
    routes
}
