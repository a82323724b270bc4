import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { WITH_ADMINISTRATOR } from '../tests/support/journeys.ts';
import { createDatabase } from '../tests/support/postgres.ts';
import { Cluster } from './support/cluster.ts';
import { full, smallDisk, tablespace } from './support/small-disk.ts';
import { test as base } from './support/test.ts';

/** Milliseconds. */
const FULL_FOR = 6_000;

const test = base.extend({
  postgres: async ({ database }, use) => {
    const postgres =
      database === 'postgres' ? await createDatabase(`--tablespace=${await tablespace(new Cluster())}`) : undefined;
    await use(postgres);
    await postgres?.drop();
  },

  environment: async ({ database }, use) => {
    const onSmallDisk = { DATABASE_URL: `sqlite:${join(smallDisk(), 'gatehouse.sqlite')}` };
    await use({ ...WITH_ADMINISTRATOR, RUST_LOG: 'warn', ...(database === 'sqlite' && onSmallDisk) });
  },
});

test('disk full', async ({ suffer }) => {
  await suffer({
    name: 'disk full',
    restart: 'no',
    isFelt: true,
    cause: (outages) => outages.during(() => full(() => delay(FULL_FOR))),
  });
});
