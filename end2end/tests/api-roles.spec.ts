// APIs, their scopes, and the roles that are sets of them.

import type { Locator, Page } from '@playwright/test';
import { atWork, banner, dismiss, row } from './support/journeys.ts';
import { axe, layoutShift, shots } from './support/looks.ts';
import type { Portal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

const SCOPES = ['invoices.read', 'invoices.write', 'payments.read'];

let portal: Portal;

test.beforeEach(async ({ page, gatehouse }) => {
  portal = await atWork(page, gatehouse);
});

interface Row {
  id: string;
  version: number;
}

async function billingApi(): Promise<{ api: Row; reader: Row; clerk: Row }> {
  const api = await portal.call<Row>('apis/add', { draft: { name: 'Billing API', scopes: SCOPES } });
  const role = (name: string, scopes: string[]) =>
    portal.call<Row>('apis/roles/add', { api_id: api.id, draft: { name, scopes } });
  return { api, reader: await role('Reader', ['invoices.read']), clerk: await role('Clerk', SCOPES) };
}

async function openPage(page: Page): Promise<void> {
  await page.goto('/secure-module');
  await expect(page).toHaveURL('/secure-module/api-roles');
  await expect(page.getByRole('button', { name: 'Add API' })).toBeEnabled();
}

function section(page: Page, name: string): Locator {
  return page.getByRole('region', { name });
}

function window(page: Page, name: string): Locator {
  return page.getByRole('dialog', { name });
}

test('an API and its roles are added with the keyboard alone', async ({ page }) => {
  await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'API Roles' }).click();
  await expect(page.getByRole('heading', { name: 'API Roles', level: 1 })).toBeFocused();
  await expect(page.getByRole('heading', { name: 'No APIs yet' })).toBeVisible();
  await axe(page);
  await shots(page, 'api-roles-empty');

  await page.getByRole('button', { name: 'Add API' }).press('Enter');
  let dialog = window(page, 'Add API');
  await dialog.getByRole('button', { name: 'Add', exact: true }).press('Enter');
  const [name, scopes] = [dialog.getByLabel('Name'), dialog.getByLabel('Scopes')];
  await expect(name).toBeFocused();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(scopes).toHaveAccessibleDescription(/at least one scope/);
  await page.keyboard.type('Billing API');
  await page.keyboard.press('Tab');
  await expect(scopes).toBeFocused();
  await page.keyboard.type('invoices.read\nopenid');
  await expect(scopes).toHaveAccessibleDescription(/“openid”: This scope has a meaning of its own/);
  await axe(page);
  await shots(page, 'api-add');
  await scopes.fill(SCOPES.join('\n'));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(banner(page, '“Billing API” added.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add API' })).toBeFocused();
  await expect(section(page, 'Billing API').getByRole('listitem')).toHaveText(SCOPES);
  await expect(section(page, 'Billing API')).toContainText('No roles yet');
  await dismiss(page, 'added');

  const addRole = page.getByRole('button', { name: 'Add role to Billing API' });
  await addRole.press('Enter');
  dialog = window(page, 'Add role to “Billing API”');
  await dialog.getByLabel('Name').fill('Reader');
  await dialog.getByLabel('Name').press('Enter');
  await expect(dialog.getByRole('group', { name: 'Scopes' })).toBeFocused();
  await expect(dialog.getByRole('group', { name: 'Scopes' })).toHaveAccessibleDescription(/at least one scope/);
  await page.keyboard.press('Tab');
  await expect(dialog.getByLabel('invoices.read')).toBeFocused();
  await page.keyboard.press('Space');
  await axe(page);
  await shots(page, 'role-add');
  await page.keyboard.press('Enter');
  await expect(banner(page, '“Reader” added.')).toBeVisible();
  await expect(addRole).toBeFocused();
  await expect(row(page, 'Reader')).toContainText('invoices.read');
  await expect(row(page, 'Reader')).toContainText('Nobody');
});

test('an edit is shown in place, and the keyboard stays where it was', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 409/);
  const { api } = await billingApi();
  await portal.call('apis/add', { draft: { name: 'Archive', scopes: ['archive.read'] } });
  await openPage(page);
  expect(await layoutShift(page)).toBe(0);
  await axe(page);
  await shots(page, 'api-roles');
  await expect(page.getByRole('region').getByRole('heading', { level: 2 })).toHaveText(['Archive', 'Billing API', 'Gatehouse']);

  await page.getByRole('button', { name: 'Edit Clerk of Billing API' }).click();
  let dialog = window(page, 'Edit “Clerk” of “Billing API”');
  await expect(dialog.getByRole('checkbox', { checked: true })).toHaveCount(3);
  await dialog.getByRole('button', { name: 'Choose none' }).click();
  await dialog.getByLabel('payments.read').check();
  await dialog.getByLabel('Name').fill('Checker');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(banner(page, '“Checker” saved.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Edit Checker of Billing API' })).toBeFocused();
  await expect(row(page, 'Checker').getByRole('listitem')).toHaveText(['payments.read']);

  // It moves to the first place.
  await page.getByRole('button', { name: 'Edit Billing API' }).click();
  await window(page, 'Edit “Billing API”').getByLabel('Name').fill('Accounts');
  await window(page, 'Edit “Billing API”').getByRole('button', { name: 'Save' }).click();
  await expect(banner(page, '“Accounts” saved.')).toBeVisible();
  await expect(page.getByRole('region').getByRole('heading', { level: 2 })).toHaveText(['Accounts', 'Archive', 'Gatehouse']);
  await expect(page.getByRole('button', { name: 'Edit Accounts' })).toBeFocused();

  await page.getByRole('button', { name: 'Edit Accounts' }).click();
  dialog = window(page, 'Edit “Accounts”');
  await portal.call('apis/edit', { id: api.id, version: 2, draft: { name: 'Billing', scopes: SCOPES } });
  await dialog.getByLabel('Name').fill('Accounting');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Somebody else changed this meanwhile');
  await axe(page);
  await page.keyboard.press('Escape');
  await expect(section(page, 'Billing')).toBeVisible();
});

test('what the server refuses is said at its field', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 422/);
  await billingApi();
  await openPage(page);
  await page.getByRole('button', { name: 'Add API' }).click();
  let dialog = window(page, 'Add API');
  await dialog.getByLabel('Name').fill('billing api');
  await dialog.getByLabel('Scopes').fill('archive.read payments.read');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription(/Another API has this name/);
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await expect(dialog.getByLabel('Scopes')).toHaveAccessibleDescription(/“payments.read”: Billing API has this scope already/);
  await axe(page);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Edit Billing API' }).click();
  dialog = window(page, 'Edit “Billing API”');
  await dialog.getByLabel('Scopes').fill('invoices.read payments.read');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByLabel('Scopes')).toHaveAccessibleDescription(/role Clerk has the scope invoices.write/);
  await expect(dialog.getByLabel('Scopes')).toBeFocused();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Edit Reader of Billing API' }).click();
  dialog = window(page, 'Edit “Reader” of “Billing API”');
  await dialog.getByLabel('Name').fill('CLERK');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription(/Another role of this API has this name/);
  await axe(page);
});

test('the API of Gatehouse itself is shown, and offers nothing to change', async ({ page }) => {
  await billingApi();
  await openPage(page);
  const own = section(page, 'Gatehouse');
  await expect(own).toContainText('The API of Gatehouse itself');
  await expect(own.getByRole('rowheader')).toHaveText(['Administrator', 'Auditor']);
  await expect(own.getByRole('button')).toHaveCount(0);
  const [api] = (await portal.call<(Row & { is_built_in: boolean })[]>('apis', {})).filter((row) => row.is_built_in);
  await expect(portal.call('apis/delete', { id: api!.id })).rejects.toMatchObject({ status: 409 });
  await axe(page);
});

test('what is held stays, and what nobody holds can go', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 409/);
  const { reader } = await billingApi();
  await portal.register({ client_name: 'Shop', client_id: 'shop' });
  await openPage(page);
  await page.getByRole('button', { name: 'Delete Reader of Billing API' }).click();
  let dialog = window(page, 'Delete “Reader”?');
  await expect(dialog).toContainText('A role of “Billing API”. Nobody holds it.');
  await axe(page);
  // Given by a colleague in the meantime.
  await portal.call('clients/roles/assign', { client_id: 'app-shop', seen: [], wanted: [reader.id] });
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog.getByRole('alert')).toContainText('1 client or principal holds this role.');
  await axe(page);
  await shots(page, 'role-in-use');
  await dialog.locator('.actions').getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('button', { name: 'Delete Reader of Billing API' })).toBeFocused();
  await expect(row(page, 'Reader').getByRole('cell', { name: '1', exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Delete Billing API' }).click();
  dialog = window(page, 'Delete “Billing API”?');
  await expect(dialog.getByRole('alert')).toContainText('1 client or principal holds one of its roles.');
  await expect(dialog.getByRole('button', { name: 'Delete' })).toHaveCount(0);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Delete Clerk of Billing API' }).click();
  await window(page, 'Delete “Clerk”?').getByRole('button', { name: 'Delete' }).click();
  await expect(banner(page, '“Clerk” deleted.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'API Roles', level: 1 })).toBeFocused();
  await portal.call('clients/roles/assign', { client_id: 'app-shop', seen: [reader.id], wanted: [] });
  await page.reload();
  await page.getByRole('button', { name: 'Delete Billing API' }).click();
  await expect(dialog).toContainText('It takes 3 scopes and 1 role with it.');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { name: 'No APIs yet' })).toBeVisible();
});

test('without the network the page says so, and loses nothing', async ({ page, expectedConsole }) => {
  expectedConsole(/Failed to load resource/);
  await page.route('**/portal/api/apis', (route) => route.abort(), { times: 1 });
  await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'API Roles' }).click();
  await expect(page.getByRole('alert')).toContainText('could not be reached');
  await expect(page.getByRole('button', { name: 'Add API' })).toBeDisabled();
  await axe(page);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Add API' }).click();

  const dialog = window(page, 'Add API');
  await dialog.getByLabel('Name').fill('Billing API');
  await dialog.getByLabel('Scopes').fill('invoices.read');
  await page.route('**/portal/api/apis/add', (route) => route.abort(), { times: 1 });
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('could not be reached');
  await axe(page);
  await expect(dialog.getByLabel('Scopes')).toHaveValue('invoices.read');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(section(page, 'Billing API')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeVisible();
});
