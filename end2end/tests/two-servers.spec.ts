// Two servers on one Postgres, behind a proxy that has them take turns: what one did counts at the other at once.

import { setTimeout as delay } from 'node:timers/promises';
import * as oauth from 'oauth4webapi';
import { EMAIL, PASSWORD, signIn, webApplication } from './support/journeys.ts';
import { keysOf, tokenIsSignedBy } from './support/jwks.ts';
import { join } from './support/people.ts';
import { Portal, Refusal, type Saved } from './support/portal.ts';
import { register } from './support/principals.ts';
import { newPair } from './support/signer.ts';
import { expect, test } from './support/two-servers.ts';

/** For how long a key that one server made may be unknown to another: milliseconds, and a little more. */
const KEYS_KNOWN_WITHIN = 35_000;
/** Wrong passwords for one account from one address: ten, and two more that are counted apart. */
const GUESSES = 12;
const REDIRECT_URI = 'https://shop.example.com/callback';

/** An answer of the token service: its status and its body. */
async function ask(url: string, endpoint: string, client: Saved | undefined, form: Record<string, string>) {
  const basic = Buffer.from(`${client?.client_id}:${client?.client_secret}`).toString('base64');
  const answer = await fetch(`${url}/oauth2/${endpoint}`, {
    method: 'POST',
    headers: client ? { Authorization: `Basic ${basic}` } : {},
    body: new URLSearchParams(form),
  });
  const body: Record<string, string> = await answer.json();
  return { status: answer.status, body };
}

const obtain = (url: string, client: Saved) => ask(url, 'token', client, { grant_type: 'client_credentials' });

/** The status of a call. */
async function statusOf(call: Promise<unknown>): Promise<number> {
  return call.then(
    () => 200,
    (error: unknown) => {
      if (error instanceof Refusal) return error.status;
      throw error;
    },
  );
}

test('both start at once and make everything once', async ({ portal, a, b }) => {
  const people = await portal.call<{ users: unknown[] }>('users', { view: {}, after: null });
  expect(people.users).toHaveLength(1);
  expect(await keysOf(a.url)).toHaveLength(1);
  expect(await keysOf(b.url)).toEqual(await keysOf(a.url));
  expect(await portal.events({ action: 'signing_key.added' })).toHaveLength(1);
});

test('a person works through the proxy, whichever server answers', async ({ page, entrance, a, b }) => {
  await page.goto('/oauth-clients');
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeVisible();
  for (let visit = 0; visit < 4; visit += 1) {
    await page.reload();
    await expect(page.getByText('No OAuth clients yet')).toBeVisible();
  }
  const cookies = await page.context().cookies(entrance.url);
  const headers = { Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') };
  for (const { url } of [a, b]) {
    expect((await fetch(`${url}/oauth-clients`, { headers, redirect: 'manual' })).status).toBe(200);
  }
});

test('a session begun on one works on the other, and ended on one it is over on both', async ({ portal, entrance, b }) => {
  const there = portal.at(b.url);
  await there.call('session', {});
  await portal.at(entrance.url).call('session', {});
  await portal.signOut();
  expect(await statusOf(there.call('session', {}))).toBe(401);

  const begun = await Portal.signIn(entrance.url, EMAIL, PASSWORD);
  const started = await portal.signInAgain().then(() => portal.events({ action: 'session.started' }));
  expect(started).toHaveLength(3);
  expect(await statusOf(begun.at(b.url).call('session', {}))).toBe(200);
});

test('a client disabled on one gets nothing from the other', async ({ portal, a, b }) => {
  const client = await portal.register({ client_name: 'Billing' });
  const resource = await portal.register({ client_name: 'Resource' });
  const tokens = [await obtain(a.url, client), await obtain(b.url, client)].map(({ body }) => body.access_token!);
  const isActive = async (url: string, token: string) => (await ask(url, 'introspect', resource, { token })).body.active;
  for (const { url } of [a, b]) for (const token of tokens) expect(await isActive(url, token)).toBe(true);

  await portal.change([client.client_id], 'disable');
  expect(await obtain(b.url, client)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  for (const { url } of [b, a]) for (const token of tokens) expect(await isActive(url, token)).toBe(false);
  await portal.at(b.url).change([client.client_id], 'enable');
  expect((await obtain(a.url, client)).status).toBe(200);
});

test('a secret rotated on one counts no longer on the other', async ({ portal, b }) => {
  const old = await portal.register({ client_name: 'Billing' });
  expect((await obtain(b.url, old)).status).toBe(200);
  const { secret } = await portal.generate(old.client_id, 'Second', null);
  expect((await obtain(b.url, old)).status).toBe(401);
  expect((await obtain(b.url, { ...old, client_secret: secret })).status).toBe(200);
});

test('an assertion used on one is refused on the other', async ({ portal, entrance, a, b }) => {
  const pair = await newPair('one');
  const { client_id } = await register(portal, 'exporter', pair.jwk);
  let assertion = '';
  // The library makes the assertion; it is sent by hand, twice.
  await oauth
    .clientCredentialsGrantRequest(
      { issuer: entrance.url, token_endpoint: `${entrance.url}/oauth2/token` },
      { client_id },
      oauth.PrivateKeyJwt(pair.key),
      {},
      {
        [oauth.allowInsecureRequests]: true,
        [oauth.customFetch]: async (_, { body }) => {
          assertion = String(body);
          return new Response();
        },
      },
    )
    .catch(() => undefined);
  const form = Object.fromEntries(new URLSearchParams(assertion));
  expect((await ask(a.url, 'token', undefined, form)).status).toBe(200);
  expect(await ask(b.url, 'token', undefined, form)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
});

test.describe('an application', () => {
  let shop: Saved;
  let query: string;

  test.beforeEach(async ({ portal }) => {
    shop = await portal.register(webApplication(REDIRECT_URI));
    query = new URLSearchParams({
      client_id: shop.client_id,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      scope: 'openid offline_access',
    }).toString();
  });

  /** Has the person allow it at one server; says the code. */
  async function code(portal: Portal): Promise<string> {
    const answer = await fetch(`${portal.url}/oauth2/consent`, {
      method: 'POST',
      headers: portal.headers,
      body: new URLSearchParams({ query, answer: 'allow' }),
      redirect: 'manual',
    });
    return new URL(answer.headers.get('Location')!).searchParams.get('code')!;
  }

  const redeem = (url: string, code: string) =>
    ask(url, 'token', shop, { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI });
  const refresh = (url: string, refresh_token: string) =>
    ask(url, 'token', shop, { grant_type: 'refresh_token', refresh_token });
  const REFUSED = { status: 400, body: { error: 'invalid_grant' } };

  test('redeems a code on one, and not on the other', async ({ portal, a, b }) => {
    const made = await code(portal);
    const tokens = await redeem(b.url, made);
    expect(tokens.status).toBe(200);
    expect(await redeem(a.url, made)).toMatchObject(REFUSED);
    expect(await refresh(b.url, tokens.body.refresh_token!), 'what a stolen code gave is over').toMatchObject(REFUSED);
  });

  test('loses its tokens where one that was used on one comes again on the other', async ({ portal, a, b }) => {
    const first = (await redeem(a.url, await code(portal))).body.refresh_token!;
    const second = (await refresh(b.url, first)).body.refresh_token!;
    const third = await refresh(a.url, second);
    expect(third.status).toBe(200);
    expect(await refresh(b.url, first)).toMatchObject(REFUSED);
    for (const { url } of [a, b]) {
      expect(await refresh(url, third.body.refresh_token!)).toMatchObject(REFUSED);
      const { body } = await ask(url, 'introspect', shop, { token: third.body.access_token! });
      expect(body).toEqual({ active: false });
    }
  });
});

test('a key made on one is published by the other within half a minute', async ({ portal, a, b }) => {
  test.setTimeout(90_000);
  const client = await portal.register({ client_name: 'Billing' });
  await portal.call('identity-provider/rotate', {});
  expect(await keysOf(a.url)).toHaveLength(2);
  await expect.poll(() => keysOf(b.url), { timeout: KEYS_KNOWN_WITHIN, intervals: [500] }).toHaveLength(2);
  expect(await statusOf(portal.at(b.url).call('identity-provider/rotate', {})), 'one rotation at a time').toBe(409);
  for (const from of [a, b]) {
    const token = (await obtain(from.url, client)).body.access_token!;
    for (const { url } of [a, b]) expect(await tokenIsSignedBy(await keysOf(url), token)).toBe(true);
  }
});

test('guesses at a password add up, wherever they arrive', async ({ portal, a, b }) => {
  const guess = (url: string) => statusOf(Portal.signIn(url, EMAIL, `${PASSWORD}, or not`));
  const statuses: number[] = [];
  for (let count = 0; count <= GUESSES; count += 1) statuses.push(await guess([a, b][count % 2]!.url));
  expect(statuses).toEqual([...Array<number>(GUESSES).fill(401), 429]);
  expect([await guess(a.url), await guess(b.url)]).toEqual([429, 429]);
  expect(await statusOf(portal.at(b.url).call('session', {})), 'who is signed in stays so').toBe(200);
});

test('what a person may do changes on both', async ({ portal, b }) => {
  const bob = await join(portal, 'bob@example.com', 'administrator');
  const there = bob.portal.at(b.url);
  await there.register({ client_name: 'Of Bob' });
  const { version } = await portal.call<{ version: number }>('users/user', { user_id: bob.id });
  await portal.call('users/role', { user_id: bob.id, version, role: 'auditor' });
  expect(await statusOf(there.register({ client_name: 'Another' }))).toBe(403);
  expect(await statusOf(there.names())).toBe(200);

  await portal.call('users/status', { user_id: bob.id, status: 'disabled' });
  expect(await statusOf(there.names())).toBe(401);
  expect(await statusOf(there.signInAgain())).toBe(401);
});

test.describe('under load', () => {
  /** Obtains tokens and registers clients through the proxy, each request again where it failed; says what was lost. */
  async function work(portal: Portal, client: Saved, isOver: () => boolean): Promise<{ done: string[]; lost: string[] }> {
    const done: string[] = [];
    const lost: string[] = [];
    const twice = async (what: string, send: () => Promise<boolean>) => {
      const isDone = (await send().catch(() => false)) || (await send().catch(() => false));
      (isDone ? done : lost).push(what);
    };
    let count = 0;
    const hand = async () => {
      while (!isOver()) {
        count += 1;
        const name = `Client ${count}`;
        await twice(name, () => portal.register({ client_name: name }).then(() => true));
        await twice('a token', () => portal.givesToken(client.client_id, client.client_secret!));
      }
    };
    await Promise.all([hand(), hand(), hand()]);
    return { done, lost };
  }

  /** Works while `change` happens, and a little longer; then nothing may be lost. */
  async function during(portal: Portal, change: () => Promise<void>): Promise<void> {
    const client = await portal.register({ client_name: 'Billing' });
    let isOver = false;
    const working = work(portal, client, () => isOver);
    await delay(500);
    await change();
    await delay(1_000);
    isOver = true;
    const { done, lost } = await working;
    expect(lost).toEqual([]);
    const names = () => portal.names();
    const registered = new Set((await names().catch(names)).values());
    expect(done.filter((what) => what !== 'a token' && !registered.has(what))).toEqual([]);
    expect(done.length).toBeGreaterThan(10);
  }

  test('one is killed, and the other goes on', async ({ portal, entrance, a }) => {
    await during(portal.at(entrance.url), () => a.kill());
  });

  test('one after the other is restarted, and no request is lost that is sent again', async ({ portal, entrance, a, b }) => {
    await during(portal.at(entrance.url), async () => {
      for (const server of [a, b]) {
        await server.restart();
        await delay(300);
      }
    });
  });
});
