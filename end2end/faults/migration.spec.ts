import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { BINARY, type Environment, Gatehouse } from '../tests/support/gatehouse.ts';
import { EMAIL, PASSWORD } from '../tests/support/journeys.ts';
import { Portal } from '../tests/support/portal.ts';
import { type Stored, copyOf, firstVersion, keptAfter, keptBefore, made } from './support/first-version.ts';
import { expect, test } from './support/test.ts';

const TIMES = 6;
const KILLS = 2;
/** A client of the first version, and a word that it is found by. */
const CLIENT = 'app-4711';
const WORD = '4711';

test('migration interrupted', async ({ database, tell }) => {
  const old = await firstVersion(database);
  const key = { GATEHOUSE_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64') };
  const environment = ({ url }: Stored): Environment => ({ ...key, DATABASE_URL: url, RUST_LOG: 'warn' });
  const before = await keptBefore(old);
  const reference = await copyOf(old);
  const began = Date.now();
  expect(await migrate(environment(reference), undefined)).toBe(true);
  const takes = Date.now() - began;
  const expected = await made(reference);
  await reference.drop();

  const found = { attempted: 0, acknowledged: 0, found: 0, missing: 0, broken: [] as string[] };
  let interrupted = 0;
  for (let time = 0; time < TIMES; time += 1) {
    const copy = await copyOf(old);
    for (let kill = 0; kill < KILLS; kill += 1) {
      if (!(await migrate(environment(copy), Math.random() * takes))) interrupted += 1;
    }
    const gatehouse = await Gatehouse.start(environment(copy));
    const portal = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
    if (!(await portal.client(CLIENT))) found.broken.push(`${CLIENT} is not served`);
    const { rows } = await portal.call<{ rows: unknown[] }>('oauth-clients', { view: { q: WORD }, page: null });
    if (rows.length !== 1) found.broken.push(`${WORD} finds ${rows.length} clients`);
    await gatehouse.stop();
    await gatehouse.remove();

    const [after, made_] = [await keptAfter(copy), await made(copy)];
    const missing = [...before].filter((row) => !after.has(row));
    found.attempted += before.size;
    found.acknowledged += before.size;
    found.found += before.size - missing.length;
    found.missing += missing.length;
    for (const row of expected) if (!made_.has(row)) found.broken.push(`not made: ${row}`);
    if (made_.size !== expected.size) found.broken.push(`${made_.size} rows were made instead of ${expected.size}`);
    await copy.drop();
  }
  await old.drop();
  expect(interrupted, 'how often it was killed before its end').toBeGreaterThan(0);
  await tell(`migration interrupted, ${interrupted} times`, found, 0, 'it is the fault');
});

/** Migrates until the end, or until it is killed after so many milliseconds; says whether it came to its end. */
async function migrate(environment: Environment, killedAfter: number | undefined): Promise<boolean> {
  const child = spawn(BINARY, ['migrate'], { env: { GATEHOUSE_DATA_DIR: tmpdir(), ...environment }, stdio: 'ignore' });
  const ended = once(child, 'exit');
  if (killedAfter !== undefined) {
    await Promise.race([ended, delay(killedAfter)]);
    child.kill('SIGKILL');
  }
  const [code] = await ended;
  return code === 0;
}
