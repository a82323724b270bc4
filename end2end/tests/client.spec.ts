// The page of one client: its own address, its tabs, its history.

import { APP, EMAIL, atWork, banner, closeSecretDialog, dismiss, fact, hydrated, openClient, row } from './support/journeys.ts';
import { axe, layoutShift, shots } from './support/looks.ts';
import type { Portal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

let portal: Portal;

test.beforeEach(async ({ page, gatehouse }) => {
  portal = await atWork(page, gatehouse);
});

test('a client has an address of its own, which a colleague can be sent', async ({ page }) => {
  await portal.register({ client_name: 'Billing', client_id: 'billing', description: 'Owner: billing team' });
  await page.reload();
  await hydrated(page);
  await row(page, 'Billing').getByRole('link', { name: 'Billing' }).click();
  await expect(page).toHaveURL('/oauth-clients/app-billing');
  await expect(page.getByRole('heading', { name: 'Billing', level: 1 })).toBeFocused();
  await expect(page).toHaveTitle('Billing – Gatehouse');
  await page.getByRole('tab', { name: 'Credentials' }).click();
  await expect(page).toHaveURL('/oauth-clients/app-billing?tab=credentials');
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Credentials' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('heading', { name: 'Secret 1' })).toBeVisible();
  expect(await layoutShift(page)).toBe(0);
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'OAuth Clients', level: 1 }), 'tabs are no pages').toBeVisible();
});

test('each kind of client shows the fields that apply to it, and no others', async ({ page }) => {
  const all = ['Redirect URIs', 'Web origins', 'PKCE code challenge method', 'Description', 'Last modified', 'Request status'];
  const web = { ...APP, client_type: 'confidential', pkce_code_challenge_method: null } as const;
  const kinds = [
    { id: 'service', draft: {}, shown: [], tabs: ['OAuth Client Attributes', 'Credentials', 'Roles', 'Refused requests', 'History'] },
    { id: 'web', draft: { ...web, web_origins: [] }, shown: ['Redirect URIs'], tabs: ['OAuth Client Attributes', 'Credentials', 'Roles', 'Refused requests', 'History'] },
    { id: 'app', draft: { ...APP, description: 'For phones' }, shown: ['Redirect URIs', 'Web origins', 'PKCE code challenge method', 'Description'], tabs: ['OAuth Client Attributes', 'Roles', 'Refused requests', 'History'] },
    { id: 'plain', draft: { ...APP, pkce_code_challenge_method: null }, shown: ['Redirect URIs', 'Web origins'], tabs: ['OAuth Client Attributes', 'Roles', 'Refused requests', 'History'] },
  ];
  for (const { id, draft, shown, tabs } of kinds) {
    await portal.register({ ...draft, client_name: `Client ${id}`, client_id: id });
    await openClient(page, `app-${id}`);
    await expect(page.getByRole('tab'), id).toHaveText(tabs);
    for (const name of ['Status', 'Name', 'Client ID', 'Client type', 'Grant type', 'Created']) {
      await expect(fact(page, name), `${id}: ${name}`).toHaveCount(1);
    }
    for (const name of all) {
      await expect(fact(page, name), `${id}: ${name}`).toHaveCount((shown as string[]).includes(name) ? 1 : 0);
    }
    await axe(page);
  }
  await openClient(page, 'app-app');
  await shots(page, 'client');
  // A Public client has no credentials, whatever the address says.
  await page.goto('/oauth-clients/app-app?tab=credentials');
  await expect(page.getByRole('tab', { name: 'OAuth Client Attributes' })).toHaveAttribute('aria-selected', 'true');
  await portal.change(['app-app'], 'disable');
  await page.reload();
  await expect(fact(page, 'Status')).toHaveText('Disabled');
  await expect(fact(page, 'Last modified')).toHaveCount(1);
});

test('the history tells every change, field by field', async ({ page }) => {
  await portal.register({ client_name: 'Shop', client_id: 'shop', ...APP });
  await portal.edit('app-shop', 1, {
    ...APP,
    client_name: 'Web shop',
    redirect_uris: ['https://myapp.com/callback', 'https://shop.example/*'],
  });
  await portal.change(['app-shop'], 'disable');
  await openClient(page, 'app-shop', 'history');
  const events = page.getByRole('table', { name: 'Events, newest first' });
  await expect(events.getByRole('rowheader')).toHaveText(['Client disabled', 'Client edited', 'Client added']);
  const [disabled, edited, added] = [1, 2, 3].map((place) => events.getByRole('row').nth(place));
  await expect(disabled!).toContainText(EMAIL);
  await expect(disabled!).toContainText('127.0.0.1');
  await expect(disabled!.locator('del')).toHaveText('removed: Enabled');
  await expect(disabled!.locator('ins')).toHaveText('added: Disabled');
  await expect(edited!.locator('dt')).toHaveText(['Name', 'Redirect URIs']);
  await expect(edited!.locator('del')).toHaveText(['removed: Shop', 'removed: https://myapp.com/app/*']);
  await expect(edited!.locator('ins')).toHaveText(['added: Web shop', 'added: https://shop.example/*']);
  await expect(edited!.locator('dd span.line'), 'what stayed is not marked').toHaveText(['https://myapp.com/callback']);
  await added!.getByText('8 fields').click();
  await expect(added!.getByText('Client ID')).toBeVisible();
  await axe(page);
  await shots(page, 'client-history');

  // What is done here is told here.
  await page.getByRole('button', { name: 'Enable' }).click();
  await expect(banner(page, '“Web shop” enabled')).toBeVisible();
  await expect(events.getByRole('rowheader').first()).toHaveText('Client enabled');
  await page.getByRole('link', { name: 'Filter or export in the audit log' }).click();
  await expect(page.getByRole('heading', { name: 'Audit log', level: 1 })).toBeVisible();
  await expect(events.getByRole('rowheader')).toHaveText(['Client enabled', 'Client disabled', 'Client edited', 'Client added']);
});

test('a client that was refused nothing says so', async ({ page }) => {
  await portal.register({ client_name: 'Shop', client_id: 'shop', ...APP });
  await openClient(page, 'app-shop', 'denials');
  await expect(page.getByRole('tab', { name: 'Refused requests' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('heading', { name: 'Nothing was refused' })).toBeVisible();
  await axe(page);
});

test('a long history follows page by page', async ({ page }) => {
  await portal.register({ client_name: 'Shop', client_id: 'shop', ...APP });
  for (let time = 0; time < 30; time += 1) {
    await portal.change(['app-shop'], 'disable');
    await portal.change(['app-shop'], 'enable');
  }
  await openClient(page, 'app-shop', 'history');
  await expect(page.getByRole('rowheader')).toHaveCount(50);
  await page.getByRole('link', { name: 'Older' }).click();
  await expect(page.getByRole('rowheader')).toHaveCount(61);
  await expect(page.getByRole('rowheader').last()).toHaveText('Client added');
  await expect(page.getByRole('link', { name: 'Older' })).toHaveCount(0);
  await axe(page);
});

test('a client that does not exist says so and leads to the list', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 404/);
  const answer = await page.goto('/oauth-clients/app-nobody');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'This client does not exist any more' })).toBeVisible();
  await axe(page);
  await page.getByRole('link', { name: 'Go to OAuth Clients' }).click();
  await expect(page.getByText('No OAuth clients yet')).toBeVisible();
});

test('a client is deleted from its page, after a question that says when it was last used', async ({ page }) => {
  const saved = await portal.register({ client_name: 'Billing', client_id: 'billing' });
  expect(await portal.givesToken('app-billing', saved.client_secret!)).toBe(true);
  await openClient(page, 'app-billing');
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete “Billing”?' });
  await expect(dialog).toContainText(/last used \d\d-\d\d-\d{4} \d\d:\d\d.* from 127\.0\.0\.1/);
  await axe(page);
  await shots(page, 'delete');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Delete' })).toBeFocused();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(banner(page, '“Billing” deleted')).toBeVisible();
  await expect(page).toHaveURL('/oauth-clients');
  await expect(page.getByText('No OAuth clients yet')).toBeVisible();
  expect(await portal.givesToken('app-billing', saved.client_secret!)).toBe(false);
  // Its name and client ID are free again.
  await portal.register({ client_name: 'Billing', client_id: 'billing' });
});

test('a client that is deleted while its page is open says so', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 404/);
  await portal.register({ client_name: 'Billing', client_id: 'billing' });
  await openClient(page, 'app-billing', 'credentials');
  await portal.change(['app-billing'], 'delete');
  await page.getByRole('button', { name: 'Generate new secret' }).click();
  const dialog = page.getByRole('dialog', { name: 'Generate new secret' });
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await expect(dialog.getByRole('alert')).toContainText('does not exist any more');
  await page.keyboard.press('Escape');
  await dismiss(page, 'does not exist any more');
  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(banner(page, '“Billing” does not exist any more')).toBeVisible();
});

test('without the server the page says so and loses nothing', async ({ page, context, expectedConsole }) => {
  expectedConsole(/ERR_FAILED/);
  await portal.register({ client_name: 'Billing', client_id: 'billing' });
  await openClient(page, 'app-billing', 'credentials');
  await context.route('**/portal/api/**', (route) => route.abort());
  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(banner(page, 'could not be reached')).toBeVisible();
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('tabpanel').getByRole('alert')).toContainText('could not be reached');
  await context.unroute('**/portal/api/**');
  await page.getByRole('tabpanel').getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['Client added']);
});

test('a new client’s page opens once its secret is stored', async ({ page }) => {
  await page.getByRole('link', { name: 'Add OAuth Client' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Billing');
  await page.getByRole('button', { name: 'Save' }).click();
  await closeSecretDialog(page);
  await row(page, 'Billing').getByRole('link', { name: 'Billing' }).click();
  await page.getByRole('tab', { name: 'Credentials' }).click();
  const panel = page.getByRole('tabpanel');
  await expect(panel.getByRole('heading', { name: 'Secret 1' })).toBeVisible();
  await expect(fact(panel, 'Begins with')).toHaveText(/^ghs_.+…$/);
  await expect(fact(panel, 'Last used')).toHaveText('Never');
});
