//! The question before an environment is deleted.

use leptos::prelude::*;

use crate::secure_module::delete_window::DeleteWindow;
use crate::secure_module::environments::api::{EnvironmentRow, delete_environment};
use crate::secure_module::environments::table::principals_address;
use crate::secure_module::listed::{After, Later};

#[component]
pub fn Deletion(environment: EnvironmentRow, after: After, close: Callback<()>) -> impl IntoView {
    let EnvironmentRow { id, name, principals, .. } = environment;
    let address = principals_address(&name);
    let why_not = Callback::new(move |count| in_use(count, &address));
    let delete = Callback::new(move |()| -> Later<()> { Box::pin(delete_environment(id.clone())) });
    view! {
        <DeleteWindow name in_use=principals why_not delete after close>
            <p>"Nothing lives in it. This cannot be undone."</p>
        </DeleteWindow>
    }
    .into_any()
}

fn in_use(count: i64, address: &str) -> AnyView {
    let lives = match count {
        1 => "1 principal lives in it.".to_owned(),
        count => [&count.to_string(), " principals live in it."].concat(),
    };
    view! {
        <p><strong>{lives}</strong>" Only an empty environment can be deleted: delete what lives in it first."</p>
        <p><a href=address.to_owned()>"Show the principals"</a></p>
    }
    .into_any()
}
