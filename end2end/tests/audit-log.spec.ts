// The audit log: every change by everybody, narrowed and exported.

import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { APP, EMAIL, atWork, hydrated } from './support/journeys.ts';
import { axe, layoutShift, shots } from './support/looks.ts';
import type { Portal } from './support/portal.ts';
import { register } from './support/principals.ts';
import { expect, test } from './support/test.ts';

/** What is there before anybody signs in, newest first. */
const AT_START = ['Environment added', 'Environment added', 'Signing key added'];

let portal: Portal;

test.beforeEach(async ({ page, gatehouse }) => {
  portal = await atWork(page, gatehouse);
  await portal.register({ ...APP, client_name: 'Shop', client_id: 'shop', description: '-1+2 is what a spreadsheet adds up' });
  await portal.register({ client_name: 'Billing', client_id: 'billing' });
  await portal.change(['app-shop', 'app-billing'], 'disable');
});

async function actions(page: Page, expected: string[]): Promise<void> {
  await expect(page.getByRole('rowheader')).toHaveText(expected);
}

test('everything is in the log, newest first', async ({ page }) => {
  await page.getByRole('link', { name: 'Audit log' }).click();
  await expect(page.getByRole('heading', { name: 'Audit log', level: 1 })).toBeFocused();
  await actions(page, ['Client disabled', 'Client disabled', 'Client added', 'Client added', 'Signed in', 'Signed in', 'User added', ...AT_START]);
  await expect(page.getByRole('row').nth(1)).toContainText(EMAIL);
  await expect(page.getByRole('row').nth(1)).toContainText('127.0.0.1');
  await page.getByText('6 fields').click();
  await expect(page.getByText('Client Credentials')).toBeVisible();
  await axe(page);
  await shots(page, 'audit-log');
  await page.reload();
  await actions(page, ['Client disabled', 'Client disabled', 'Client added', 'Client added', 'Signed in', 'Signed in', 'User added', ...AT_START]);
  expect(await layoutShift(page)).toBe(0);
});

test('the log is narrowed by person, action, what, name and time, all in the address', async ({ page }) => {
  await page.goto('/audit-log');
  const apply = async () => page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByLabel('From')).toBeEnabled();
  await page.getByLabel('Action').selectOption('Client added');
  await apply();
  await actions(page, ['Client added', 'Client added']);
  await page.getByLabel('Name').fill('Shop');
  await page.keyboard.press('Enter');
  await actions(page, ['Client added']);
  await expect(page).toHaveURL('/audit-log?entity_name=Shop&action=oauth_client.registered');
  await page.reload();
  await expect(page.getByLabel('Name')).toHaveValue('Shop');
  await expect(page.getByLabel('Action')).toHaveValue('oauth_client.registered');
  await actions(page, ['Client added']);
  await page.goBack();
  await actions(page, ['Client added', 'Client added']);
  await expect(page.getByLabel('Name')).toHaveValue('');

  await page.getByLabel('Name').fill('typed and not applied');
  await page.getByRole('link', { name: 'Clear' }).click();
  await expect(page).toHaveURL('/audit-log');
  await expect(page.getByLabel('Name')).toHaveValue('');
  await expect(page.getByLabel('Action')).toHaveValue('');
  await page.getByLabel('Name').fill('typed again');
  await page.getByRole('link', { name: 'Clear' }).click();
  await expect(page.getByLabel('Name'), 'at the same address, too').toHaveValue('');

  await page.getByLabel('What').selectOption('User');
  await apply();
  await actions(page, ['Signed in', 'Signed in', 'User added']);
  await page.getByLabel('Person').fill('nobody@example.com');
  await apply();
  await expect(page.getByRole('heading', { name: 'No events found' })).toBeVisible();
  await axe(page);
  await shots(page, 'audit-log-nothing-found');
});

test('times are the person’s own in the form and epoch seconds in the address', async ({ page }) => {
  await page.goto('/audit-log');
  await expect(page.getByLabel('From')).toBeEnabled();
  await page.getByLabel('From').fill('2020-07-01T12:00');
  await page.getByLabel('Until').fill('2020-07-01T13:00');
  await page.getByRole('button', { name: 'Apply' }).click();
  // Zurich is two hours ahead of UTC in July.
  await expect(page).toHaveURL('/audit-log?from=1593597600&until=1593601200');
  await expect(page.getByRole('heading', { name: 'No events found' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('From')).toHaveValue('2020-07-01T12:00');
  await page.getByLabel('Until').fill('');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL('/audit-log?from=1593597600');
  await expect(page.getByRole('rowheader')).toHaveCount(10);
});

test('a name and a person in the log narrow it', async ({ page }) => {
  await page.goto('/audit-log');
  await hydrated(page);
  await page.getByRole('link', { name: 'Shop' }).first().click();
  await expect(page.getByText('Only events of Shop')).toBeVisible();
  await actions(page, ['Client disabled', 'Client added']);
  await expect(page.getByRole('heading', { name: 'Audit log', level: 1 })).toBeFocused();
  await axe(page);
  // Found by what it is and not by what it is called.
  await portal.edit('app-shop', 2, { ...APP, client_name: 'Web shop' });
  await page.reload();
  await actions(page, ['Client edited', 'Client disabled', 'Client added']);
  await page.getByLabel('Action').selectOption('Client edited');
  await page.getByRole('button', { name: 'Apply' }).click();
  await actions(page, ['Client edited']);
  await page.getByRole('link', { name: 'Show those of all' }).click();
  await expect(page).toHaveURL('/audit-log?action=oauth_client.edited');
  await page.getByRole('table').getByRole('link', { name: EMAIL }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get('actor') === EMAIL);
  await expect(page.getByLabel('Person')).toHaveValue(EMAIL);
  await actions(page, ['Client edited']);
});

test('what may be done to clients and to principals is narrowed to either', async ({ page }) => {
  const { client_id: clientId } = await register(portal, 'nightly_export');
  for (const id of ['app-billing', clientId]) await portal.generate(id, '', null);
  await page.goto('/audit-log');
  const names = page.getByRole('cell').getByRole('link').filter({ hasNotText: EMAIL });
  await page.getByLabel('Action').selectOption('Secret generated');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(names).toHaveText(['nightly_export', 'Billing']);
  await page.getByLabel('What').selectOption('Service principal');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(names).toHaveText(['nightly_export']);
  await expect(page.getByRole('rowheader')).toHaveText(['Secret generated']);
  await axe(page);
  await page.getByLabel('Action').selectOption('Principal added');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['Principal added']);
  await page.getByText('5 fields').or(page.getByText('6 fields')).click();
  await expect(page.getByText('Client Secret (OAUTH)')).toBeVisible();
  await page.getByLabel('What').selectOption('OAuth client');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('heading', { name: 'No events found' })).toBeVisible();
});

test('older events follow on further pages', async ({ page }) => {
  for (let time = 0; time < 30; time += 1) {
    await portal.change(['app-shop'], 'enable');
    await portal.change(['app-shop'], 'disable');
  }
  await page.goto('/audit-log');
  const pages = page.getByRole('navigation', { name: 'Pages of the audit log' });
  await expect(page.getByRole('rowheader')).toHaveCount(50);
  await pages.getByRole('link', { name: 'Older' }).click();
  await expect(page.getByRole('rowheader')).toHaveCount(20);
  await expect(page.getByRole('rowheader').last()).toHaveText('Signing key added');
  await page.reload();
  await expect(page.getByRole('rowheader')).toHaveCount(20);
  await pages.getByRole('link', { name: 'Newest' }).click();
  await expect(page.getByRole('rowheader')).toHaveCount(50);
  await expect(page).toHaveURL('/audit-log');
});

test('the export has the same events, and no cell that a spreadsheet would run', async ({ page }) => {
  await portal.register({ ...APP, client_name: 'Quotes', client_id: 'quotes', description: 'He said "yes", then\nleft' });
  await page.goto('/audit-log');
  await page.getByLabel('Action').selectOption('Client added');
  await page.getByRole('button', { name: 'Apply' }).click();
  await actions(page, ['Client added', 'Client added', 'Client added']);
  const downloaded = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  const download = await downloaded;
  expect(download.suggestedFilename()).toBe('audit-log.csv');
  const lines = parseCsv(await readFile(await download.path(), 'utf8'));
  expect(lines[0]).toEqual(['happened_at', 'actor', 'address', 'action', 'entity_kind', 'entity_id', 'entity_name', 'field', 'old', 'new']);
  const rows = lines.slice(1);
  expect(new Set(rows.map((row) => row[3]))).toEqual(new Set(['oauth_client.registered']));
  expect(new Set(rows.map((row) => row[6]))).toEqual(new Set(['Quotes', 'Billing', 'Shop']));
  const described = (name: string) => rows.find((row) => row[6] === name && row[7] === 'description')?.[9];
  expect(described('Shop')).toBe("'-1+2 is what a spreadsheet adds up");
  expect(described('Quotes')).toBe('He said "yes", then\nleft');
  for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
});

test('an address that asks for what does not exist says so', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 400/);
  for (const [query, why] of [
    ['action=oauth_client.painted', 'an action that does not exist'],
    ['entity_kind=ship', 'a kind of thing that does not exist'],
    ['from=yesterday', 'time in this address cannot be read'],
    ['from=60&until=0', 'not later than From'],
    ['after=nowhere', 'This place in the log does not exist'],
  ]) {
    const answer = await page.goto(`/audit-log?${query}`);
    expect(answer?.status(), query).toBe(400);
    await expect(page.getByRole('alert')).toContainText(why!);
    await axe(page);
    await page.getByRole('alert').getByRole('link').click();
    await expect(page).toHaveURL('/audit-log');
    await expect(page.getByRole('rowheader')).toHaveCount(10);
  }
});

test('a time that ends before it begins is said at its field, and nothing is asked', async ({ page }) => {
  await page.goto('/audit-log');
  await expect(page.getByLabel('From')).toBeEnabled();
  await page.getByLabel('From').fill('2026-11-02T10:00');
  await page.getByLabel('Until').fill('2026-11-01T10:00');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByLabel('Until')).toBeFocused();
  await expect(page.getByLabel('Until')).toHaveAccessibleDescription(/not later than From/);
  await expect(page).toHaveURL('/audit-log');
  await axe(page);
  await page.getByLabel('Until').fill('2026-11-03T10:00');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL(/from=\d+&until=\d+/);
  await expect(page.getByLabel('Until')).toHaveAccessibleDescription('');
});

test('on a phone each event is a card', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await page.goto('/audit-log');
  await page.getByText('6 fields').click();
  await axe(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
});

/** RFC 4180, as a spreadsheet reads it. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [cell, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (cell === '' && end === '') break;
    lines.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end === '\r\n') lines.push([]);
  }
  return lines.filter((line) => line.length > 0);
}
