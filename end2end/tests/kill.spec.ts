// The server is killed in the middle of changes, over and over: each of them is there whole, with its audit event, or
// not at all.

import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Changes } from './support/changes.ts';
import { EMAIL, PASSWORD, WITH_ADMINISTRATOR } from './support/journeys.ts';
import { Portal, Refusal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

const KILLS = Number(process.env.GATEHOUSE_KILLS ?? 8);
const SEED = Number(process.env.GATEHOUSE_SEED ?? randomInt(2 ** 31));

test.use({ environment: { ...WITH_ADMINISTRATOR, RUST_LOG: 'warn' } });

test('a killed server leaves every change whole or undone', async ({ gatehouse, database }) => {
  test.setTimeout(60_000 + KILLS * 5_000);
  let isKilled = false;
  const loop = new Changes(await Portal.signIn(gatehouse.url, EMAIL, PASSWORD), {
    seed: SEED,
    atOnce: 8,
    pause: 0,
    now: () => Math.floor(Date.now() / 1000),
    afterFailure: async (error) => {
      if (error instanceof Refusal || !isKilled) throw error;
    },
  });
  for (let kill = 0; kill < KILLS; kill += 1) {
    isKilled = false;
    const changing = loop.changeUntil(() => isKilled);
    // Looked at when the server is gone.
    changing.catch(() => undefined);
    await delay(loop.between(40, 700));
    isKilled = true;
    await gatehouse.kill();
    await changing;
    await gatehouse.restart();
    await loop.judge();
  }
  await loop.judgeAll();

  const { attempted, whole, absent, broken } = loop;
  console.log(
    `kill loop (${database}): attempted ${attempted}, whole ${whole}, absent ${absent}, broken ${broken.length} ` +
      `(${KILLS} kills, seed ${SEED})`,
  );
  expect(broken, `seed ${SEED}`).toEqual([]);
  expect(whole + absent).toBe(attempted);
  expect(whole, 'the loop changes something').toBeGreaterThan(KILLS);
});
