// People beside the first administrator.

import { type Browser, type Page, expect } from '@playwright/test';
import type { PageGuard } from './page-guard.ts';
import { Portal, Refusal } from './portal.ts';

export type Role = 'administrator' | 'auditor' | 'member';

/** A one-time link, as the server answers it once. */
export interface Link {
  user_id: string;
  email: string;
  purpose: 'invitation' | 'reset';
  address: string;
  expires_at: number;
  mailed: 'not_configured' | 'sent' | 'failed';
}

/** The password of everybody who joins by `join`. */
export const THEIR_PASSWORD = 'another horse battery staple';

export function invite(portal: Portal, email: string, role: Role): Promise<Link> {
  return portal.call('users/invite', { draft: { email, role } });
}

/** Uses a link up, as its page does. */
export async function setPassword(link: Link, password: string): Promise<void> {
  const { origin, hash } = new URL(link.address);
  const answer = await fetch(`${origin}/portal/api/links/set-password`, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
    body: JSON.stringify({ token: hash.slice(1), password }),
  });
  const body = await answer.text();
  if (!answer.ok) throw new Refusal(answer.status, body, 'links/set-password');
}

/** Invites a person who joins at once; answers a session of theirs. */
export async function join(portal: Portal, email: string, role: Role): Promise<{ id: string; portal: Portal }> {
  const link = await invite(portal, email, role);
  await setPassword(link, THEIR_PASSWORD);
  return { id: link.user_id, portal: await Portal.signIn(portal.url, email, THEIR_PASSWORD) };
}

/** Types an e-mail and a password into the sign-in page that is open. */
export async function signInAs(page: Page, email: string, password: string = THEIR_PASSWORD): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** The browser of somebody else. */
export async function otherBrowser(browser: Browser, pageGuard: PageGuard, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, locale: 'en-US', timezoneId: 'Europe/Zurich' });
  await pageGuard.watch(context);
  return context.newPage();
}

/** Opens the page of a person, ready to be used. */
export async function openUser(page: Page, id: string, tab = 'account'): Promise<void> {
  await page.goto(`/users/${id}?tab=${tab}`);
  // Not `toBeEnabled`: what the last administrator cannot do is marked as disabled, and stays in reach of the keyboard.
  await expect(page.getByRole('button', { name: /^(Disable|Enable)$/ })).toHaveJSProperty('disabled', false);
}
