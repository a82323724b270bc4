// Service principals: finding them, adding one with a secret, and what can be done to one.

import { obtainToken } from './support/integrator.ts';
import { atWork, banner, closeSecretDialog, fact, readSecret, secretDialog } from './support/journeys.ts';
import { axe, layoutShift, shots } from './support/looks.ts';
import type { Portal } from './support/portal.ts';
import { PRINCIPALS, addWindow, names, openAddWindow, openList, openPrincipal, principalRow, register } from './support/principals.ts';
import { newPair } from './support/signer.ts';
import { expect, test } from './support/test.ts';

let portal: Portal;

test.beforeEach(async ({ page, gatehouse }) => {
  portal = await atWork(page, gatehouse);
});

test('a principal with a secret, from the window to a token', async ({ page, gatehouse }) => {
  await page.getByRole('link', { name: 'Principals' }).click();
  await expect(page.getByRole('heading', { name: 'No principals yet' })).toBeVisible();
  await axe(page);
  await shots(page, 'principals-empty');
  const dialog = await openAddWindow(page);
  const name = dialog.getByLabel('Client name');
  const add = dialog.getByRole('button', { name: 'Add' });
  await expect(add).toBeDisabled();
  await axe(page);

  // What is wrong is said while it is typed.
  await name.pressSequentially('ni-');
  await expect(name).toHaveAccessibleDescription(/The name contains “-”/);
  await axe(page);
  await shots(page, 'principals-add-problem');
  await name.fill('nigh');
  await expect(name).toHaveAccessibleDescription(/One more character/);
  await name.fill('nightly_export');
  await expect(name).not.toHaveAttribute('aria-invalid', 'true');
  await expect(add).toBeDisabled();
  await expect(dialog.getByLabel('Client Secret (OAUTH)')).toBeChecked();
  await dialog.getByLabel('Environment').selectOption('development');
  await expect(add).toBeEnabled();
  await axe(page);
  await shots(page, 'principals-add');
  await add.click();

  await expect(secretDialog(page)).toBeVisible();
  const said = secretDialog(page).getByRole('status').getByText('Service principal “nightly_export” added.');
  await expect(said).toBeInViewport({ ratio: 1 });
  await expect(addWindow(page)).toHaveCount(0);
  await expect(principalRow(page, 'nightly_export')).toBeAttached();
  await axe(page);
  await shots(page, 'principals-secret');
  const { clientId, clientSecret } = await readSecret(page);
  await expect(said).toHaveCount(0);
  await closeSecretDialog(page);
  await expect(principalRow(page, 'nightly_export')).toContainText(clientId);
  await axe(page);

  const audience = `${gatehouse.url}/environments/development`;
  const { claims } = await obtainToken(gatehouse.url, { clientId, clientSecret }, 'basic', audience);
  expect(claims).toMatchObject({ sub: clientId, client_id: clientId, environment: 'development' });
});

test('the list is searched while a person types, and narrowed to an environment', async ({ page }) => {
  const { jwk } = await newPair('first');
  await register(portal, 'nightly_export');
  await register(portal, 'billing_sync', jwk);
  await register(portal, 'billing_sync', '', 'production');
  await openList(page);
  await expect(names(page)).toHaveText(['billing_sync', 'billing_sync', 'nightly_export']);
  await axe(page);
  await shots(page, 'principals');
  const search = page.getByRole('searchbox', { name: 'Search' });
  for (const [typed, found] of [
    ['nigh', ['nightly_export']],
    ['SYNC', ['billing_sync', 'billing_sync']],
    ['signed', ['billing_sync']],
    ['sync export', []],
  ] as const) {
    await search.fill('');
    await search.pressSequentially(typed);
    await expect(page).toHaveURL((url) => url.searchParams.get('q') === typed);
    await expect(names(page)).toHaveText(found);
    await expect(search, 'the caret stays').toBeFocused();
  }
  await expect(page.getByRole('heading', { name: 'No principal matches' })).toBeVisible();
  await axe(page);
  await shots(page, 'principals-nothing-found');
  await page.getByRole('link', { name: 'Clear', exact: true }).click();
  await expect(names(page)).toHaveCount(3);
  await expect(search).toHaveValue('');

  await page.getByLabel('Environment', { exact: true }).selectOption('production');
  await expect(names(page)).toHaveText(['billing_sync']);
  await expect(page).toHaveURL(`${PRINCIPALS}?environment=production`);
  await page.reload();
  await expect(page.getByLabel('Environment', { exact: true })).toHaveValue('production');
  await page.goBack();
  await expect(names(page)).toHaveCount(3);
  await expect(page.getByLabel('Environment', { exact: true })).toHaveValue('');

  await page.goto(`${PRINCIPALS}?environment=gone`);
  await expect(page.getByRole('heading', { name: 'No principal matches' })).toBeVisible();
  await expect(page.getByLabel('Environment', { exact: true })).toHaveValue('gone');
});

test('what identifies a principal is copied with a click', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { client_id: clientId } = await register(portal, 'nightly_export');
  await openList(page);
  for (const [what, text] of [
    ['name', 'nightly_export'],
    ['client ID', clientId],
    ['security type', 'Client Secret (OAUTH)'],
    ['environment', 'development'],
  ] as const) {
    const button = page.getByRole('button', { name: `Copy ${what} of nightly_export` });
    await button.click();
    await expect(page.getByText('Copied!')).toBeVisible();
    await expect(button.locator('.icon-check')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText()), what).toBe(text);
    await expect(page.getByText('Copied!')).toHaveCount(0);
  }
  await axe(page);
});

test('pages lead on and back', async ({ page }) => {
  for (let number = 1; number <= 52; number += 1) {
    await register(portal, `principal_${String(number).padStart(2, '0')}`);
  }
  await openList(page);
  await expect(names(page)).toHaveCount(50);
  const pages = page.getByRole('navigation', { name: 'Pages of the list' });
  await pages.getByRole('link', { name: 'Next' }).click();
  await expect(names(page)).toHaveText(['principal_02', 'principal_01']);
  await page.reload();
  await expect(names(page)).toHaveText(['principal_02', 'principal_01']);
  await pages.getByRole('link', { name: 'First' }).click();
  await expect(names(page).first()).toHaveText('principal_52');
  await axe(page);
  expect(await layoutShift(page)).toBe(0);
});

test('a refusal is told at its field, and nothing typed is lost', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 422/);
  await register(portal, 'nightly_export');
  await openList(page);
  const dialog = await openAddWindow(page);
  await dialog.getByLabel('Client name').fill('Nightly_Export');
  await dialog.getByLabel('Environment').selectOption('development');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog.getByLabel('Client name')).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByLabel('Client name')).toHaveValue('Nightly_Export');
  await axe(page);
  await dialog.getByLabel('Environment').selectOption('production');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(secretDialog(page)).toBeVisible();
  await closeSecretDialog(page);
  await expect(names(page)).toHaveText(['Nightly_Export', 'nightly_export']);
});

test('a principal is renamed, switched off and on, given a new secret, and deleted', async ({ page }) => {
  const { client_id: clientId, client_secret: first } = await register(portal, 'nightly_export');
  await openList(page);
  await names(page).click();
  await expect(page.getByRole('heading', { name: 'nightly_export', level: 1 })).toBeVisible();
  await expect(fact(page, 'Environment')).toHaveText('development');
  await expect(fact(page, 'Audience of its tokens')).toContainText('/environments/development');
  await axe(page);
  await shots(page, 'principal');

  await page.getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit principal' });
  await edit.getByLabel('Client name').fill('nightly');
  await expect(edit.getByRole('checkbox')).toHaveCount(0);
  await axe(page);
  await shots(page, 'principal-edit');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(banner(page, '“nightly” saved')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'nightly', level: 1 })).toBeVisible();

  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(fact(page, 'Status')).toHaveText('Disabled');
  expect(await portal.givesToken(clientId, first!)).toBe(false);
  await page.getByRole('tab', { name: 'Refused requests' }).click();
  await expect(page.getByRole('tabpanel')).toContainText(/disabled/i);
  await axe(page);
  await page.getByRole('button', { name: 'Enable' }).click();
  await expect(page.getByRole('button', { name: 'Disable' })).toBeVisible();
  expect(await portal.givesToken(clientId, first!)).toBe(true);

  await page.getByRole('tab', { name: 'Credentials' }).click();
  await page.getByRole('button', { name: 'Generate new secret' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Generate' }).click();
  const { clientSecret } = await readSecret(page);
  await closeSecretDialog(page);
  expect(await portal.givesToken(clientId, first!)).toBe(false);
  expect(await portal.givesToken(clientId, clientSecret)).toBe(true);
  await axe(page);
  await shots(page, 'principal-secrets');

  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('rowheader').first()).toBeVisible();
  await axe(page);
  await page.getByRole('tab', { name: 'Roles' }).click();
  await expect(page.getByRole('tabpanel')).not.toBeEmpty();
  await axe(page);

  await page.getByRole('button', { name: 'Delete' }).click();
  const question = page.getByRole('dialog', { name: 'Delete “nightly”?' });
  await expect(question).toContainText('last used');
  await axe(page);
  await shots(page, 'principal-delete');
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { name: 'No principals yet' })).toBeVisible();
  expect(await portal.givesToken(clientId, clientSecret)).toBe(false);
});

test('a principal that is gone says so', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 404/);
  const answer = await page.goto(`${PRINCIPALS}/app-gone`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'This principal does not exist any more' })).toBeVisible();
  await axe(page);
});

test('somebody else was faster', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 409/);
  const { client_id: clientId } = await register(portal, 'nightly_export');
  await openPrincipal(page, clientId);
  await page.getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit principal' });
  await edit.getByLabel('Client name').fill('nightly');
  await portal.call('principals/edit', { client_id: clientId, version: 1, draft: { client_name: 'hourly_export' } });
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(edit.getByRole('alert')).toContainText('Somebody else changed this meanwhile');
  await axe(page);
});

test('a principal is added with the keyboard alone', async ({ page }) => {
  await openList(page);
  await page.getByRole('button', { name: 'Add New' }).focus();
  await page.keyboard.press('Enter');
  await expect(addWindow(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(addWindow(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Add New' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(addWindow(page)).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('nightly_export');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Client Secret (OAUTH)')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('d');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(addWindow(page).getByRole('button', { name: 'Add' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(secretDialog(page)).toBeVisible();
  await page.keyboard.press('Shift+Tab');
  await expect(secretDialog(page)).toBeVisible();
  await closeSecretDialog(page);
  await expect(page.getByRole('heading', { name: 'Principals', level: 1 })).toBeFocused();
});

test('without script the list can be searched, and nothing added', async ({ browser, gatehouse, pageGuard }) => {
  await register(portal, 'nightly_export');
  await register(portal, 'billing_sync', '', 'production');
  pageGuard.expect(/was preloaded using link preload but not used/);
  const context = await browser.newContext({ baseURL: gatehouse.url, javaScriptEnabled: false, extraHTTPHeaders: { Cookie: portal.headers.Cookie! } });
  await pageGuard.watch(context);
  const page = await context.newPage();
  await page.goto(PRINCIPALS);
  await expect(page.getByRole('button', { name: 'Add New' })).toBeDisabled();
  await expect(page.getByText('needs JavaScript')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search' }).fill('nigh');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(names(page)).toHaveText(['nightly_export']);
  await page.getByRole('link', { name: 'Clear', exact: true }).click();
  await page.getByLabel('Environment', { exact: true }).selectOption('production');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(names(page)).toHaveText(['billing_sync']);
  await names(page).click();
  await expect(page.getByRole('heading', { name: 'billing_sync', level: 1 })).toBeVisible();
  await context.close();
});
