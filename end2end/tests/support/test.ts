// The test function of every spec: `import { test, expect } from './support/test.ts'`.

import { randomBytes } from 'node:crypto';
import { test as base, expect } from '@playwright/test';
import { type Environment, Gatehouse } from './gatehouse.ts';
import { PageGuard } from './page-guard.ts';
import { type Database, createDatabase } from './postgres.ts';
import { Site } from './site.ts';

export { expect };

export interface Options {
  /** Which database the server stands on; each project sets one. */
  database: 'sqlite' | 'postgres';
  /** More settings for the server: `test.use({ environment: { RUST_LOG: 'trace' } })`. */
  environment: Environment;
}

interface Fixtures {
  /** The database of the test's own, where the project is for Postgres. */
  postgres: Database | undefined;
  /** A server of the test's own, ready, with no user yet. */
  gatehouse: Gatehouse;
  /** A site of an application's own, with a page at its redirect URI. */
  site: Site;
  /** Watches the pages of `context`; to watch others, `await pageGuard.watch(context)`. */
  pageGuard: PageGuard;
  /** Says which message of the browser's console the test brings about on purpose. */
  expectedConsole: (message: RegExp) => void;
}

export const test = base.extend<Options & Fixtures>({
  database: ['sqlite', { option: true }],
  environment: [{}, { option: true }],

  postgres: async ({ database }, use) => {
    const postgres = database === 'postgres' ? await createDatabase() : undefined;
    await use(postgres);
    await postgres?.drop();
  },

  gatehouse: async ({ postgres, environment }, use, testInfo) => {
    const onPostgres = postgres && {
      DATABASE_URL: postgres.url,
      GATEHOUSE_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    };
    const gatehouse = await Gatehouse.start({ ...onPostgres, ...environment });
    try {
      await use(gatehouse);
      await gatehouse.stop();
    } finally {
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('gatehouse.log', { body: gatehouse.output(), contentType: 'text/plain' });
      }
      await gatehouse.remove();
    }
  },

  baseURL: async ({ gatehouse }, use) => {
    await use(gatehouse.url);
  },

  site: async ({}, use) => {
    const site = await Site.open();
    await use(site);
    await site.close();
  },

  pageGuard: async ({}, use) => {
    const guard = new PageGuard();
    await use(guard);
    expect(guard.problems(), 'the browser complained').toEqual([]);
  },

  context: async ({ context, pageGuard }, use) => {
    await pageGuard.watch(context);
    await use(context);
  },

  expectedConsole: async ({ pageGuard }, use) => {
    await use((message) => pageGuard.expect(message));
  },
});
