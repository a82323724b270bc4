import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EMAIL, PASSWORD, WITH_ADMINISTRATOR } from '../tests/support/journeys.ts';
import { keysOf, tokenIsSignedBy } from '../tests/support/jwks.ts';
import { Portal } from '../tests/support/portal.ts';
import { expect, test as base } from './support/test.ts';

const HOUR = 60 * 60;
const DAY = 24 * HOUR;
/** Milliseconds that the clock stays ahead or behind, and that it is right in between. */
const WRONG_FOR = 4_000;
const RIGHT_FOR = 2_500;
const TENDED_WITHIN = 1_000;
/** Seconds until the next attempt to sign in, where there were too many. */
const WAIT = 60;

interface Fixtures {
  /** What libfaketime reads at each look at the clock. */
  clockFile: string;
}

const test = base.extend<Fixtures>({
  clockFile: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-clock-'));
    const file = join(folder, 'ahead');
    await writeFile(file, '+0');
    await use(file);
    await rm(folder, { recursive: true });
  },

  environment: async ({ clockFile }, use) => {
    await use({
      ...WITH_ADMINISTRATOR,
      RUST_LOG: 'warn',
      LD_PRELOAD: process.env.GATEHOUSE_FAKETIME ?? '',
      FAKETIME_TIMESTAMP_FILE: clockFile,
      FAKETIME_NO_CACHE: '1',
      // As with a machine's clock: what measures spans of time does not jump.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    });
  },
});

/** Guesses at somebody's password until the server has heard enough; says for how many seconds. */
async function guess(url: string): Promise<number> {
  for (;;) {
    const answer = await fetch(`${url}/portal/api/sign-in`, {
      method: 'POST',
      headers: { Accept: 'application/json', 'Sec-Fetch-Site': 'same-origin' },
      body: new URLSearchParams({ email: 'bob@example.com', password: 'a guess' }),
    });
    await answer.text();
    if (answer.status === 429) return Number(answer.headers.get('Retry-After'));
    expect(answer.status).toBe(401);
  }
}

test('clock moved', async ({ gatehouse, suffer, load, clock, clockFile }) => {
  load.mayBeLate = true;
  const move = async (ahead: number) => {
    // Of two times that it may be, `clock` tells the earlier.
    if (ahead < clock.ahead) clock.ahead = ahead;
    await writeFile(clockFile, ahead < 0 ? `${ahead}` : `+${ahead}`);
    clock.ahead = ahead;
  };
  await suffer({
    name: 'clock moved by an hour and a day, forward and back',
    restart: 'no',
    isFelt: false,
    cause: async () => {
      for (const ahead of [HOUR, -HOUR, -DAY, DAY]) {
        await move(ahead);
        await Promise.all([delay(WRONG_FOR), guess(gatehouse.url)]);
        await move(0);
        expect(await guess(gatehouse.url), 'whoever guessed then may soon try again').toBeLessThanOrEqual(WAIT);
        await delay(RIGHT_FOR);
      }
    },
  });
});

test('a clock that is ahead for a while takes no signing key away', async ({ gatehouse, clockFile }) => {
  const portal = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
  const program = await portal.register({ client_name: 'Program' });
  const token = await portal.token(program.client_id, program.client_secret!);
  await portal.call('identity-provider/rotate', {});
  const keys = await keysOf(gatehouse.url);
  expect(keys).toHaveLength(2);

  await writeFile(clockFile, `+${DAY}`);
  // It tends the keys at its start, and by its clock the first one has had its time.
  await gatehouse.restart();
  await delay(TENDED_WITHIN);
  await writeFile(clockFile, '+0');
  await gatehouse.restart();
  expect(await keysOf(gatehouse.url)).toEqual(keys);
  expect(await tokenIsSignedBy(keys, token)).toBe(true);
  const next = await portal.token(program.client_id, program.client_secret!);
  expect(await tokenIsSignedBy(keys.slice(0, 1), next), 'the next key signs in its time').toBe(true);
});
