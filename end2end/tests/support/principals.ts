// What people do on the Principals pages.

import { type Locator, type Page, expect } from '@playwright/test';
import type { Portal } from './portal.ts';

export const PRINCIPALS = '/secure-module/principals';

export interface PrincipalDraft {
  client_name: string;
  security_type: 'client_secret' | 'signed_jwt';
  environment: string;
  key: { public_key: string; expires_at: number | null };
}

export interface SavedPrincipal {
  client_name: string;
  client_id: string;
  client_secret: string | null;
}

/** Registers a principal: one that signs where a key is given. */
export function register(portal: Portal, name: string, publicKey = '', environment = 'development'): Promise<SavedPrincipal> {
  const draft: PrincipalDraft = {
    client_name: name,
    security_type: publicKey ? 'signed_jwt' : 'client_secret',
    environment,
    key: { public_key: publicKey, expires_at: null },
  };
  return portal.call('principals/register', { draft });
}

/** The list, ready to be used. */
export async function openList(page: Page): Promise<void> {
  await page.goto(PRINCIPALS);
  await expect(page.getByRole('button', { name: 'Add New' })).toBeEnabled();
}

/** The row of a principal. */
export function principalRow(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
}

/** The names in the list, from the top. */
export function names(page: Page): Locator {
  return page.getByRole('rowheader').getByRole('link');
}

export function addWindow(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Add New Principal' });
}

export async function openAddWindow(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Add New' }).click();
  await expect(addWindow(page)).toBeVisible();
  return addWindow(page);
}

/** The page of a principal, ready to be used. */
export async function openPrincipal(page: Page, clientId: string, tab = 'attributes'): Promise<void> {
  await page.goto(`${PRINCIPALS}/${clientId}?tab=${tab}`);
  await expect(page.getByRole('button', { name: /^(Disable|Enable)$/ })).toBeEnabled();
}

export function privateKeyWindow(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Store the private key now' });
}

export async function closePrivateKeyWindow(page: Page): Promise<void> {
  await privateKeyWindow(page).getByLabel('I have stored the private key').check();
  await privateKeyWindow(page).getByRole('button', { name: 'Close' }).click();
  await expect(privateKeyWindow(page)).toBeHidden();
}

/** Writes down every request of the page from now on: its address, its headers and its body. */
export function traffic(page: Page): () => Promise<string> {
  const requests: Promise<string>[] = [];
  page.context().on('request', (request) => {
    const all = request.allHeaders().catch(() => request.headers());
    requests.push(all.then((headers) => [request.url(), JSON.stringify(headers), request.postData() ?? ''].join('\n')));
  });
  return async () => (await Promise.all(requests)).join('\n');
}
