//! Made-up OAuth clients, many of them, to look at the portal and to measure it with.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::{
    AuditAction, ClientId, ClientType, EntityKind, GrantType, OAuthClientDraft, PkceMethod, Status,
};
use store::{AuditEvent, FieldChange, NewClientSecret, OAuthClient, Store, Tx};

use crate::client_secrets::FIRST_LABEL;
use crate::{ClientSecret, Rng, ServiceError};

/// Clients added in one transaction.
const BATCH: u32 = 1_000;
/// The first of them was added on 1 January 2022, the last four years later.
const FIRST_CREATED_AT: i64 = 1_640_995_200;
const CREATED_WITHIN: u64 = 4 * 365 * DAY;
const MODIFIED_WITHIN: u64 = 180 * DAY;
const USED_WITHIN: u64 = 30 * DAY;
const DAY: u64 = 24 * 60 * 60;

const SUBJECTS: [&str; 32] = [
    "Billing",
    "Payroll",
    "Inventory",
    "Shipping",
    "Orders",
    "Customer",
    "Partner",
    "Claims",
    "Loyalty",
    "Pricing",
    "Catalog",
    "Invoice",
    "Ledger",
    "Treasury",
    "Fraud",
    "Identity",
    "Warehouse",
    "Fleet",
    "Returns",
    "Contracts",
    "Insurance",
    "Mortgage",
    "Patient",
    "Booking",
    "Ticket",
    "Energy",
    "Grid",
    "Metering",
    "Campus",
    "Library",
    "Müller",
    "Señal",
];
const KINDS: [&str; 24] = [
    "Portal",
    "Export",
    "Import",
    "Gateway",
    "Sync",
    "Dashboard",
    "Worker",
    "Scheduler",
    "Bridge",
    "Console",
    "App",
    "Kiosk",
    "Archive",
    "Monitor",
    "Reports",
    "Notifier",
    "Adapter",
    "Broker",
    "Mobile",
    "Service",
    "Crawler",
    "Terminal",
    "Webhook",
    "Assistant",
];
const PLACES: [&str; 12] = [
    "Berlin", "Lagos", "Osaka", "Lima", "Oslo", "Austin", "Pune", "Porto", "Nairobi", "Quito", "Graz",
    "Leeds",
];
const PURPOSES: [&str; 8] = [
    "Runs every night and reads what changed during the day.",
    "Used by the people of the service desk.",
    "Pilot with one customer; ask the owner before changing anything.",
    "Moves files between the old system and the new one.\nTo be switched off when the move is done.",
    "Signs in customers on the web.",
    "Signs in drivers and technicians on their phones.",
    "Reports figures to head office once a month.",
    "Test client of the integration team.",
];
const PEOPLE: [&str; 5] = [
    "ada@example.com",
    "grace@example.com",
    "edsger@example.com",
    "barbara@example.com",
    "niklaus@example.com",
];

/// Adds `count` made-up clients to those that are there: the same in each new database, others where some are already.
/// The secrets of Confidential ones are known to nobody. Tells `progress` how many there are after each transaction.
///
/// # Errors
/// [`ServiceError::Store`].
pub async fn seed_oauth_clients(
    store: &Store,
    count: u32,
    mut progress: impl FnMut(u32),
) -> Result<(), ServiceError> {
    let (mut added, mut number) = (0, 0);
    while added < count {
        let end = count.min(added.saturating_add(BATCH));
        let mut tx = store.begin().await?;
        while added < end {
            let age = CREATED_WITHIN * u64::from(added) / u64::from(count);
            let seed = Seed::new(number, after(FIRST_CREATED_AT, age));
            number += 1;
            let client = seed.client();
            // Asked of the store beside the transaction: what another run added is there already.
            if store.is_client_name_taken(&client.name).await? {
                continue;
            }
            match tx.add_oauth_client(&client).await? {
                Ok(()) => {}
                Err(taken) if taken.client_id => continue,
                Err(taken) => return Err(ServiceError::Taken(taken)),
            }
            seed.add_rest(&mut tx, &client).await?;
            added += 1;
        }
        tx.commit().await?;
        progress(added);
    }
    Ok(())
}

/// What a number decides, but for the time.
struct Seed {
    number: u32,
    rng: Rng,
    dice: [u8; 16],
    created_at: i64,
}

impl Seed {
    fn new(number: u32, created_at: i64) -> Self {
        // Numbers far enough apart, so that no two share what they draw.
        let rng = Rng::Counting(Arc::new(AtomicU64::new(u64::from(number) << 8)));
        let dice = rng.bytes();
        Self { number, rng, dice, created_at }
    }

    /// Whether it happens, in about this many of 100 cases.
    fn happens(&self, die: usize, percent: u16) -> bool {
        u16::from(self.dice[die]) * 100 / 256 < percent
    }

    fn one_of<T: Copy>(&self, die: usize, choices: &[T]) -> T {
        choices[usize::from(self.dice[die]) % choices.len()]
    }

    fn later(&self, than: i64, within: u64) -> i64 {
        after(than, u64::from_be_bytes(self.rng.bytes()) % within)
    }

    fn row_id(&self, at: i64) -> String {
        let millis = at.unsigned_abs() * 1_000;
        uuid::Builder::from_unix_timestamp_millis(millis, &self.rng.bytes()).into_uuid().to_string()
    }

    fn draft(&self) -> OAuthClientDraft {
        let (subject, kind, number) = (self.one_of(0, &SUBJECTS), self.one_of(1, &KINDS), self.number + 1);
        let client_name = match self.dice[2] % 10 {
            0 | 1 => format!("{subject}{kind}{number}"),
            2..=4 => format!("{subject} {number}"),
            5 | 6 => format!("{} {subject} {number}", self.one_of(3, &PLACES)),
            _ => format!("{subject} {kind} {number}"),
        };
        let (client_type, grant_type) = match self.dice[4] % 20 {
            0..=10 => (ClientType::Confidential, GrantType::ClientCredentials),
            11..=15 => (ClientType::Confidential, GrantType::AuthorizationCode),
            _ => (ClientType::Public, GrantType::AuthorizationCode),
        };
        let host = format!("https://{}{number}.example.com", kind.to_lowercase());
        let (redirect_uris, web_origins) = match grant_type {
            GrantType::ClientCredentials => (Vec::new(), Vec::new()),
            GrantType::AuthorizationCode => {
                let paths = ["/callback", "/signin-oidc", "/auth/*"];
                let uris = paths.iter().take(1 + usize::from(self.dice[5] % 3));
                let origins = if self.happens(6, 50) { vec![host.clone()] } else { Vec::new() };
                (uris.map(|path| [host.as_str(), path].concat()).collect(), origins)
            }
        };
        OAuthClientDraft {
            client_name,
            client_id: if self.happens(7, 60) {
                format!("{}-{number}", kind.to_lowercase())
            } else {
                String::new()
            },
            client_type,
            grant_type,
            redirect_uris,
            web_origins,
            pkce_code_challenge_method: match client_type {
                ClientType::Public => Some(PkceMethod::S256),
                ClientType::Confidential => None,
            },
            description: if self.happens(8, 60) {
                self.one_of(9, &PURPOSES).to_owned()
            } else {
                String::new()
            },
        }
    }

    fn client(&self) -> OAuthClient {
        let new = self.draft().check().expect("made-up clients keep the rules");
        OAuthClient {
            id: self.row_id(self.created_at),
            client_id: new.client_id().cloned().unwrap_or_else(|| ClientId::generated(&self.rng.bytes())),
            name: new.name().clone(),
            client_type: new.client_type(),
            grant_type: new.grant_type(),
            redirect_uris: new.redirect_uris().to_vec(),
            web_origins: new.web_origins().to_vec(),
            pkce_method: new.pkce_method(),
            description: new.description().cloned(),
            status: if self.happens(10, 2) { Status::Disabled } else { Status::Enabled },
            created_at: self.created_at,
            updated_at: self.happens(11, 40).then(|| self.later(self.created_at, MODIFIED_WITHIN)),
            version: 1,
        }
    }

    /// What stands beside a client: its secret, its request, its event.
    async fn add_rest(&self, tx: &mut Tx, client: &OAuthClient) -> Result<(), ServiceError> {
        if client.client_type == ClientType::Confidential {
            let secret = ClientSecret::generate(&self.rng);
            tx.add_client_secret(&NewClientSecret {
                id: secret.id().to_owned(),
                holder_id: client.id.clone(),
                label: FIRST_LABEL.to_owned(),
                prefix: secret.prefix().to_owned(),
                phc: self.phc_of_nothing(),
                created_at: client.created_at,
            })
            .await?;
            if self.happens(12, 70) {
                let address = format!("192.0.2.{}", self.dice[13]);
                let used_at = self.later(client.created_at, USED_WITHIN);
                tx.note_secret_use(secret.id(), used_at, Some(&address)).await?;
            }
        }
        tx.begin_provisioning(&client.id, "built-in", client.created_at).await?;
        tx.finish_provisioning(&client.id, client.created_at).await?;
        tx.record(&self.event(client)).await?;
        Ok(())
    }

    fn event(&self, client: &OAuthClient) -> AuditEvent {
        let change = |field, new: &str| FieldChange { field, old: None, new: Some(new.to_owned()) };
        AuditEvent {
            id: self.row_id(client.created_at),
            happened_at: client.created_at,
            actor_id: None,
            actor_name: self.one_of(14, &PEOPLE).to_owned(),
            address: Some(format!("198.51.100.{}", self.dice[15])),
            action: AuditAction::ClientRegistered,
            entity_kind: EntityKind::OAuthClient,
            entity_id: client.id.clone(),
            entity_name: client.name.as_str().to_owned(),
            changes: vec![
                change("client_name", client.name.as_str()),
                change("client_id", client.client_id.as_str()),
                change("client_type", client.client_type.as_str()),
                change("grant_type", client.grant_type.as_str()),
                change("status", client.status.as_str()),
            ],
        }
    }

    /// A well-formed hash that was made of no secret.
    fn phc_of_nothing(&self) -> String {
        let salt = STANDARD_NO_PAD.encode(self.rng.bytes::<16>());
        let hash = STANDARD_NO_PAD.encode(self.rng.bytes::<32>());
        format!("$argon2id$v=19$m=19456,t=2,p=1${salt}${hash}")
    }
}

fn after(start: i64, seconds: u64) -> i64 {
    start.saturating_add_unsigned(seconds)
}
