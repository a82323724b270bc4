// Databases of their own in the Postgres that scripts/with-postgres started.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';

const DEBIAN = '/usr/lib/postgresql';

export interface Database {
  /** What DATABASE_URL is to be. */
  url: string;
  /** Ends every connection and lets no new one in. */
  off(): Promise<void>;
  /** Lets connections in again. */
  on(): Promise<void>;
  /** Does to the database what no page does yet. */
  execute(statement: string): Promise<void>;
  drop(): Promise<void>;
}

/** Makes an empty database. */
export async function createDatabase(): Promise<Database> {
  const cluster = process.env.GATEHOUSE_TEST_POSTGRES_URL;
  if (!cluster) throw new Error('GATEHOUSE_TEST_POSTGRES_URL is not set: run the tests through scripts/with-postgres');
  const name = `gatehouse_${randomBytes(8).toString('hex')}`;
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  await promisify(execFile)(program('createdb'), [`--maintenance-db=${cluster}`, name]);
  const sql = async (statement: string, database: string = cluster) => {
    await promisify(execFile)(program('psql'), [database, '--quiet', '--set', 'ON_ERROR_STOP=1', '--command', statement]);
  };
  return {
    url: url.href,
    off: async () => {
      await sql(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
      await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
    },
    execute: (statement) => sql(statement, url.href),
    on: () => sql(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`),
    drop: async () => {
      await promisify(execFile)(program('dropdb'), ['--force', `--maintenance-db=${cluster}`, name]);
    },
  };
}

function program(name: string): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const installed = versions.map((version) => `${DEBIAN}/${version}/bin/${name}`).filter((path) => existsSync(path));
  return installed.at(-1) ?? name;
}
