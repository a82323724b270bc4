//! A principal's columns, and how they are read.

use domain::{ClientId, EnvironmentName, PrincipalName, SecurityType, Status};

use super::Principal;
use crate::error::Place;
use crate::{PrincipalFields, StoreError};

#[derive(sqlx::FromRow)]
pub(crate) struct PrincipalRow {
    id: String,
    client_id: String,
    name: String,
    security_type: String,
    environment_id: String,
    environment: String,
    audience: String,
    accepts_endpoint_audience: bool,
    status: String,
    created_at: i64,
    updated_at: Option<i64>,
    version: i64,
}

impl TryFrom<PrincipalRow> for Principal {
    type Error = StoreError;

    fn try_from(row: PrincipalRow) -> Result<Self, StoreError> {
        let place = Place { table: "service_principals", id: &row.id };
        Ok(Self {
            client_id: ClientId::parse(&row.client_id).map_err(|_| place.corrupt("client_id"))?,
            name: PrincipalName::parse(&row.name).map_err(|_| place.corrupt("name"))?,
            security_type: SecurityType::parse(&row.security_type)
                .ok_or_else(|| place.corrupt("security_type"))?,
            environment: EnvironmentName::parse(&row.environment)
                .map_err(|_| place.corrupt("environment_id"))?,
            status: Status::parse(&row.status).ok_or_else(|| place.corrupt("status"))?,
            environment_id: row.environment_id,
            audience: row.audience,
            accepts_endpoint_audience: row.accepts_endpoint_audience,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
            id: row.id,
        })
    }
}

impl From<&Principal> for PrincipalFields {
    fn from(principal: &Principal) -> Self {
        Self {
            name: principal.name.as_str().to_owned(),
            client_id: principal.client_id.as_str().to_owned(),
            security_type: principal.security_type.as_str().to_owned(),
            environment: principal.environment.as_str().to_owned(),
            accepts_endpoint_audience: principal.accepts_endpoint_audience,
            status: principal.status.as_str().to_owned(),
        }
    }
}
