//! What is wrong with a field and what would be right.

use domain::FieldProblem;
use leptos::prelude::*;

/// The message under a field; stays on the page when empty, for the field refers to it.
#[component]
pub fn ProblemText(
    id: String,
    problem: Signal<Option<FieldProblem>>,
    /// Takes the right spelling, where the problem knows one.
    #[prop(into)]
    accept: Callback<String>,
) -> impl IntoView {
    let suggestion = move |problem: FieldProblem| {
        let suggestion = problem.suggestion?;
        let label = ["Use ", &suggestion].concat();
        Some(view! {
            <button type="button" class="suggestion" on:click=move |_| accept.run(suggestion.clone())>{label}</button>
        })
    };

    view! {
        <div class="problem" id=id>
            {move || problem.get().map(|problem| {
                let message = problem.message.clone();
                view! { <p>{message}</p> {suggestion(problem)} }
            })}
        </div>
    }
    .into_inner()
    .into_any()
}
