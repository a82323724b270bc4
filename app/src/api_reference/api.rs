//! The server function of the page *API Reference*.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;

pub use crate::api_reference::api_types::{
    Allowed, ApiReference, FieldRow, Operation, OperationAnswer, OperationGroup, Parameter, Place,
    RequestBody, Shape,
};
use crate::error::PortalError;

/// The management API as people read of it.
///
/// # Errors
/// Those of every function for people who are signed in.
#[server(prefix = "/portal/api", endpoint = "api-reference", input = Json)]
pub async fn read_api_reference() -> Result<ApiReference, PortalError> {
    use std::sync::Arc;

    use crate::door::{self, ApiReferenceOnDemand};

    door::reader()?;
    Ok(ApiReference::clone(&expect_context::<Arc<ApiReferenceOnDemand>>()))
}
