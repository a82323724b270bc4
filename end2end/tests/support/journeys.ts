// What people do on the way to what a test is about.

import { type Locator, type Page, expect } from '@playwright/test';
import type { Environment, Gatehouse } from './gatehouse.ts';
import { type Draft, Portal } from './portal.ts';

export const EMAIL = 'ada@example.com';
export const PASSWORD = 'correct horse battery staple';

/** Has a server start with the first administrator. */
export const WITH_ADMINISTRATOR: Environment = { GATEHOUSE_ADMIN_EMAIL: EMAIL, GATEHOUSE_ADMIN_PASSWORD: PASSWORD };

/** Opens the one-time link and creates the first administrator. */
export async function createAdministrator(page: Page, gatehouse: Gatehouse): Promise<void> {
  await page.goto(gatehouse.setupLink());
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeVisible();
  await hydrated(page);
}

/**
 * Waits until the page's own code follows links. Before that they are the browser's, and a page that it loads anew has the
 * focus nowhere: to be called before a link whose page is to have it on its title.
 */
export async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByName('hydrated').length > 0);
}

/** Signs the first administrator in, and in a second session calls the server for what a test starts from. */
export async function atWork(page: Page, gatehouse: Gatehouse): Promise<Portal> {
  await createAdministrator(page, gatehouse);
  return Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
}

/** Types the first administrator's e-mail and password into the sign-in page that is open. */
export async function signIn(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The question whether an application may. */
export function consentHeading(page: Page, name: string): Locator {
  return page.getByRole('heading', { name: `Allow ${name}?`, level: 1 });
}

export async function allow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
}

/** An application on people's devices. */
export const APP: Partial<Draft> = {
  client_type: 'public',
  grant_type: 'authorization_code',
  redirect_uris: ['https://myapp.com/callback', 'https://myapp.com/app/*'],
  web_origins: ['https://myapp.com'],
  pkce_code_challenge_method: 'S256',
};

/** An application with a server of its own, that people sign in to. */
export function webApplication(redirectUri: string): Partial<Draft> {
  return {
    client_name: 'Shop',
    client_id: 'shop',
    grant_type: 'authorization_code',
    redirect_uris: [redirectUri],
  };
}

/** The page of a client, ready to be used. */
export async function openClient(page: Page, clientId: string, tab = 'attributes'): Promise<void> {
  await page.goto(`/oauth-clients/${clientId}?tab=${tab}`);
  await expect(page.getByRole('button', { name: /^(Disable|Enable)$/ })).toBeEnabled();
}

/** The message that comes and goes by itself. */
export function banner(page: Page, text: string | RegExp): Locator {
  return page.locator('.banner').filter({ hasText: text });
}

/** Takes the message away, which may lie over what comes next. */
export async function dismiss(page: Page, text: string | RegExp): Promise<void> {
  await banner(page, text).getByRole('button', { name: 'Dismiss' }).click();
}

/** What stands under a name in a list of facts. */
export function fact(within: Page | Locator, name: string): Locator {
  const page = 'page' in within ? within.page() : within;
  return within.locator('dl > div').filter({ has: page.locator('dt').getByText(name, { exact: true }) }).locator('dd');
}

export async function openAddForm(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Add OAuth Client' }).click();
  await expect(page.getByRole('heading', { name: 'Add OAuth Client', level: 1 })).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toBeEnabled();
}

export async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click();
}

export function secretDialog(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Store the client secret now' });
}

/** What the dialog shows, read from the page as a person would. */
export async function readSecret(page: Page): Promise<{ clientId: string; clientSecret: string }> {
  await expect(secretDialog(page)).toBeVisible();
  const codes = secretDialog(page).locator('code');
  const [clientId, clientSecret] = await codes.allTextContents();
  if (!clientId?.startsWith('app-') || !clientSecret?.startsWith('ghs_')) throw new Error('no credentials are shown');
  return { clientId, clientSecret };
}

export async function closeSecretDialog(page: Page): Promise<void> {
  await secretDialog(page).getByLabel('I have stored the secret').check();
  await secretDialog(page).getByRole('button', { name: 'Close' }).click();
  await expect(secretDialog(page)).toBeHidden();
}

/** The row of a client in the list. */
export function row(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
}
