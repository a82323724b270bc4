import { setTimeout as delay } from 'node:timers/promises';
import { Cluster } from './support/cluster.ts';
import { test } from './support/test.ts';

/** Milliseconds. */
const STOPPED_FOR = 5_000;
const HANGS_FOR = 6_000;

for (const [name, signal] of [
  ['stopped in order', 'SIGINT'],
  ['stopped at once', 'SIGQUIT'],
] as const) {
  test(name, async ({ suffer }) => {
    const cluster = new Cluster();
    await suffer({
      name,
      restart: 'no',
      isFelt: true,
      cause: (outages) =>
        outages.during(async () => {
          await cluster.stop(signal);
          try {
            await delay(STOPPED_FOR);
          } finally {
            await cluster.start();
          }
        }),
    });
  });
}

test('hangs', async ({ suffer }) => {
  const cluster = new Cluster();
  await suffer({
    name: 'hangs',
    restart: 'no',
    isFelt: true,
    cause: (outages) => outages.during(() => cluster.hang(() => delay(HANGS_FOR))),
  });
});
