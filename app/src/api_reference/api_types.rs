//! What the page shows of the document of the API.

use serde::{Deserialize, Serialize};

/// The management API as people read of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiReference {
    /// What all addresses begin with.
    pub issuer: String,
    /// The operations, by what they are about.
    pub groups: Vec<OperationGroup>,
    /// The shapes of what is sent and answered.
    pub shapes: Vec<Shape>,
    /// The answers that many operations can give, whatever they are about.
    pub problems: Vec<OperationAnswer>,
}

/// The operations about one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationGroup {
    /// What they are about.
    pub name: String,
    /// In the order of their paths.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Unique among all.
    pub id: String,
    /// In capitals.
    pub method: String,
    /// From the root of the server, with parameters in braces.
    pub path: String,
    /// One sentence.
    pub summary: String,
    /// What else there is to know.
    pub description: String,
    /// Who may.
    pub allowed: Allowed,
    /// What the address and the head of a request say.
    pub parameters: Vec<Parameter>,
    /// What else is sent.
    pub body: Option<RequestBody>,
    /// The answers that are about this operation.
    pub answers: Vec<OperationAnswer>,
    /// The statuses of the other answers.
    pub problems: Vec<String>,
    /// Fields of the answer that no other answer has: secrets.
    pub shown_once: Vec<String>,
}

/// Who may use an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Allowed {
    /// Whoever asks.
    Anybody,
    /// Auditors and administrators.
    Readers,
    /// Administrators.
    Administrators,
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// In the path.
    Path,
    /// After the `?`.
    Query,
    /// In the head of the request.
    Header,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub field: FieldRow,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestBody {
    /// Its `Content-Type`.
    pub media_type: String,
    /// Its fields; none where it is no object.
    pub fields: Vec<FieldRow>,
    /// A body to begin with.
    pub example: String,
}

/// A field, or a parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldRow {
    /// Its name.
    pub name: String,
    /// Its type, in words.
    pub kind: String,
    /// The shape that it has, where it has one with a name.
    pub shape: Option<String>,
    /// Whether it must be there.
    pub is_required: bool,
    /// What it is.
    pub meaning: String,
    /// Which values it may have.
    pub rules: Vec<String>,
}

/// A shape with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// What has it.
    pub meaning: String,
    /// Its fields.
    pub fields: Vec<FieldRow>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationAnswer {
    /// Three digits.
    pub status: String,
    /// When it is given.
    pub meaning: String,
    /// The shape of its body, where it has one.
    pub shape: Option<String>,
}
