// The list: finding clients, ordering them, going through the pages, opening a row, and doing something to several.

import type { Page } from '@playwright/test';
import { APP, atWork, banner, fact, hydrated, row } from './support/journeys.ts';
import { axe, layoutShift, shots } from './support/looks.ts';
import type { Portal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

let portal: Portal;

test.beforeEach(async ({ page, gatehouse }) => {
  portal = await atWork(page, gatehouse);
});

/** The names in the list, from the top. */
async function names(page: Page): Promise<string[]> {
  return page.getByRole('rowheader').allInnerTexts();
}

async function someClients(): Promise<void> {
  await portal.register({ client_name: 'Billing export', client_id: 'billing', description: 'Runs every night' });
  await portal.register({ client_name: 'Billing import', client_id: 'imports' });
  await portal.register({ client_name: 'Shop', client_id: 'storefront', ...APP });
  await portal.register({ client_name: 'Zürich Console', client_id: 'zrh', ...APP, client_type: 'confidential', pkce_code_challenge_method: null });
  await portal.change(['app-imports', 'app-zrh'], 'disable');
}

test('the list is searched while a person types, by name, client ID and description', async ({ page }) => {
  await someClients();
  await page.reload();
  await expect(page.getByRole('rowheader')).toHaveCount(4);
  await axe(page);
  await shots(page, 'list');
  const search = page.getByRole('searchbox', { name: 'Search' });
  for (const [typed, found] of [
    ['bil', ['Billing import', 'Billing export']],
    ['BILLING exp', ['Billing export']],
    ['store', ['Shop']],
    ['night', ['Billing export']],
    ['zürich', ['Zürich Console']],
    ['import console', []],
  ] as const) {
    await search.fill('');
    await search.pressSequentially(typed);
    await expect(page).toHaveURL((url) => url.searchParams.get('q') === typed);
    await expect(page.getByRole('rowheader')).toHaveText(found);
    await expect(search, 'the caret stays').toBeFocused();
  }
  await expect(page.getByRole('heading', { name: 'No client matches' })).toBeVisible();
  await axe(page);
  await shots(page, 'list-nothing-found');
  await page.reload();
  await expect(search).toHaveValue('import console');
  await expect(page.getByRole('heading', { name: 'No client matches' })).toBeVisible();
  await page.getByRole('link', { name: 'Show all clients' }).click();
  await expect(page.getByRole('rowheader')).toHaveCount(4);
  await expect(search).toHaveValue('');
});

test('a search without a letter or a digit is no search', async ({ page }) => {
  await portal.register({ client_name: 'Shop', ...APP });
  await page.reload();
  await page.getByRole('searchbox', { name: 'Search' }).fill('---');
  await expect(page.getByText('To search, type a letter or a digit.')).toBeVisible();
  await expect(row(page, 'Shop')).toBeVisible();
  await axe(page);
});

test('filters and order are in the address, and Back undoes them one by one', async ({ page }) => {
  await someClients();
  await page.goto('/oauth-clients');
  await expect(page.getByRole('rowheader')).toHaveText(['Zürich Console', 'Shop', 'Billing import', 'Billing export']);

  await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click();
  await expect(page.getByRole('rowheader')).toHaveText(['Billing export', 'Billing import', 'Shop', 'Zürich Console']);
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click();
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending');
  await expect(page.getByRole('rowheader')).toHaveText(['Zürich Console', 'Shop', 'Billing import', 'Billing export']);

  await page.getByLabel('Status').selectOption('Disabled');
  await expect(page.getByRole('rowheader')).toHaveText(['Zürich Console', 'Billing import']);
  await page.getByLabel('Grant type').selectOption('Authorization Code');
  await expect(page.getByRole('rowheader')).toHaveText(['Zürich Console']);
  await expect(page).toHaveURL('/oauth-clients?status=disabled&grant_type=authorization_code&sort=-client_name');
  await page.reload();
  await expect(page.getByRole('rowheader')).toHaveText(['Zürich Console']);
  await expect(page.getByLabel('Status')).toHaveValue('disabled');

  await page.goBack();
  await expect(page.getByRole('rowheader')).toHaveText(['Zürich Console', 'Billing import']);
  await expect(page.getByLabel('Grant type')).toHaveValue('');
  await page.getByLabel('Client type').selectOption('Public');
  await expect(page.getByRole('heading', { name: 'No client matches' })).toBeVisible();
  await page.getByRole('link', { name: 'Clear', exact: true }).click();
  await expect(page.getByRole('rowheader'), 'the order stays').toHaveText([
    'Zürich Console',
    'Shop',
    'Billing import',
    'Billing export',
  ]);
});

test('every column orders the list', async ({ page }) => {
  await someClients();
  for (const column of ['Status', 'Name', 'Client ID', 'Client type', 'Grant type', 'Created', 'Last modified']) {
    await page.goto('/oauth-clients');
    const orders = [];
    for (let press = 0; press < 2; press += 1) {
      const before = page.url();
      await page.getByRole('columnheader', { name: column }).getByRole('link').click();
      await expect(page).not.toHaveURL(before);
      await expect(page.getByRole('table', { name: 'OAuth clients' }).locator('xpath=..')).not.toHaveAttribute('aria-busy');
      await expect(page.getByRole('columnheader', { name: column })).toHaveAttribute('aria-sort', /ending/);
      orders.push(await names(page));
    }
    expect(orders[0], column).toEqual([...orders[1]!].reverse());
  }
});

test('pages lead on and back, and a reload stays where it was', async ({ page }) => {
  for (let number = 1; number <= 120; number += 1) {
    const digits = String(number).padStart(3, '0');
    await portal.register({ client_name: `Client ${digits}`, client_id: `app-${digits}`, ...APP });
  }
  await page.goto('/oauth-clients?sort=client_name');
  await hydrated(page);
  const pages = page.getByRole('navigation', { name: 'Pages of the list' });
  const shows = async (first: string, last: string) => {
    await expect(page.getByRole('rowheader').first()).toHaveText(first);
    await expect(page.getByRole('rowheader').last()).toHaveText(last);
  };
  await shows('Client 001', 'Client 050');
  await pages.getByRole('link', { name: 'Next' }).click();
  await shows('Client 051', 'Client 100');
  await expect(page.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeFocused();
  await page.reload();
  await shows('Client 051', 'Client 100');
  await pages.getByRole('link', { name: 'Last' }).click();
  await shows('Client 071', 'Client 120');
  await axe(page);
  await pages.getByRole('link', { name: 'Previous' }).click();
  await shows('Client 021', 'Client 070');
  await pages.getByRole('link', { name: 'First' }).click();
  await shows('Client 001', 'Client 050');
  await page.goBack();
  await shows('Client 021', 'Client 070');
  await page.goBack();
  await shows('Client 071', 'Client 120');
  expect(await layoutShift(page)).toBe(0);
  // Another search begins at the first page.
  await page.getByRole('searchbox', { name: 'Search' }).fill('client 01');
  await expect(page.getByRole('rowheader').first()).toHaveText('Client 010');
  expect(new URL(page.url()).searchParams.has('page')).toBe(false);
});

test('an address that asks for what does not exist says so', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 400/);
  await portal.register({ client_name: 'Shop', ...APP });
  const answer = await page.goto('/oauth-clients?status=purple');
  expect(answer?.status()).toBe(400);
  await expect(page.getByRole('alert')).toContainText('purple');
  await axe(page);
  await page.getByRole('link', { name: 'Show all clients' }).click();
  await expect(row(page, 'Shop')).toBeVisible();
});

test('a row opens to its tabs', async ({ page }) => {
  await someClients();
  await page.reload();
  const details = page.getByRole('button', { name: 'Details of Billing export' });
  await details.click();
  await expect(details).toHaveAttribute('aria-expanded', 'true');
  const controlled = await details.getAttribute('aria-controls');
  await expect(page.locator(`[id="${controlled}"]`)).toBeVisible();
  const attributes = page.getByRole('tab', { name: 'OAuth Client Attributes' });
  await expect(attributes).toHaveAttribute('aria-selected', 'true');
  const panel = page.getByRole('tabpanel');
  await expect(fact(panel, 'Client ID')).toContainText('app-billing');
  await expect(fact(panel, 'Description')).toHaveText('Runs every night');
  await expect(fact(panel, 'Redirect URIs')).toHaveCount(0);
  await axe(page);
  await shots(page, 'row-expanded');
  await attributes.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Credentials' })).toBeFocused();
  await expect(fact(panel, 'Client authenticator')).toHaveText('Client ID & Client Secret');
  await expect(panel.getByRole('heading', { name: 'Secret 1' })).toBeVisible();
  await axe(page);
  await shots(page, 'row-expanded-credentials');
  await details.click();
  await expect(page.getByRole('tab')).toHaveCount(0);

  // A press on the row does the same; a Public client has no credentials.
  await row(page, 'Shop').getByText('Public').click();
  await expect(page.getByRole('tab')).toHaveText(['OAuth Client Attributes']);
  await expect(fact(panel, 'Redirect URIs').getByRole('listitem')).toHaveCount(2);
  await expect(fact(panel, 'PKCE code challenge method')).toHaveText('S256');
});

test('the menu of a row works with the keyboard alone', async ({ page }) => {
  await portal.register({ client_name: 'Shop', client_id: 'shop', ...APP });
  await page.reload();
  const button = page.getByRole('button', { name: 'Actions for Shop' });
  const item = (name: string) => page.getByRole('menuitem', { name });
  await expect(button).toBeEnabled();
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(item('Edit')).toBeFocused();
  await axe(page);
  await shots(page, 'row-menu');
  await page.keyboard.press('ArrowDown');
  await expect(item('Copy')).toBeFocused();
  await page.keyboard.press('End');
  await expect(item('Delete')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(item('Edit')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(item('Delete')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(item('Edit')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(button).toBeFocused();

  await page.keyboard.press('ArrowDown');
  await expect(item('Edit')).toBeFocused();
  await page.keyboard.press('d');
  await expect(item('Disable')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(banner(page, '“Shop” disabled')).toBeVisible();
  await expect(row(page, 'Shop')).toContainText('Disabled');
  await expect(button, 'the focus is where it was').toBeFocused();

  await page.keyboard.press('ArrowUp');
  await expect(item('Delete')).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Delete “Shop”?' });
  await expect(dialog).toContainText('never used');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();
  await button.click();
  await item('Edit').click();
  await expect(page).toHaveURL('/oauth-clients/app-shop/edit');
});

test('several clients are switched off and deleted at once', async ({ page }) => {
  for (const name of ['Alpha', 'Beta', 'Gamma', 'Delta']) await portal.register({ client_name: name, ...APP });
  await page.reload();
  const bar = page.getByRole('group', { name: 'Selected clients' });
  await expect(bar).toContainText('4 clients');
  await page.getByRole('checkbox', { name: 'Select Alpha' }).check();
  await page.getByRole('checkbox', { name: 'Select Beta' }).check();
  await expect(bar).toContainText('2 selected');
  await axe(page);
  await shots(page, 'list-selection');
  await bar.getByRole('button', { name: 'Disable' }).click();
  await expect(banner(page, '2 clients disabled')).toBeVisible();
  await expect(row(page, 'Alpha')).toContainText('Disabled');
  await expect(row(page, 'Beta')).toContainText('Disabled');
  await expect(row(page, 'Gamma')).toContainText('Enabled');
  await expect(bar, 'the selection stays').toContainText('2 selected');
  await bar.getByRole('button', { name: 'Enable' }).click();
  await expect(row(page, 'Alpha')).toContainText('Enabled');

  await bar.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete 2 clients?' });
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await expect(dialog).toContainText('cannot be undone');
  await axe(page);
  await shots(page, 'delete-several');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(bar.getByRole('button', { name: 'Delete' })).toBeFocused();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Delete 2 clients' }).click();
  await expect(banner(page, '2 clients deleted')).toBeVisible();
  await expect(page.getByRole('rowheader')).toHaveText(['Delta', 'Gamma']);

  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await expect(bar).toContainText('2 selected');
  await bar.getByRole('button', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete 2 clients' }).click();
  await expect(page.getByText('No OAuth clients yet')).toBeVisible();
});

test('what somebody else deleted meanwhile is said', async ({ page }) => {
  await portal.register({ client_name: 'Alpha', client_id: 'alpha', ...APP });
  await portal.register({ client_name: 'Beta', client_id: 'beta', ...APP });
  await page.reload();
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await portal.change(['app-alpha'], 'delete');
  await page.getByRole('group', { name: 'Selected clients' }).getByRole('button', { name: 'Disable' }).click();
  await expect(banner(page, '“Alpha” does not exist any more')).toBeVisible();
  await expect(page.getByRole('rowheader')).toHaveText(['Beta']);
  await expect(row(page, 'Beta')).toContainText('Disabled');
});

test('nothing moves while the list comes', async ({ page }) => {
  await someClients();
  for (const address of ['/oauth-clients', '/oauth-clients?q=billing', '/oauth-clients?q=nothing']) {
    await page.goto(address);
    await expect(page.getByLabel('Status')).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(await layoutShift(page), address).toBe(0);
  }
});

test('on a phone each client is a card', async ({ page }) => {
  await someClients();
  await page.setViewportSize({ width: 375, height: 812 });
  await page.reload();
  await expect(row(page, 'Billing export')).toBeVisible();
  await page.getByRole('button', { name: 'Details of Billing export' }).click();
  await expect(page.getByRole('tabpanel')).toBeVisible();
  await axe(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  await page.getByRole('button', { name: 'Actions for Shop' }).click();
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
});
