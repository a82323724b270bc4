// A person signs in to an application: asked once, told for whom, and sent nowhere that is not registered.

import type { Page } from '@playwright/test';
import * as client from 'openid-client';
import { discover, request } from './support/application.ts';
import { verifyToken } from './support/integrator.ts';
import {
  EMAIL,
  PASSWORD,
  WITH_ADMINISTRATOR,
  allow,
  banner,
  consentHeading,
  fact,
  openClient,
  signIn,
  webApplication,
} from './support/journeys.ts';
import { axe, layoutShift, shots } from './support/looks.ts';
import { Portal } from './support/portal.ts';
import { CALLBACK, type Site } from './support/site.ts';
import { expect, test } from './support/test.ts';

/** What an application may well send, and what a decoder too many would change. */
const STATE = 'a b+c%2Fd%252Fe&f=é/?#"';

test.use({ environment: WITH_ADMINISTRATOR });

let portal: Portal;
let configuration: client.Configuration;
/** The roles that the application holds. */
let held: string[];

test.beforeEach(async ({ gatehouse, site }) => {
  portal = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
  const saved = await portal.register(webApplication(site.redirectUri));
  configuration = await discover(gatehouse.url, saved.client_id, saved.client_secret);
  held = [];
});

/** Has the application hold a new role that allows everything at a new API; says which. */
async function giveRole(name: string, scopes: string[]): Promise<string> {
  const api = await portal.call<{ id: string }>('apis/add', { draft: { name, scopes } });
  const role = await portal.call<{ id: string }>('apis/roles/add', { api_id: api.id, draft: { name: 'Everything', scopes } });
  const wanted = [...held, role.id];
  await portal.call('clients/roles/assign', { client_id: 'app-shop', seen: held, wanted });
  held = wanted;
  return role.id;
}

/** The whole way of a person who is not signed in and was never asked, to the application's tokens. */
async function obtainTokens(page: Page, site: Site, more: Record<string, string> = {}) {
  const { url, checks } = await request(configuration, site.redirectUri, more);
  await page.goto(url);
  await signIn(page);
  await expect(consentHeading(page, 'Shop')).toBeVisible();
  await allow(page);
  return client.authorizationCodeGrant(configuration, await site.visit(), checks);
}

test('a person signs in, agrees, and the application gets what they agreed to', async ({ page, gatehouse, site }) => {
  const { url, checks } = await request(configuration, site.redirectUri);
  await page.goto(url);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByText('to continue to Shop')).toBeVisible();
  await axe(page);
  await shots(page, 'sign-in-application');
  expect(await layoutShift(page)).toBe(0);
  await signIn(page);

  await expect(consentHeading(page, 'Shop')).toBeVisible();
  await expect(page.getByText(`You are signed in as ${EMAIL}`)).toBeVisible();
  await expect(page.getByRole('list', { name: 'It will be able to:' }).getByRole('listitem')).toHaveText([
    'know who you are',
    'see the name you sign in with, and your role in Gatehouse',
    'see your e-mail address',
  ]);
  await expect(page.getByText('You will then be taken to')).toContainText('127.0.0.1');
  await axe(page);
  await shots(page, 'consent');
  expect(await layoutShift(page)).toBe(0);
  await allow(page);
  await expect(page.getByRole('heading', { name: 'Back in the shop' })).toBeVisible();

  const answer = await site.visit();
  expect(answer.searchParams.get('iss')).toBe(gatehouse.url);
  const tokens = await client.authorizationCodeGrant(configuration, answer, checks);
  const claims = tokens.claims()!;
  expect(claims).toMatchObject({ iss: gatehouse.url, aud: 'app-shop', nonce: checks.expectedNonce });
  const access = await verifyToken(gatehouse.url, tokens.access_token);
  expect(access).toMatchObject({ sub: claims.sub, client_id: 'app-shop', scope: 'openid profile email' });
  expect(await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)).toEqual({
    sub: claims.sub,
    preferred_username: EMAIL,
    roles: ['administrator'],
    email: EMAIL,
    email_verified: true,
  });

  const given = (await portal.events({})).find((event) => event.action === 'consent.given');
  expect(given, 'the audit log tells what was agreed to').toMatchObject({ actor: EMAIL, entity_name: 'Shop' });
  expect(given!.changes).toContainEqual({ field: 'scope', old: null, new: 'openid profile email' });
});

test('an application’s state comes back as it was sent', async ({ page, site }) => {
  const { url, checks } = await request(configuration, site.redirectUri, { state: STATE });
  await page.goto(url);
  await signIn(page);
  await allow(page);
  const first = await site.visit();
  expect(first.searchParams.get('state')).toBe(STATE);
  await client.authorizationCodeGrant(configuration, first, { ...checks, expectedState: STATE });
  await page.goto(url);
  expect((await site.visit()).searchParams.get('state'), 'asked nothing').toBe(STATE);
});

test('tokens are renewed, told about and given back', async ({ page, site }) => {
  const first = await obtainTokens(page, site);
  const second = await client.refreshTokenGrant(configuration, first.refresh_token!);
  expect(second.claims()).toMatchObject({ sub: first.claims()!.sub, auth_time: first.claims()!.auth_time });
  expect(second.claims()).not.toHaveProperty('nonce');
  expect(second.refresh_token).not.toBe(first.refresh_token);
  const third = await client.refreshTokenGrant(configuration, second.refresh_token!, { scope: 'openid' });
  expect(third.scope).toBe('openid');
  for (const token of [first.access_token, third.access_token, third.refresh_token!]) {
    const told = await client.tokenIntrospection(configuration, token);
    expect(told).toMatchObject({ active: true, client_id: 'app-shop', sub: first.claims()!.sub });
  }

  await client.tokenRevocation(configuration, third.refresh_token!);
  for (const token of [first.access_token, third.access_token, third.refresh_token!]) {
    expect(await client.tokenIntrospection(configuration, token), 'the whole family ends').toEqual({ active: false });
  }
  const refused = client.refreshTokenGrant(configuration, third.refresh_token!);
  await expect(refused).rejects.toMatchObject({ error: 'invalid_grant' });
});

test('a code that somebody uses again takes back what it gave', async ({ page, site }) => {
  const { url, checks } = await request(configuration, site.redirectUri);
  await page.goto(url);
  await signIn(page);
  await allow(page);
  const answer = await site.visit();
  const tokens = await client.authorizationCodeGrant(configuration, answer, checks);
  const again = client.authorizationCodeGrant(configuration, answer, checks);
  await expect(again).rejects.toMatchObject({ error: 'invalid_grant' });
  expect(await client.tokenIntrospection(configuration, tokens.access_token)).toEqual({ active: false });
  const refused = client.refreshTokenGrant(configuration, tokens.refresh_token!);
  await expect(refused).rejects.toMatchObject({ error: 'invalid_grant' });

  await openClient(page, 'app-shop', 'denials');
  await expect(page.getByRole('heading', { name: /code was used before/ })).toBeVisible();
  await axe(page);
});

test('whoever is signed in and was asked before is asked nothing', async ({ page, site }) => {
  const first = await obtainTokens(page, site);
  const silently: Record<string, string> = { prompt: 'none' };
  for (const more of [{}, silently]) {
    const { url, checks } = await request(configuration, site.redirectUri, more);
    // As a link on the application's page would: what a browser sends then is not what it sends for an address typed in.
    await page.evaluate((address) => location.assign(address), url);
    await page.waitForURL((address) => address.origin === site.origin && address.href.includes(checks.expectedState as string));
    const tokens = await client.authorizationCodeGrant(configuration, await site.visit(), checks);
    expect(tokens.claims()!.sub).toBe(first.claims()!.sub);
  }

  const more = await request(configuration, site.redirectUri, { scope: 'openid profile email offline_access' });
  await page.goto(more.url);
  await expect(page.getByRole('listitem').filter({ hasText: 'keep its access after you have signed out' })).toBeVisible();
  const consent = await request(configuration, site.redirectUri, { prompt: 'consent' });
  await page.goto(consent.url);
  await expect(consentHeading(page, 'Shop')).toBeVisible();
});

test('a person is told what an application may do at APIs, and the application gets that', async ({ page, gatehouse, site }) => {
  const billing = await giveRole('Billing API', ['invoices.read', 'invoices.write', 'invoices:archive/2024']);
  await giveRole('Stock', ['stock.count']);
  const scope = 'openid offline_access invoices.read invoices.write stock.count';
  const { url, checks } = await request(configuration, site.redirectUri, { scope });
  await page.goto(url);
  await signIn(page);
  await expect(consentHeading(page, 'Shop')).toBeVisible();
  const named = (name: string) => page.getByRole('list', { name, exact: true }).getByRole('listitem');
  await expect(named('It will be able to:')).toHaveText(['know who you are', 'keep its access after you have signed out']);
  const atBilling = named('In your name, it will be able to use Billing API for:');
  await expect(atBilling).toHaveText(['invoices.read', 'invoices.write']);
  await expect(named('In your name, it will be able to use Stock for:')).toHaveText(['stock.count']);
  await axe(page);
  await shots(page, 'consent-apis');
  expect(await layoutShift(page)).toBe(0);
  await allow(page);
  const tokens = await client.authorizationCodeGrant(configuration, await site.visit(), checks);
  expect(tokens.scope).toBe(scope);
  const access = await verifyToken(gatehouse.url, tokens.access_token);
  expect(access).toMatchObject({ client_id: 'app-shop', scope });

  const again = await request(configuration, site.redirectUri, { scope: 'openid invoices.write' });
  await page.goto(again.url);
  expect((await site.visit()).searchParams.get('code'), 'asked nothing').toBeTruthy();
  const more = await request(configuration, site.redirectUri, { scope: 'invoices.read invoices:archive/2024' });
  await page.goto(more.url);
  await expect(atBilling).toHaveText(['invoices.read', 'invoices:archive/2024']);
  await expect(page.getByRole('list')).toHaveCount(1);
  await axe(page);

  await portal.call('clients/roles/assign', { client_id: 'app-shop', seen: held, wanted: held.filter((id) => id !== billing) });
  const refreshed = await client.refreshTokenGrant(configuration, tokens.refresh_token!);
  expect(refreshed.scope, 'what its roles still allow').toBe('openid offline_access stock.count');
  const refused = client.refreshTokenGrant(configuration, refreshed.refresh_token!, { scope: 'invoices.read' });
  await expect(refused).rejects.toMatchObject({ error: 'invalid_scope' });
});

test('an application can have a person sign in again', async ({ page, site }) => {
  const first = await obtainTokens(page, site);
  const { url, checks } = await request(configuration, site.redirectUri, { prompt: 'login', max_age: '600' });
  await page.goto(url);
  await expect(page.getByText('to continue to Shop')).toBeVisible();
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'Back in the shop' })).toBeVisible();
  const answer = await site.visit();
  const tokens = await client.authorizationCodeGrant(configuration, answer, { ...checks, maxAge: 600 });
  expect(tokens.claims()!.auth_time).toBeGreaterThanOrEqual(first.claims()!.auth_time!);
});

test('a person can go on as somebody else', async ({ page, site }) => {
  const { url } = await request(configuration, site.redirectUri);
  await page.goto(url);
  await signIn(page);
  await expect(consentHeading(page, 'Shop')).toBeVisible();
  await page.getByRole('link', { name: 'Use another account' }).click();
  await expect(page.getByText('to continue to Shop')).toBeVisible();
  await signIn(page);
  await expect(consentHeading(page, 'Shop'), 'the request is not lost').toBeVisible();
});

test('an application is told what it may not have', async ({ page, site }) => {
  const silent = await request(configuration, site.redirectUri, { prompt: 'none' });
  await page.goto(silent.url);
  const nobody = client.authorizationCodeGrant(configuration, await site.visit(), silent.checks);
  await expect(nobody).rejects.toMatchObject({ error: 'login_required' });

  const { url, checks } = await request(configuration, site.redirectUri);
  await page.goto(url);
  await signIn(page);
  await page.getByRole('button', { name: 'Don’t allow' }).click();
  await expect(page.getByRole('heading', { name: 'Back in the shop' })).toBeVisible();
  const denied = client.authorizationCodeGrant(configuration, await site.visit(), checks);
  await expect(denied).rejects.toMatchObject({ error: 'access_denied' });

  await page.goto(silent.url);
  const unasked = client.authorizationCodeGrant(configuration, await site.visit(), silent.checks);
  await expect(unasked).rejects.toMatchObject({ error: 'consent_required' });
  const unknown = await request(configuration, site.redirectUri, { scope: 'openid payments' });
  await page.goto(unknown.url);
  const refused = client.authorizationCodeGrant(configuration, await site.visit(), unknown.checks);
  await expect(refused).rejects.toMatchObject({ error: 'invalid_scope' });
});

test('signing out ends what applications have, but what they may keep', async ({ page, site }) => {
  const bound = await obtainTokens(page, site);
  const { url, checks } = await request(configuration, site.redirectUri, { scope: 'openid offline_access' });
  await page.goto(url);
  await allow(page);
  const kept = await client.authorizationCodeGrant(configuration, await site.visit(), checks);
  await page.goto('/oauth-clients');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  const refused = client.refreshTokenGrant(configuration, bound.refresh_token!);
  await expect(refused).rejects.toMatchObject({ error: 'invalid_grant' });
  expect((await client.refreshTokenGrant(configuration, kept.refresh_token!)).access_token).toBeTruthy();
});

test('a redirect URI that is not registered leads nowhere, and explains itself', async ({ page, site, expectedConsole }) => {
  expectedConsole(/status of 40[04]/);
  const wrong = `${site.origin}/login${CALLBACK}`;
  const { url, checks } = await request(configuration, wrong);
  const answer = await page.goto(url);
  expect(answer?.status()).toBe(400);
  await expect(page.getByRole('heading', { name: 'You cannot sign in to this application' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy reference' })).toBeEnabled();
  expect(new URL(page.url()).pathname).toBe('/oauth2/authorize');
  const reference = (await page.locator('code').textContent())!;
  expect(reference).toMatch(/^\S+$/);
  await axe(page);
  await shots(page, 'authorize-refused');
  expect(site.visits).toEqual([]);

  await page.goto('/oauth-clients/app-shop?tab=denials');
  await signIn(page);
  const refused = page.getByRole('list', { name: 'Refused requests, newest first' }).getByRole('listitem');
  await expect(refused).toHaveCount(1);
  await expect(refused.getByRole('heading')).toHaveText('The redirect URI is not registered');
  await expect(refused).toContainText(wrong);
  await expect(refused).toContainText('The path differs');
  await expect(fact(refused, 'Reference in the log')).toContainText(reference);
  await axe(page);
  await shots(page, 'denials');
  await refused.getByRole('button', { name: 'Add this redirect URI' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add this redirect URI?' });
  await expect(dialog).toContainText(wrong);
  await axe(page);
  await shots(page, 'denials-add');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(banner(page, 'Redirect URI added to “Shop”')).toBeVisible();
  await expect(refused).toContainText('It is registered by now');
  await expect(refused.getByRole('button', { name: 'Add this redirect URI' })).toHaveCount(0);
  await axe(page);
  expect((await portal.client('app-shop'))!.redirect_uris).toEqual([site.redirectUri, wrong]);

  // Nothing listens there; that the browser is sent there is what counts.
  await page.goto(url);
  const sent = page.waitForRequest((asked) => asked.url().startsWith(wrong));
  await allow(page);
  const tokens = await client.authorizationCodeGrant(configuration, new URL((await sent).url()), checks);
  expect(tokens.access_token).toBeTruthy();
});

test('neither codes nor tokens nor e-mails get into the log', async ({ page, gatehouse, site }) => {
  await gatehouse.restart({ RUST_LOG: 'trace' });
  const { url, checks } = await request(configuration, site.redirectUri);
  await page.goto(url);
  await signIn(page);
  await allow(page);
  const answer = await site.visit();
  const first = await client.authorizationCodeGrant(configuration, answer, checks);
  const second = await client.refreshTokenGrant(configuration, first.refresh_token!);
  await client.fetchUserInfo(configuration, second.access_token, first.claims()!.sub);
  await client.tokenIntrospection(configuration, second.access_token);
  await client.tokenRevocation(configuration, second.refresh_token!);
  const log = gatehouse.output();
  expect(log, 'the log is at its most talkative').toContain('TRACE');
  const kept = [answer.searchParams.get('code')!, checks.pkceCodeVerifier as string];
  for (const tokens of [first, second]) kept.push(tokens.access_token, tokens.refresh_token!, tokens.id_token!);
  for (const secret of kept) expect(log.includes(secret), `the log holds ${secret}`).toBe(false);
  expect(log).not.toContain(EMAIL);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a person signs in, agrees, and is sent back', async ({ page, site, expectedConsole }) => {
    // The code that is preloaded is never run.
    expectedConsole(/was preloaded using link preload but not used/);
    const { url, checks } = await request(configuration, site.redirectUri, { state: STATE });
    await page.goto(url);
    await expect(page.getByText('to continue to Shop')).toBeVisible();
    await page.getByLabel('E-mail').fill(EMAIL);
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toContainText('not right');
    await expect(page.getByText('to continue to Shop'), 'the application is not forgotten').toBeVisible();
    await signIn(page);
    await expect(consentHeading(page, 'Shop')).toBeVisible();
    await allow(page);
    await expect(page.getByRole('heading', { name: 'Back in the shop' })).toBeVisible();
    const tokens = await client.authorizationCodeGrant(configuration, await site.visit(), { ...checks, expectedState: STATE });
    expect(tokens.claims()!.nonce).toBe(checks.expectedNonce);
  });

  test('a person can say no', async ({ page, site, expectedConsole }) => {
    expectedConsole(/was preloaded using link preload but not used/);
    const { url, checks } = await request(configuration, site.redirectUri);
    await page.goto(url);
    await signIn(page);
    await page.getByRole('button', { name: 'Don’t allow' }).click();
    await expect(page.getByRole('heading', { name: 'Back in the shop' })).toBeVisible();
    const denied = client.authorizationCodeGrant(configuration, await site.visit(), checks);
    await expect(denied).rejects.toMatchObject({ error: 'access_denied' });
  });
});
