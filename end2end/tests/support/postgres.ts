// Databases of their own in the Postgres that scripts/with-postgres started.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { promisify } from 'node:util';

const DEBIAN = '/usr/lib/postgresql';
const MUCH = { maxBuffer: 2 ** 28 };

export interface Database {
  /** What DATABASE_URL is to be. */
  url: string;
  /** Ends every connection and lets no new one in. */
  off(): Promise<void>;
  /** Lets connections in again. */
  on(): Promise<void>;
  /** Does to the database what no page does yet, and gives the rows that come of it, one a line. */
  execute(statement: string): Promise<string>;
  drop(): Promise<void>;
}

/** Where the Postgres is that scripts/with-postgres started. */
export function clusterUrl(): string {
  const cluster = process.env.GATEHOUSE_TEST_POSTGRES_URL;
  if (!cluster) throw new Error('GATEHOUSE_TEST_POSTGRES_URL is not set: run the tests through scripts/with-postgres');
  return cluster;
}

/** Makes an empty database, or one as the options of `createdb` say. */
export async function createDatabase(...options: string[]): Promise<Database> {
  const cluster = clusterUrl();
  const name = `gatehouse_${randomBytes(8).toString('hex')}`;
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  await promisify(execFile)(program('createdb'), [...options, `--maintenance-db=${cluster}`, name]);
  const sql = async (statement: string, database: string = cluster) => {
    const asRows = ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--set', 'ON_ERROR_STOP=1'];
    const { stdout } = await promisify(execFile)(program('psql'), [database, ...asRows, '--command', statement], MUCH);
    return stdout;
  };
  return {
    url: url.href,
    off: async () => {
      await sql(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
      await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
    },
    execute: (statement) => sql(statement, url.href),
    on: async () => {
      await sql(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    },
    drop: async () => {
      await promisify(execFile)(program('dropdb'), ['--force', `--maintenance-db=${cluster}`, name]);
    },
  };
}

/** The path of one of Postgres' programs. */
export function program(name: string): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const installed = versions.map((version) => `${DEBIAN}/${version}/bin/${name}`).filter((path) => existsSync(path));
  return installed.at(-1) ?? name;
}
