// People sign in through the company's own OpenID provider: a second Gatehouse with people of its own.

import { randomBytes } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { Gatehouse, freePort } from './support/gatehouse.ts';
import { EMAIL, PASSWORD, allow, banner, consentHeading, createAdministrator, signIn } from './support/journeys.ts';
import { axe, layoutShift, shots } from './support/looks.ts';
import { type Role, THEIR_PASSWORD, join, signInAs } from './support/people.ts';
import { Portal } from './support/portal.ts';
import { type Database, createDatabase } from './support/postgres.ts';
import { expect, test } from './support/test.ts';

const GRACE = 'grace@example.com';
const ROOT = 'root@id.example.com';
const CALLBACK = '/sign-in/provider/callback';

interface Detail {
  version: number;
}

/** The provider: another server at another host, so that the browser keeps its cookies apart. */
let provider: Gatehouse;
let providerDatabase: Database | undefined;
let there: Portal;
/** Grace, who has an account at the provider only. */
let grace: string;
let portal: Portal;

test.beforeEach(async ({ page, gatehouse, database }) => {
  providerDatabase = database === 'postgres' ? await createDatabase() : undefined;
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  provider = await Gatehouse.start({
    GATEHOUSE_LISTEN: `127.0.0.1:${port}`,
    GATEHOUSE_PUBLIC_URL: issuer,
    GATEHOUSE_ADMIN_EMAIL: ROOT,
    GATEHOUSE_ADMIN_PASSWORD: THEIR_PASSWORD,
    ...(providerDatabase && {
      DATABASE_URL: providerDatabase.url,
      GATEHOUSE_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    }),
  });
  there = await Portal.signIn(issuer, ROOT, THEIR_PASSWORD);
  grace = (await join(there, GRACE, 'auditor')).id;
  const client = await there.register({
    client_name: 'Gatehouse portal',
    client_id: 'gatehouse',
    grant_type: 'authorization_code',
    redirect_uris: [gatehouse.url + CALLBACK],
  });

  await createAdministrator(page, gatehouse);
  await page.context().clearCookies();
  await gatehouse.restart({
    GATEHOUSE_PROVIDER_ISSUER: issuer,
    GATEHOUSE_PROVIDER_CLIENT_ID: client.client_id,
    GATEHOUSE_PROVIDER_CLIENT_SECRET: client.client_secret!,
    GATEHOUSE_PROVIDER_NAME: 'Example',
    GATEHOUSE_PROVIDER_ADMINISTRATORS: 'administrator',
    GATEHOUSE_PROVIDER_AUDITORS: 'auditor',
  });
  portal = await Portal.signIn(gatehouse.url, EMAIL, 'correct horse battery staple');
});

test.afterEach(async () => {
  await provider.remove();
  await providerDatabase?.drop();
});

/** Gives Grace another role at the provider. */
async function changeRoleThere(role: Role): Promise<void> {
  const detail: Detail = await there.call('users/user', { user_id: grace });
  await there.call('users/role', { user_id: grace, version: detail.version, role });
}

async function through(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Sign in with Example' }).click();
}

/** Signs in at the provider for the first time. */
async function signInThere(page: Page, email = GRACE): Promise<void> {
  await expect(page.getByText('to continue to Gatehouse portal')).toBeVisible();
  await signInAs(page, email);
  await expect(consentHeading(page, 'Gatehouse portal')).toBeVisible();
  await allow(page);
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible();
}

/** Proves with the password that the account is theirs, and goes to the provider. */
async function connect(section: Locator, password: string): Promise<void> {
  await section.getByLabel('Your password').fill(password);
  await section.getByRole('button', { name: 'Connect Example', exact: true }).click();
}

function badge(page: Page, role: string) {
  return page.getByRole('banner').getByText(role, { exact: true });
}

test('a person comes through the provider, is led on, and has the role that the provider says', async ({ page, gatehouse }) => {
  await page.goto('/audit-log');
  await expect(page.getByRole('link', { name: 'Sign in with Example' })).toBeVisible();
  expect(await layoutShift(page)).toBe(0);
  await axe(page);
  await shots(page, 'sign-in-provider');
  await through(page);
  await signInThere(page);
  await expect(page).toHaveURL(`${gatehouse.url}/audit-log`);
  await expect(badge(page, 'Auditor')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'User added' }).filter({ hasText: GRACE }).first()).toBeVisible();
  const added = (await portal.events({})).find((event) => event.action === 'portal_user.added' && event.entity_name === GRACE);
  expect(added!.actor).toBe(new URL(there.url).origin);

  // There is a session at the provider now, and nothing more is asked there.
  await signOut(page);
  await changeRoleThere('administrator');
  await through(page);
  await expect(badge(page, 'Administrator')).toBeVisible();
  await expect(page).toHaveURL(`${gatehouse.url}/oauth-clients`);

  // Without the role there is no way in here.
  await signOut(page);
  await changeRoleThere('member');
  await through(page);
  await expect(page.getByRole('alert')).toContainText('there is no account for you here');
  await expect(page).toHaveURL(/\/sign-in\?problem=not_invited$/);
  await axe(page);
  await shots(page, 'sign-in-provider-problem');
});

test('the last administrator stays one, whatever the provider says', async ({ page, gatehouse }) => {
  await changeRoleThere('administrator');
  await page.goto('/sign-in');
  await through(page);
  await signInThere(page);
  await expect(badge(page, 'Administrator')).toBeVisible();
  const users: { users: { id: string; email: string }[] } = await portal.call('users', { view: {}, after: null });
  const ada = users.users.find((user) => user.email === EMAIL)!.id;
  const detail: Detail = await portal.call('users/user', { user_id: ada });
  await portal.call('users/role', { user_id: ada, version: detail.version, role: 'member' });

  await signOut(page);
  await changeRoleThere('auditor');
  await through(page);
  await expect(badge(page, 'Administrator')).toBeVisible();
  await expect(page).toHaveURL(`${gatehouse.url}/oauth-clients`);
});

test('a person with a password connects the provider, and disconnects it', async ({ page, gatehouse }) => {
  await page.goto('/account');
  await signIn(page);
  const section = page.getByRole('region', { name: 'Sign in with Example' });
  await expect(section).toContainText('Not connected: you sign in with your password.');
  await axe(page);
  await shots(page, 'account-provider');
  await connect(section, 'not the password at all');
  await expect(section.getByRole('alert')).toContainText('This is not your password.');
  await expect(page).toHaveURL(`${gatehouse.url}/account?problem=wrong_password`);
  await axe(page);
  await shots(page, 'account-provider-problem');
  await connect(section, PASSWORD);
  await signInThere(page);
  await expect(page).toHaveURL(`${gatehouse.url}/account`);
  await expect(section).toContainText('You may sign in with Example or with your password.');
  await axe(page);
  await shots(page, 'account-provider-connected');

  await signOut(page);
  await through(page);
  await expect(page.getByRole('banner').getByText(EMAIL)).toBeVisible();
  await expect(badge(page, 'Administrator'), 'the role that was given here').toBeVisible();
  await page.goto('/account');
  await section.getByRole('button', { name: 'Disconnect Example' }).click();
  await expect(banner(page, 'Example is disconnected.')).toBeVisible();
  await expect(section.getByRole('button', { name: 'Connect Example', exact: true })).toBeVisible();
  // Whoever comes from there now is somebody else, with an account of their own.
  await signOut(page);
  await through(page);
  await expect(page.getByRole('banner').getByText(GRACE)).toBeVisible();
  await expect(badge(page, 'Auditor')).toBeVisible();
});

test('who is disabled here stays out, and where the provider is down the password still works', async ({
  page,
  gatehouse,
}) => {
  await page.goto('/sign-in');
  await through(page);
  await signInThere(page);
  await expect(badge(page, 'Auditor')).toBeVisible();
  const users: { users: { id: string; email: string }[] } = await portal.call('users', { view: {}, after: null });
  const here = users.users.find((user) => user.email === GRACE)!.id;
  await portal.call('users/status', { user_id: here, status: 'disabled' });
  await page.goto('/audit-log');
  await expect(page.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible();
  await through(page);
  await expect(page.getByRole('alert')).toHaveText('Your account is disabled. Ask an administrator.');

  await provider.stop();
  await gatehouse.restart();
  await page.goto('/sign-in?next=%2Faudit-log');
  await through(page);
  await expect(page.getByRole('alert')).toContainText('Example cannot be reached.');
  await axe(page);
  await shots(page, 'sign-in-provider-down');
  await signIn(page);
  await expect(page).toHaveURL(`${gatehouse.url}/audit-log`);
  await expect(badge(page, 'Administrator')).toBeVisible();
});

test('without script, too', async ({ browser, gatehouse, pageGuard }) => {
  const context = await browser.newContext({ baseURL: gatehouse.url, javaScriptEnabled: false });
  await pageGuard.watch(context);
  const page = await context.newPage();
  await page.goto('/audit-log');
  await through(page);
  await signInThere(page);
  await expect(page).toHaveURL(`${gatehouse.url}/audit-log`);
  await expect(badge(page, 'Auditor')).toBeVisible();
  await context.close();
});
