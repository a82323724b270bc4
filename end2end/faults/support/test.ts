// The test function of every fault.

import { setTimeout as delay } from 'node:timers/promises';
import { WITH_ADMINISTRATOR } from '../../tests/support/journeys.ts';
import { test as base, expect } from '../../tests/support/test.ts';
import { type Found, Load } from './load.ts';
import { Outages } from './outages.ts';
import type { Figures } from './report.ts';

export { expect };

/** Milliseconds of load before a fault and after it. */
const BEFORE = 1_500;
const AFTER = 6_500;
/** Seconds for which requests may fail when a fault is over. */
const RECOVERS_WITHIN = 5;

interface Fault {
  /** As the table calls it. */
  name: string;
  restart: Figures['restart'];
  /** Brings it about and takes it away, once or several times. */
  cause: (outages: Outages) => Promise<void>;
  /** Whether requests fail meanwhile, or none may. */
  isFelt: boolean;
}

interface Fixtures {
  /** The seconds by which the server's clock is ahead. */
  clock: { ahead: number };
  load: Load;
  /** Has something go wrong under load, and looks for everything that was attempted. */
  suffer: (fault: Fault) => Promise<void>;
  /** Gives a row to the table, and holds it against what is acceptable. */
  tell: (fault: string, found: Found, seconds: number, restart: Figures['restart']) => Promise<void>;
}

export const test = base.extend<Fixtures>({
  environment: { ...WITH_ADMINISTRATOR, RUST_LOG: 'warn' },

  clock: async ({}, use) => {
    await use({ ahead: 0 });
  },

  load: async ({ gatehouse, clock }, use) => {
    await use(await Load.prepare(gatehouse.url, () => Math.floor(Date.now() / 1000) + clock.ahead));
  },

  suffer: async ({ gatehouse, load, tell }, use) => {
    await use(async ({ name, restart, cause, isFelt }) => {
      const outages = new Outages(gatehouse.url);
      load.start();
      try {
        await delay(BEFORE);
        expect(outages.count, 'requests failed before the fault').toBe(0);
        await cause(outages);
        await delay(AFTER);
      } finally {
        await load.stop();
        outages.stop();
      }
      const found = await load.judge();
      expect(outages.count > 0, 'whether requests failed').toBe(isFelt);
      await tell(name, found, outages.longest(), restart);
    });
  },

  tell: async ({ database }, use, testInfo) => {
    await use(async (fault, { broken, ...found }, seconds, restart) => {
      const figures: Figures = { fault, database, ...found, seconds, restart };
      await testInfo.attach('figures', { body: JSON.stringify(figures), contentType: 'application/json' });
      expect(broken).toEqual([]);
      expect(found.missing, 'acknowledged and missing').toBe(0);
      expect(found.acknowledged, 'something was acknowledged').toBeGreaterThan(0);
      expect(seconds, 'requests failed after the fault').toBeLessThan(RECOVERS_WITHIN);
    });
  },
});
