// Editing: the same form and rules, what a change drops, and two people at once.

import type { Page } from '@playwright/test';
import { APP, atWork, banner, closeSecretDialog, fact, openClient, readSecret, row, save, secretDialog } from './support/journeys.ts';
import { axe, shots } from './support/looks.ts';
import type { Portal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

let portal: Portal;

test.beforeEach(async ({ page, gatehouse }) => {
  portal = await atWork(page, gatehouse);
});

async function openEdit(page: Page, clientId: string): Promise<void> {
  await page.goto(`/oauth-clients/${clientId}/edit`);
  await expect(page.getByLabel('Name', { exact: true })).toBeEnabled();
}

test('a client is edited with the form it was added with', async ({ page }) => {
  await portal.register({ ...APP, client_name: 'Shop', client_id: 'shop', description: 'Old words' });
  await openClient(page, 'app-shop');
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByRole('heading', { name: 'Edit Shop', level: 1 })).toBeFocused();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Shop');
  await expect(page.getByLabel('Redirect URI 2', { exact: true })).toHaveValue('https://myapp.com/app/*');
  await expect(page.getByRole('textbox', { name: 'Client ID' }), 'the client ID is fixed').toHaveCount(0);
  await expect(page.getByText('app-shop', { exact: true })).toBeVisible();
  await axe(page);
  await shots(page, 'edit');

  await page.getByLabel('Redirect URI 1', { exact: true }).fill('https://myapp.com/#top');
  await expect(page.getByLabel('Redirect URI 1', { exact: true })).toHaveAccessibleDescription(/“#”/);
  await save(page);
  await expect(page.getByRole('group', { name: 'Not saved yet' })).toBeFocused();
  await page.getByLabel('Redirect URI 1', { exact: true }).fill('https://shop.example/callback');
  await page.getByLabel('Name', { exact: true }).fill('Web shop');
  await page.getByLabel('Description').fill('');
  await save(page);
  await expect(banner(page, '“Web shop” saved')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Web shop', level: 1 })).toBeVisible();
  await expect(fact(page, 'Redirect URIs').getByRole('listitem').first()).toHaveText('https://shop.example/callback');
  await expect(fact(page, 'Description')).toHaveCount(0);
  await expect(fact(page, 'Last modified')).toHaveCount(1);
});

test('what a change of grant drops is said before it is saved', async ({ page }) => {
  await portal.register({ ...APP, client_type: 'confidential', pkce_code_challenge_method: null, client_name: 'Shop', client_id: 'shop' });
  await openEdit(page, 'app-shop');
  await page.getByLabel('Client Credentials').check();
  await save(page);
  const dialog = page.getByRole('dialog', { name: 'Save this change?' });
  await expect(dialog.getByRole('listitem')).toHaveText([/^2 redirect URIs/, /^1 web origin/]);
  await expect(dialog).toContainText('https://myapp.com/callback');
  await axe(page);
  await shots(page, 'edit-dropped-fields');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByLabel('Authorization Code').check();
  await expect(page.getByLabel('Redirect URI 1', { exact: true }), 'nothing is lost yet').toHaveValue('https://myapp.com/callback');
  await page.getByLabel('Client Credentials').check();
  await save(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(banner(page, '“Shop” saved')).toBeVisible();
  await expect(fact(page, 'Grant type')).toHaveText('Client Credentials');
  expect((await portal.client('app-shop'))?.redirect_uris).toEqual([]);
});

test('a client that becomes Public loses its secrets, and gets a new one when it becomes Confidential', async ({ page }) => {
  const { client_secret: old } = await portal.register({ client_name: 'Shop', client_id: 'shop' });
  expect(await portal.givesToken('app-shop', old!)).toBe(true);
  await openEdit(page, 'app-shop');
  await page.getByLabel('Public').check();
  await page.getByLabel('Redirect URI 1', { exact: true }).fill('https://myapp.com/callback');
  await save(page);
  const dialog = page.getByRole('dialog', { name: 'Save this change?' });
  await expect(dialog).toContainText('1 client secret');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(banner(page, '“Shop” saved')).toBeVisible();
  await expect(page.getByRole('tab')).toHaveText(['OAuth Client Attributes', 'Roles', 'Refused requests', 'History']);
  expect(await portal.givesToken('app-shop', old!)).toBe(false);

  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Confidential').check();
  await page.getByLabel('Client Credentials').check();
  await save(page);
  await expect(dialog).toContainText('shown once');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(secretDialog(page)).toBeVisible();
  const { clientSecret } = await readSecret(page);
  await closeSecretDialog(page);
  await expect(page.getByRole('heading', { name: 'Shop', level: 1 })).toBeFocused();
  expect(await portal.givesToken('app-shop', clientSecret)).toBe(true);
  expect(await portal.givesToken('app-shop', old!)).toBe(false);
});

test('of two people who edit, the second sees what changed and loses nothing typed', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 409/);
  await portal.register({ ...APP, client_name: 'Shop', client_id: 'shop', description: 'First words' });
  await openEdit(page, 'app-shop');
  await page.getByLabel('Name', { exact: true }).fill('My shop');
  await page.getByLabel('Web origin 1', { exact: true }).fill('https://mine.example');
  await portal.edit('app-shop', 1, {
    ...APP,
    client_name: 'Their shop',
    description: 'Their words',
  });
  await save(page);
  const panel = page.getByRole('group', { name: 'somebody else changed this client meanwhile' });
  await expect(panel).toBeFocused();
  await expect(panel.getByRole('heading', { level: 3 })).toHaveText(['Name', 'Description']);
  await expect(panel).toContainText('Their shop');
  await expect(page.getByLabel('Name', { exact: true }), 'what was typed stands').toHaveValue('My shop');
  await expect(page.getByLabel('Description'), 'what was not touched is new').toHaveValue('Their words');
  await expect(page.getByLabel('Web origin 1', { exact: true })).toHaveValue('https://mine.example');
  await axe(page);
  await shots(page, 'edit-meanwhile');
  await panel.getByRole('button', { name: 'Use theirs of Name' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Their shop');
  await panel.getByRole('button', { name: 'Keep mine of Name' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('My shop');
  await save(page);
  await expect(banner(page, '“My shop” saved')).toBeVisible();
  const saved = await portal.client('app-shop');
  expect(saved).toMatchObject({ client_name: 'My shop', description: 'Their words', web_origins: ['https://mine.example'] });
});

test('a client that was deleted meanwhile says so, and nothing typed is lost', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 404/);
  await portal.register({ ...APP, client_name: 'Shop', client_id: 'shop' });
  await openEdit(page, 'app-shop');
  await page.getByLabel('Name', { exact: true }).fill('My shop');
  await portal.change(['app-shop'], 'delete');
  await save(page);
  const summary = page.getByRole('group', { name: 'could not be saved' });
  await expect(summary).toContainText('does not exist any more');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('My shop');
  await axe(page);
  page.once('dialog', (question) => void question.accept());
  await summary.getByRole('link', { name: 'Go to OAuth Clients' }).click();
  await expect(page.getByText('No OAuth clients yet')).toBeVisible();
});

test('a name that is taken is said at its field', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 409/);
  await portal.register({ ...APP, client_name: 'Shop', client_id: 'shop' });
  await portal.register({ ...APP, client_name: 'Kiosk', client_id: 'kiosk' });
  await openEdit(page, 'app-kiosk');
  await page.getByLabel('Name', { exact: true }).fill('SHOP');
  await save(page);
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Another OAuth client has this name/);
});

test('leaving asks where something was typed, and only there', async ({ page }) => {
  await portal.register({ ...APP, client_name: 'Shop', client_id: 'shop' });
  await openClient(page, 'app-shop');
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toBeEnabled();
  const questions: string[] = [];
  let answer: 'stay' | 'leave' = 'stay';
  page.on('dialog', (question) => {
    questions.push(question.message());
    void (answer === 'leave' ? question.accept() : question.dismiss());
  });
  await page.getByLabel('Name', { exact: true }).fill('My shop');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('My shop');
  await page.goBack();
  await expect(page.getByLabel('Name', { exact: true }), 'Back').toHaveValue('My shop');
  await expect(page).toHaveURL('/oauth-clients/app-shop/edit');
  expect(questions).toHaveLength(2);
  answer = 'leave';
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'Shop', level: 1 })).toBeVisible();
  expect(questions).toHaveLength(3);
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Shop');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'Shop', level: 1 })).toBeVisible();
  expect(questions, 'nothing typed, nothing asked').toHaveLength(3);
});

test('saving a form in which nothing was changed changes nothing', async ({ page }) => {
  await portal.register({ ...APP, client_name: 'Shop', client_id: 'shop' });
  await openEdit(page, 'app-shop');
  await save(page);
  await expect(banner(page, 'Nothing was changed.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Shop', level: 1 })).toBeVisible();
  await expect(fact(page, 'Last modified')).toHaveCount(0);
  await page.getByRole('navigation', { name: 'Way back' }).getByRole('link', { name: 'OAuth Clients' }).click();
  await expect(row(page, 'Shop')).toBeVisible();
});
