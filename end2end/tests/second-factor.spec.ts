// A code after the password: set up, asked for, replaced, required.

import { readFile } from 'node:fs/promises';
import { type Page } from '@playwright/test';
import * as client from 'openid-client';
import { discover, request } from './support/application.ts';
import { Authenticator } from './support/authenticator.ts';
import { EMAIL, PASSWORD, WITH_ADMINISTRATOR, allow, banner, consentHeading, dismiss, signIn, webApplication } from './support/journeys.ts';
import { axe, shots } from './support/looks.ts';
import { join, otherBrowser, signInAs } from './support/people.ts';
import { Portal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

test.use({ environment: { ...WITH_ADMINISTRATOR, RUST_LOG: 'trace' } });

interface Offer {
  key: string;
  qr_path: string;
  qr_size: number;
  sealed: string;
}

/** Gives the person of a session a second factor, without a browser. */
async function enrol(portal: Portal): Promise<{ app: Authenticator; codes: string[] }> {
  const offer = await portal.call<Offer>('account/second-factor/offer', {});
  const app = new Authenticator(offer.key);
  const codes = await portal.call<string[]>('account/second-factor/add', { sealed: offer.sealed, code: await app.next() });
  return { app, codes };
}

async function enter(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
}

const codeWanted = (page: Page) => page.getByRole('heading', { name: 'Enter a code', level: 1 });
const clients = (page: Page) => page.getByRole('heading', { name: 'OAuth Clients', level: 1 });
const section = (page: Page) => page.getByRole('region', { name: 'Second factor' });

test('a person sets up a second factor and is asked for it from then on', async ({ page, gatehouse, expectedConsole }) => {
  expectedConsole(/status of 4(01|22)/);
  const secrets: string[] = [];
  page.on('request', (sent) => secrets.push(sent.url()));
  await page.goto('/account');
  await signIn(page);
  await expect(section(page).getByText('Not set up.')).toBeVisible();
  await section(page).getByRole('button', { name: 'Set up' }).click();
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  await axe(page);
  await shots(page, 'second-factor-set-up');
  const key = await section(page).locator('code').first().textContent();
  const app = new Authenticator(key!);
  const code = page.getByLabel('Code that the app shows then');
  await code.fill('000000');
  await section(page).getByRole('button', { name: 'Set up' }).click();
  await expect(code).toHaveAccessibleDescription(/not right/);
  await expect(code).toBeFocused();
  await code.fill(await app.next());
  await section(page).getByRole('button', { name: 'Set up' }).click();
  await expect(page.getByText('This is the only time they are shown')).toBeVisible();
  await axe(page);
  await shots(page, 'second-factor-codes');
  const codes = (await section(page).locator('code').textContent())!.split('\n');
  expect(codes).toHaveLength(10);
  const download = page.waitForEvent('download');
  await section(page).getByRole('button', { name: 'Download' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toBe(`${codes.join('\n')}\n`);
  const asked = page.waitForEvent('dialog');
  await page.evaluate(() => void setTimeout(() => location.reload()));
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  expect((await section(page).locator('code').textContent())!.split('\n')).toEqual(codes);
  await section(page).getByRole('button', { name: 'I have saved them' }).click();
  await expect(section(page).getByText('10 recovery codes are left.')).toBeVisible();
  await axe(page);
  await shots(page, 'second-factor-standing');

  await page.reload();
  await expect(section(page).getByText('10 recovery codes are left.')).toBeVisible();
  const html = await (await page.request.get('/account')).text();
  for (const secret of [key!, key!.replaceAll(' ', ''), ...codes]) {
    expect(html).not.toContain(secret);
    expect(secrets.join(' ')).not.toContain(encodeURIComponent(secret));
    expect(gatehouse.output()).not.toContain(secret);
  }

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await signIn(page);
  await expect(codeWanted(page)).toBeVisible();
  await expect(page.getByLabel('Code', { exact: true })).toHaveAttribute('autocomplete', 'one-time-code');
  await axe(page);
  await shots(page, 'second-factor');
  await enter(page, '000000');
  await expect(page.getByRole('alert')).toContainText('not right');
  await axe(page);
  await shots(page, 'second-factor-wrong');
  // Nothing else is open meanwhile.
  expect((await page.request.get('/oauth-clients', { maxRedirects: 0 })).status()).toBe(302);
  await enter(page, await app.next());
  await expect(clients(page)).toBeVisible();
  await page.goto('/sign-in/second-factor?next=%2Faudit-log');
  await expect(page.getByRole('heading', { name: 'Audit log', level: 1 })).toBeVisible();
});

test('a recovery code stands in for a lost phone, and new ones can be made', async ({ page, gatehouse, expectedConsole }) => {
  expectedConsole(/status of 4(01|22)/);
  const { app, codes } = await enrol(await Portal.signIn(gatehouse.url, EMAIL, PASSWORD));
  await page.goto('/account');
  await signIn(page);
  await enter(page, codes[0]!.toLowerCase());
  await expect(section(page).getByText('9 recovery codes are left.')).toBeVisible();
  await section(page).getByRole('button', { name: 'New recovery codes' }).click();
  await page.getByLabel('Code', { exact: true }).fill(codes[1]!);
  await section(page).getByRole('button', { name: 'Make new codes' }).click();
  await expect(page.getByLabel('Code', { exact: true })).toHaveAccessibleDescription(/not right/);
  await page.getByLabel('Code', { exact: true }).fill(await app.next());
  await axe(page);
  await section(page).getByRole('button', { name: 'Make new codes' }).click();
  await expect(page.getByText('This is the only time they are shown')).toBeVisible();
  const made = (await section(page).locator('code').textContent())!.split('\n');
  await section(page).getByRole('button', { name: 'I have saved them' }).click();
  await expect(section(page).getByText('10 recovery codes are left.')).toBeVisible();

  await section(page).getByRole('button', { name: 'Remove' }).click();
  await page.getByLabel('Code', { exact: true }).fill(codes[2]!);
  await section(page).getByRole('button', { name: 'Remove second factor' }).click();
  await expect(page.getByLabel('Code', { exact: true })).toHaveAccessibleDescription(/not right/);
  await page.getByLabel('Code', { exact: true }).fill(made[0]!);
  await section(page).getByRole('button', { name: 'Remove second factor' }).click();
  await expect(banner(page, 'Second factor removed.')).toBeVisible();
  await expect(section(page).getByText('Not set up.')).toBeVisible();
});

test('who has to have one sets it up before anything else', async ({ page, gatehouse, browser, pageGuard, expectedConsole }) => {
  expectedConsole(/status of 4(01|22)/);
  const portal = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
  await join(portal, 'eve@example.com', 'auditor');
  await page.goto('/users');
  await signIn(page);
  const rules = page.getByRole('region', { name: 'Signing in' });
  await rules.getByRole('button', { name: 'Require a second factor' }).click();
  await expect(rules.getByRole('alert')).toContainText('Set up a second factor for yourself first');
  await axe(page);
  await enrol(portal);
  await rules.getByRole('button', { name: 'Require a second factor' }).click();
  await expect(banner(page, 'required from now on')).toBeVisible();
  await dismiss(page, 'required from now on');
  await expect(rules.getByText('is required of everybody')).toBeVisible();
  await axe(page);
  await shots(page, 'sign-in-rules');

  const eve = await otherBrowser(browser, pageGuard, gatehouse.url);
  await eve.goto('/audit-log');
  await signInAs(eve, 'eve@example.com');
  await expect(eve.getByRole('heading', { name: 'Set up a second factor', level: 1 })).toBeVisible();
  await expect(eve.getByRole('img', { name: /QR code/ })).toBeVisible();
  await axe(eve);
  await shots(eve, 'second-factor-first');
  const key = await eve.locator('code').first().textContent();
  expect((await eve.request.get('/audit-log', { maxRedirects: 0 })).status()).toBe(302);
  const app = new Authenticator(key!);
  await eve.getByLabel('Code that the app shows then').fill(await app.next());
  await eve.getByRole('button', { name: 'Set up' }).click();
  await expect(eve.getByText('This is the only time they are shown')).toBeVisible();
  await axe(eve);
  await shots(eve, 'second-factor-first-codes');
  await eve.getByRole('link', { name: 'I have saved them' }).click();
  await expect(eve.getByRole('heading', { name: 'Audit log', level: 1 })).toBeVisible();

  await eve.goto('/account');
  await expect(section(eve).getByRole('button', { name: 'Remove' })).toBeHidden();
  await eve.goto('/users');
  await expect(eve.getByRole('region', { name: 'Signing in' }).getByText('is required of everybody')).toBeVisible();
  await expect(eve.getByRole('button', { name: /Require/ })).toBeHidden();
  await eve.getByRole('button', { name: 'Sign out', exact: true }).click();
  await signInAs(eve, 'eve@example.com');
  await enter(eve, await app.next());
  await expect(clients(eve)).toBeVisible();
  await eve.context().close();
});

test('an application waits for the second step', async ({ page, gatehouse, site }) => {
  const portal = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
  const { app } = await enrol(portal);
  const saved = await portal.register(webApplication(site.redirectUri));
  const configuration = await discover(gatehouse.url, saved.client_id, saved.client_secret);
  const { url, checks } = await request(configuration, site.redirectUri, { state: 'a b+c%2Fd&f=é/?#' });
  await page.goto(url);
  await signIn(page);
  await expect(codeWanted(page)).toBeVisible();
  // Half signed in is not signed in.
  const asked = await page.request.get(url, { maxRedirects: 0 });
  expect(asked.headers()['location']).toContain('/sign-in?next=');
  await enter(page, await app.next());
  await expect(consentHeading(page, 'Shop')).toBeVisible();
  await allow(page);
  const tokens = await client.authorizationCodeGrant(configuration, await site.visit(), {
    ...checks,
    expectedState: 'a b+c%2Fd&f=é/?#',
  });
  expect(tokens.claims()?.['email']).toBe(EMAIL);
  // Asked before, so the form for the code itself leads on to the application.
  await page.goto(`${gatehouse.url}/oauth-clients`);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  const again = await request(configuration, site.redirectUri);
  await page.goto(again.url);
  await signIn(page);
  await enter(page, await app.next());
  await client.authorizationCodeGrant(configuration, await site.visit(), again.checks);
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('a code is taken as well', async ({ page, gatehouse, site, expectedConsole }) => {
    expectedConsole(/was preloaded using link preload but not used/);
    const portal = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
    const { app, codes } = await enrol(portal);
    await page.goto('/audit-log?action=session.started');
    await signIn(page);
    await expect(codeWanted(page)).toBeVisible();
    await enter(page, '000000');
    await expect(page.getByRole('alert')).toContainText('not right');
    expect(page.url()).not.toContain('000000');
    await enter(page, await app.next());
    await expect(page.getByRole('heading', { name: 'Audit log', level: 1 })).toBeVisible();
    expect(page.url()).toContain('action=session.started');

    // And the form leads on to an application where nothing is left to ask.
    const saved = await portal.register(webApplication(site.redirectUri));
    const configuration = await discover(gatehouse.url, saved.client_id, saved.client_secret);
    const first = await request(configuration, site.redirectUri);
    await page.goto(first.url);
    await allow(page);
    await client.authorizationCodeGrant(configuration, await site.visit(), first.checks);
    await page.goto(`${gatehouse.url}/oauth-clients`);
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    const again = await request(configuration, site.redirectUri);
    await page.goto(again.url);
    await signIn(page);
    await enter(page, codes[0]!);
    await client.authorizationCodeGrant(configuration, await site.visit(), again.checks);
  });

  test('who has to set one up is told what that needs', async ({ page, gatehouse, expectedConsole }) => {
    expectedConsole(/was preloaded using link preload but not used/);
    const portal = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
    await join(portal, 'eve@example.com', 'member');
    await enrol(portal);
    await portal.call('users/sign-in-rules/change', { is_required: true });
    await page.goto('/sign-in');
    await signInAs(page, 'eve@example.com');
    await expect(page.getByText('needs JavaScript')).toBeVisible();
    await expect(page.locator('svg, code')).toHaveCount(0);
  });
});
