import { setTimeout as delay } from 'node:timers/promises';
import { test } from './support/test.ts';

const KILLS = 5;
/** Milliseconds. */
const BETWEEN = 1_000;

test('killed', async ({ gatehouse, suffer }) => {
  await suffer({
    name: `killed, ${KILLS} times`,
    restart: 'it is the fault',
    isFelt: true,
    cause: async (outages) => {
      for (let kill = 0; kill < KILLS; kill += 1) {
        await delay(BETWEEN * Math.random());
        await outages.during(async () => {
          await gatehouse.kill();
          await gatehouse.restart();
        });
      }
    },
  });
});
