// A database as the first version left it, full of rows, to be migrated.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EMAIL } from '../../tests/support/journeys.ts';
import { type Database, createDatabase } from '../../tests/support/postgres.ts';
import type { Options } from '../../tests/support/test.ts';

export type Stored = Pick<Database, 'url' | 'execute' | 'drop'>;

const MIGRATIONS = fileURLToPath(new URL('../../../migrations/', import.meta.url));
const FIRST = '0001_oauth_clients_and_portal';
const CLIENTS = 10_000;
/** Of the first administrator's password. */
const PHC = '$argon2id$v=19$m=19456,t=2,p=1$zWWz4UYJ4uJs7Fq9Ly9wSg$AcBdcuP9rXLkEcSu++4k1q8ScfVnm4KGy0Q1Z0PHVoI';
const NUMBERS = `WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < ${CLIENTS})`;

const ROWS = [
  `INSERT INTO portal_users (id, email, email_key, password_phc, role, status, created_at)
   VALUES ('ada', '${EMAIL}', '${EMAIL}', '${PHC}', 'administrator', 'enabled', 1700000000)`,
  `INSERT INTO client_ids (client_id) ${NUMBERS} SELECT 'app-' || i FROM numbers`,
  `INSERT INTO oauth_clients (id, client_id, name, name_key, client_type, grant_type, redirect_uris, web_origins,
     description, status, created_at, version) ${NUMBERS}
   SELECT 'id-' || i, 'app-' || i, 'Client ' || i, 'client ' || i, 'confidential', 'client_credentials', '[]', '[]',
     'Of shop ' || i, CASE WHEN i % 7 = 0 THEN 'disabled' ELSE 'enabled' END, 1700000000 + i, 1 FROM numbers`,
  `INSERT INTO client_secrets (id, oauth_client_id, prefix, phc, version, created_at) ${NUMBERS}
   SELECT 'secret-' || i, 'id-' || i, 'ghs_' || i, 'phc-' || i, 1, 1700000000 + i FROM numbers`,
  `INSERT INTO audit_events (id, happened_at, actor_id, actor_name, action, entity_kind, entity_id, entity_name, changes)
   ${NUMBERS} SELECT 'event-' || i, 1700000000 + i, 'ada', '${EMAIL}', 'oauth_client.registered', 'oauth_client',
     'id-' || i, 'Client ' || i, '[]' FROM numbers`,
];

/** What every version has, whose secrets they are told by the client id. */
const KEPT = (owner: string) => [
  `SELECT 'user', id, email, email_key, password_phc, role, status, created_at FROM portal_users`,
  `SELECT 'client', id, client_id, name, name_key, client_type, grant_type, redirect_uris, web_origins, description, status,
     created_at, version FROM oauth_clients`,
  `SELECT 'client id', client_id FROM client_ids`,
  `SELECT 'secret', s.id, c.client_id, s.prefix, s.phc, s.version, s.created_at FROM client_secrets s
     JOIN oauth_clients c ON c.id = s.${owner}`,
  `SELECT 'event', id, happened_at, actor_id, actor_name, action, entity_kind, entity_id, entity_name, changes
     FROM audit_events`,
];
/** What the migrations and the first start after them make of it. */
const MADE = [
  `SELECT 'word', oauth_client_id, word FROM oauth_client_words`,
  `SELECT 'holder', client_id, holder_id FROM client_ids`,
  `SELECT 'class', id, has_words, modified_at FROM oauth_clients`,
  `SELECT 'label', id, label FROM client_secrets`,
  `SELECT 'migration', version, success FROM _sqlx_migrations`,
];

export const keptBefore = (database: Stored) => rows(database, KEPT('oauth_client_id'));
export const keptAfter = (database: Stored) => rows(database, KEPT('holder_id'));
export const made = (database: Stored) => rows(database, MADE);

async function rows({ execute }: Stored, statements: string[]): Promise<Set<string>> {
  const all = new Set<string>();
  for (const statement of statements) {
    for (const row of (await execute(statement)).trimEnd().split('\n')) all.add(row);
  }
  return all;
}

/** Makes it. */
export async function firstVersion(database: Options['database']): Promise<Stored> {
  const stored = database === 'postgres' ? await createDatabase() : await newFile();
  const migration = await readFile(join(MIGRATIONS, database, `${FIRST}.sql`));
  const checksum = createHash('sha384').update(migration).digest('hex');
  const [time, bytes, blob] =
    database === 'postgres' ? ['TIMESTAMPTZ', 'BYTEA', `'\\x${checksum}'`] : ['TIMESTAMP', 'BLOB', `x'${checksum}'`];
  const statements = [
    migration.toString(),
    // As sqlx keeps it.
    `CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on ${time} NOT NULL
       DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, checksum ${bytes} NOT NULL, execution_time BIGINT NOT NULL)`,
    `INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
       VALUES (1, 'oauth clients and portal', TRUE, ${blob}, 1)`,
    ...ROWS,
  ];
  for (const statement of statements) await stored.execute(statement);
  return stored;
}

/** Another one like it. */
export async function copyOf({ url }: Stored): Promise<Stored> {
  if (!url.startsWith('sqlite:')) return createDatabase(`--template=${basename(new URL(url).pathname)}`);
  const copy = await newFile();
  await copyFile(path(url), path(copy.url));
  return copy;
}

const path = (url: string) => url.slice('sqlite:'.length);

async function newFile(): Promise<Stored> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-first-version-'));
  const file = join(folder, 'gatehouse.sqlite');
  return {
    url: `sqlite:${file}`,
    execute: async (statement) => {
      const running = promisify(execFile)('sqlite3', ['-bail', file], { maxBuffer: 2 ** 28 });
      running.child.stdin?.end(`${statement};`);
      return (await running).stdout;
    },
    drop: () => rm(folder, { recursive: true }),
  };
}
