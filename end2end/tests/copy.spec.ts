// Copying: the add form filled from the original, with a free name, no client ID, and a secret of its own.

import { APP, atWork, banner, closeSecretDialog, fact, openClient, readSecret, row, save, secretDialog } from './support/journeys.ts';
import { axe, shots } from './support/looks.ts';
import type { Portal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

let portal: Portal;

test.beforeEach(async ({ page, gatehouse }) => {
  portal = await atWork(page, gatehouse);
});

test('a copy has everything of the original but its name, its client ID and its secret', async ({ page }) => {
  const web = { ...APP, client_type: 'confidential', pkce_code_challenge_method: null, description: 'Sells things' } as const;
  const { client_secret: old } = await portal.register({ ...web, client_name: 'Shop', client_id: 'shop' });
  await openClient(page, 'app-shop');
  await page.getByRole('link', { name: 'Copy', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Copy of Shop', level: 1 })).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Shop copy');
  await expect(page.getByLabel('Client ID')).toHaveValue('');
  await expect(page.getByLabel('Redirect URI 2', { exact: true })).toHaveValue('https://myapp.com/app/*');
  await expect(page.getByLabel('Web origin 1', { exact: true })).toHaveValue('https://myapp.com');
  await expect(page.getByLabel('Description')).toHaveValue('Sells things');
  await axe(page);
  await shots(page, 'copy');
  await save(page);
  await expect(secretDialog(page)).toBeVisible();
  const { clientId, clientSecret } = await readSecret(page);
  expect(clientId).not.toBe('app-shop');
  expect(clientSecret).not.toBe(old);
  await closeSecretDialog(page);
  await expect(banner(page, '“Shop copy” added')).toBeVisible();
  await expect(row(page, 'Shop copy')).toContainText('Authorization Code');
  expect(await portal.client(clientId)).toMatchObject({
    redirect_uris: APP.redirect_uris,
    web_origins: APP.web_origins,
    description: 'Sells things',
    status: 'enabled',
  });

  await page.getByRole('button', { name: 'Actions for Shop', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Copy' }).click();
  await expect(page.getByLabel('Name', { exact: true }), 'the next free name').toHaveValue('Shop copy 2');
});

test('several are copied one after the other', async ({ page }) => {
  await portal.register({ ...APP, client_name: 'Alpha', client_id: 'alpha' });
  await portal.register({ ...APP, client_name: 'Beta', client_id: 'beta' });
  await portal.register({ ...APP, client_name: 'Gamma', client_id: 'gamma' });
  await page.goto('/oauth-clients?sort=client_name');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('group', { name: 'Selected clients' }).getByRole('link', { name: 'Copy' }).click();
  await expect(page.getByText('Copy 1 of 3.')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Alpha copy');
  await save(page);
  await expect(page.getByText('Copy 2 of 3.')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Beta copy');
  await page.getByRole('link', { name: 'Skip this one' }).click();
  await expect(page.getByText('Copy 3 of 3.')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Gamma copy');
  await save(page);
  await expect(page.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeVisible();
  await expect(page.getByRole('rowheader')).toHaveText(['Gamma copy', 'Alpha copy', 'Gamma', 'Beta', 'Alpha']);
});

test('an original that was deleted meanwhile says so', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 404/);
  const answer = await page.goto('/oauth-clients/new?copy=app-nobody');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'The client to copy does not exist any more' })).toBeVisible();
  await axe(page);
  await page.getByRole('link', { name: 'Add another client' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('');
});

test('a copy of a disabled client is enabled', async ({ page }) => {
  await portal.register({ ...APP, client_name: 'Shop', client_id: 'shop' });
  await portal.change(['app-shop'], 'disable');
  await page.goto('/oauth-clients/new?copy=app-shop');
  await expect(page.getByLabel('Name', { exact: true })).toBeEnabled();
  await save(page);
  await row(page, 'Shop copy').getByRole('link', { name: 'Shop copy' }).click();
  await expect(fact(page, 'Status')).toHaveText('Enabled');
});
