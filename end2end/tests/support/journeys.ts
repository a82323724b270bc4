// What people do on the way to what a test is about.

import { type Locator, type Page, expect } from '@playwright/test';
import type { Gatehouse } from './gatehouse.ts';

export const EMAIL = 'ada@example.com';
export const PASSWORD = 'correct horse battery staple';


/** Opens the one-time link and creates the first administrator. */
export async function createAdministrator(page: Page, gatehouse: Gatehouse): Promise<void> {
  await page.goto(gatehouse.setupLink());
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeVisible();
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
