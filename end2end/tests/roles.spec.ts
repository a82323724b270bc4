// The roles of a client: what it holds, and the window in which that is changed.

import type { Locator, Page } from '@playwright/test';
import { atWork, banner, dismiss, openClient, row } from './support/journeys.ts';
import { axe, shots } from './support/looks.ts';
import type { Portal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

let portal: Portal;
/** Primary keys by the names of the API and the role. */
let roles: Map<string, string>;

test.beforeEach(async ({ page, gatehouse }) => {
  portal = await atWork(page, gatehouse);
  await portal.register({ client_name: 'Shop', client_id: 'shop' });
  roles = new Map();
  for (const api of ['Archive', 'Billing', 'Catalogue', 'Delivery', 'Invoicing', 'Payments']) {
    const [read, write] = [`${api.toLowerCase()}.read`, `${api.toLowerCase()}.write`];
    const draft = { name: api, scopes: [read, write] };
    const { id: apiId } = await portal.call<{ id: string }>('apis/add', { draft });
    for (const [name, scopes] of [['Reader', [read]], ['Editor', [read, write]]] as const) {
      const role = { api_id: apiId, draft: { name, scopes } };
      roles.set(`${api}: ${name}`, (await portal.call<{ id: string }>('apis/roles/add', role)).id);
    }
  }
});

function assign(seen: string[], wanted: string[]): Promise<unknown> {
  const ids = (names: string[]) => names.map((name) => roles.get(name));
  return portal.call('clients/roles/assign', { client_id: 'app-shop', seen: ids(seen), wanted: ids(wanted) });
}

async function openWindow(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Change roles' }).click();
  const dialog = page.getByRole('dialog', { name: 'Roles of “Shop”' });
  // Gatehouse's own is there, too.
  await expect(dialog.getByRole('group')).toHaveCount(7);
  return dialog;
}

test('roles are given and taken, at most one of each API', async ({ page }) => {
  await openClient(page, 'app-shop', 'roles');
  await expect(page.getByRole('heading', { name: 'No roles' })).toBeVisible();
  await axe(page);
  const dialog = await openWindow(page);
  const save = dialog.getByRole('button', { name: 'Save' });
  await expect(save).toBeDisabled();
  const billing = dialog.getByRole('group', { name: 'Billing' });
  await expect(billing).toHaveAccessibleDescription('It has no role of this API now.');
  await expect(billing.getByLabel('No role')).toBeChecked();
  await billing.getByLabel('Editor').check();
  await expect(save).toBeEnabled();
  await billing.getByLabel('No role').check();
  await expect(save).toBeDisabled();
  await billing.getByLabel('No role').press('ArrowDown');
  await expect(billing.getByRole('radio', { checked: true })).toBeFocused();
  await billing.getByLabel('Editor').check();
  await dialog.getByRole('group', { name: 'Payments' }).getByLabel('Reader').check();
  await axe(page);
  await shots(page, 'roles-change');
  await save.click();
  await expect(dialog).toBeHidden();
  await expect(banner(page, 'Roles of “Shop” saved.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Change roles' })).toBeFocused();
  await expect(page.getByRole('rowheader')).toHaveText(['Billing', 'Payments']);
  await expect(row(page, 'Billing').getByRole('listitem')).toHaveText(['billing.read', 'billing.write']);
  await dismiss(page, 'saved');

  await page.reload();
  await expect(page.getByRole('button', { name: 'Change roles' })).toBeEnabled();
  await axe(page);
  await shots(page, 'client-roles');
  await openWindow(page);
  await expect(billing).toHaveAccessibleDescription('Now: Editor');
  await billing.getByLabel('No role').check();
  await save.click();
  await expect(page.getByRole('rowheader')).toHaveText(['Payments']);
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('rowheader').first()).toContainText('oles');
  await expect(page.getByRole('tabpanel')).toContainText('Billing: Editor');
});

test('what a colleague changed meanwhile is not overwritten', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 409/);
  await assign([], ['Archive: Reader']);
  await openClient(page, 'app-shop', 'roles');
  const dialog = await openWindow(page);
  await assign(['Archive: Reader'], ['Archive: Editor']);
  await dialog.getByRole('group', { name: 'Archive' }).getByLabel('No role').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Somebody else changed this meanwhile');
  await axe(page);
  await page.keyboard.press('Escape');
  await expect(row(page, 'Archive')).toContainText('Editor');
  await openWindow(page);
  await expect(dialog.getByRole('group', { name: 'Archive' })).toHaveAccessibleDescription('Now: Editor');
});

test('while it is saved the button says so, and a failure keeps the choice', async ({ page, expectedConsole }) => {
  expectedConsole(/Failed to load resource/);
  await openClient(page, 'app-shop', 'roles');
  await page.route('**/portal/api/apis', (route) => route.abort(), { times: 1 });
  await page.getByRole('button', { name: 'Change roles' }).click();
  const dialog = page.getByRole('dialog', { name: 'Roles of “Shop”' });
  await expect(dialog.getByRole('alert')).toContainText('could not be reached');
  await axe(page);
  await dialog.getByRole('button', { name: 'Try again' }).click();
  const delivery = dialog.getByRole('group', { name: 'Delivery' });
  await delivery.getByLabel('Reader').check();

  let fail = () => {};
  const failed = new Promise<void>((resolve) => (fail = resolve));
  await page.route('**/portal/api/clients/roles/assign', async (route) => {
    await failed;
    await route.abort();
  }, { times: 1 });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('button', { name: 'Saving…' })).toHaveAttribute('aria-disabled', 'true');
  fail();
  await expect(dialog.getByRole('alert')).toContainText('could not be reached');
  await expect(delivery.getByLabel('Reader')).toBeChecked();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(row(page, 'Delivery')).toContainText('delivery.read');
});

test('on a narrow screen everything is within reach', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 600 });
  await openClient(page, 'app-shop', 'roles');
  const dialog = await openWindow(page);
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeInViewport();
  const last = dialog.getByRole('group', { name: 'Payments' }).getByLabel('Editor');
  await last.check();
  await expect(last).toBeInViewport();
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeInViewport();
  await axe(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Payments' })).toContainText('payments.write');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  await axe(page);
  await page.goto('/secure-module/api-roles');
  await expect(page.getByRole('button', { name: 'Add API' })).toBeEnabled();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  await axe(page);
});
