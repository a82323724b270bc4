// API keys: made and revoked on their page, and what a program does with one.

import type { Locator, Page } from '@playwright/test';
import { atWork, banner, dismiss, row } from './support/journeys.ts';
import { axe, layoutShift, shots } from './support/looks.ts';
import type { Portal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

let portal: Portal;

test.beforeEach(async ({ page, gatehouse }) => {
  portal = await atWork(page, gatehouse);
});

async function openPage(page: Page): Promise<void> {
  await page.goto('/api-keys');
  await expect(page.getByRole('button', { name: 'Create API key' })).toBeEnabled();
}

function creation(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Create API key' });
}

function shown(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Copy the API key' });
}

/** What a program is answered that comes with this key. */
function environments(url: string, key: string): Promise<Response> {
  return fetch(`${url}/api/v1/environments`, { headers: { Authorization: `Bearer ${key}` } });
}

test('a key is made, shown once, used and revoked', async ({ page, context, gatehouse }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'API Keys' }).click();
  await expect(page.getByRole('heading', { name: 'API Keys', level: 1 })).toBeFocused();
  await expect(page.getByRole('heading', { name: 'No API keys yet' })).toBeVisible();
  await axe(page);
  await shots(page, 'api-keys-empty');

  await page.getByRole('button', { name: 'Create API key' }).press('Enter');
  const dialog = creation(page);
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Create', exact: true }).press('Enter');
  const name = dialog.getByLabel('Name');
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription(/Enter a name/);
  await page.keyboard.type('Nightly export');
  await expect(name).not.toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByLabel('Auditor')).toBeChecked();
  const expires = dialog.getByLabel('Expires');
  await expires.fill('2001-01-01T00:00');
  await expect(expires).toHaveAccessibleDescription(/This time has passed/);
  await expires.fill('2099-01-01T00:00');
  await expect(expires).toHaveAccessibleDescription(/more than five years away/);
  await axe(page);
  await shots(page, 'api-key-create');
  await expires.fill('');
  await name.press('Enter');

  await expect(shown(page)).toBeVisible();
  await expect(dialog).toBeHidden();
  await axe(page);
  await shots(page, 'api-key-shown');
  await shown(page).getByRole('button', { name: 'Copy API key' }).click();
  const key = await page.evaluate(() => navigator.clipboard.readText());
  expect(key).toMatch(/^ghk_[A-Za-z0-9_-]{43}$/);
  expect((await environments(gatehouse.url, key)).status).toBe(200);
  const close = shown(page).getByRole('button', { name: 'Close' });
  await page.keyboard.press('Escape');
  await expect(close).toBeDisabled();
  await shown(page).getByLabel('I have stored the key').check();
  await close.click();
  await expect(shown(page)).toBeHidden();
  await expect(banner(page, 'API key “Nightly export” created.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create API key' })).toBeFocused();
  await expect(row(page, 'Nightly export')).toContainText('Valid');
  await dismiss(page, 'created');

  await page.reload();
  await expect(page.getByRole('button', { name: 'Create API key' })).toBeEnabled();
  expect(await layoutShift(page)).toBe(0);
  expect(await page.content()).not.toContain(key);
  const made = row(page, 'Nightly export');
  await expect(made).toContainText(`${key.slice(0, 12)}…`);
  await expect(made).toContainText('ada@example.com');
  await expect(made).toContainText('from 127.0.0.1');
  await expect(made).toContainText('Valid');
  await axe(page);
  await shots(page, 'api-keys');

  await made.getByRole('button', { name: 'Revoke Nightly export' }).click();
  const question = page.getByRole('dialog', { name: 'Revoke “Nightly export”?' });
  await expect(question).toContainText('from 127.0.0.1');
  await axe(page);
  await shots(page, 'api-key-revoke');
  await question.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(banner(page, 'API key “Nightly export” revoked.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'API Keys', level: 1 })).toBeFocused();
  await expect(made).toContainText('Revoked');
  await expect(made.getByRole('button')).toHaveCount(0);
  const refused = await environments(gatehouse.url, key);
  expect(refused.status).toBe(401);
  expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
  const trail = await portal.events({ entity_kind: 'api_key' });
  expect(trail.map(({ action }) => action)).toEqual(['api_key.revoked', 'api_key.created']);
  expect(JSON.stringify(trail)).not.toContain(key.slice(13));
});

test('what the server refuses is said at its field, and without the network nothing is lost', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 422|Failed to load resource/);
  await portal.call('api-keys/create', { draft: { name: 'Deploy', role: 'administrator' } });
  await page.route('**/portal/api/api-keys', (route) => route.abort(), { times: 1 });
  await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'API Keys' }).click();
  await expect(page.getByRole('alert')).toContainText('could not be reached');
  await expect(page.getByRole('button', { name: 'Create API key' })).toBeDisabled();
  await axe(page);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(row(page, 'Deploy')).toContainText('Administrator');

  await page.getByRole('button', { name: 'Create API key' }).click();
  const dialog = creation(page);
  await dialog.getByLabel('Name').fill('DEPLOY');
  await dialog.getByLabel('Administrator').check();
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription(/Another API key has this name/);
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await axe(page);
  await dialog.getByLabel('Name').fill('Deploy 2');
  await page.route('**/portal/api/api-keys/create', (route) => route.abort(), { times: 1 });
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('could not be reached');
  await expect(dialog.getByLabel('Name')).toHaveValue('Deploy 2');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('rowheader')).toHaveText(['Deploy']);
});

test('a key of an auditor reads and changes nothing', async ({ page, gatehouse }) => {
  const made = await portal.call<{ plain: string }>('api-keys/create', { draft: { name: 'Audit', role: 'auditor' } });
  const answer = await fetch(`${gatehouse.url}/api/v1/environments`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${made.plain}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ environment_name: 'staging' }),
  });
  expect(answer.status).toBe(403);
  expect((await environments(gatehouse.url, made.plain)).status).toBe(200);
  await openPage(page);
  await expect(row(page, 'Audit')).toContainText('Auditor');
  expect(answer.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
});
