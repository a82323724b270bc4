//! Scopes, as they are shown.

use domain::{Field, FieldProblem};
use leptos::prelude::*;

/// Scopes one after the other.
pub fn scope_list(scopes: &[String]) -> AnyView {
    let items =
        scopes.iter().map(|scope| view! { <li><code>{scope.clone()}</code></li> }.into_inner().into_any());
    view! { <ul class="scopes" aria-label="Scopes">{items.collect_view()}</ul> }.into_inner().into_any()
}

/// The problem of one of `scopes`, which says of which: all stand in one field.
pub fn naming_scope(mut problem: FieldProblem, scopes: &[String]) -> FieldProblem {
    if let Field::Scope(index) = problem.field
        && let Some(scope) = scopes.get(index)
    {
        problem.message = ["“", scope, "”: ", &problem.message].concat();
        problem.suggestion = None;
    }
    problem
}
