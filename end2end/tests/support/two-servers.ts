// The test function where two servers stand on one Postgres, behind a proxy.

import { randomBytes } from 'node:crypto';
import { type Environment, Gatehouse } from './gatehouse.ts';
import { EMAIL, PASSWORD, WITH_ADMINISTRATOR } from './journeys.ts';
import { Portal } from './portal.ts';
import { Proxy } from './proxy.ts';
import { expect, test as base } from './test.ts';

export { expect };

interface Fixtures {
  /** Has the servers take turns. */
  entrance: Proxy;
  servers: Gatehouse[];
  a: Gatehouse;
  b: Gatehouse;
  /** The first administrator, signed in at `a`. */
  portal: Portal;
}

export const test = base.extend<Fixtures>({
  entrance: async ({}, use) => {
    const entrance = await Proxy.open();
    await use(entrance);
    await entrance.close();
  },

  servers: async ({ postgres, entrance }, use, testInfo) => {
    const environment: Environment = {
      ...WITH_ADMINISTRATOR,
      DATABASE_URL: postgres!.url,
      GATEHOUSE_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      GATEHOUSE_PUBLIC_URL: entrance.url,
      GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
    };
    // At the same moment, on an empty database.
    const servers = await Promise.all([Gatehouse.start(environment), Gatehouse.start(environment)]);
    entrance.targets.push(...servers.map(({ url }) => url));
    await use(servers);
    if (testInfo.status !== testInfo.expectedStatus) {
      const body = servers.map((server) => server.output()).join('\n');
      await testInfo.attach('gatehouse.log', { body, contentType: 'text/plain' });
    }
    await Promise.all(servers.map((server) => server.remove()));
  },

  a: async ({ servers }, use) => use(servers[0]!),
  b: async ({ servers }, use) => use(servers[1]!),
  portal: async ({ a }, use) => use(await Portal.signIn(a.url, EMAIL, PASSWORD)),
  baseURL: async ({ entrance }, use) => use(entrance.url),
});
