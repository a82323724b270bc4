// The form: every combination, every rule, and what a person sees of them.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { axe, layoutShift, shots } from './support/looks.ts';
import { obtainToken } from './support/integrator.ts';
import {
  EMAIL,
  PASSWORD,
  closeSecretDialog,
  createAdministrator,
  openAddForm,
  readSecret,
  row,
  save,
  secretDialog,
} from './support/journeys.ts';
import { expect, test } from './support/test.ts';

test.beforeEach(async ({ page, gatehouse }) => {
  await createAdministrator(page, gatehouse);
  await openAddForm(page);
});

test('a service with client credentials gets a token with the secret it was shown', async ({ page, gatehouse, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await axe(page);
  await shots(page, 'add-client-credentials');
  await page.getByLabel('Name', { exact: true }).fill('Nightly billing');
  await page.getByLabel('Client ID').fill('billing');
  await page.getByLabel('Description').fill('Runs at 02:00.\nOwner: billing team');
  await save(page);

  const dialog = secretDialog(page);
  await expect(dialog).toBeVisible();
  await axe(page);
  await shots(page, 'secret');
  const { clientId, clientSecret } = await readSecret(page);
  expect(clientId).toBe('app-billing');

  await dialog.getByRole('button', { name: 'Copy client secret' }).click();
  await expect(dialog.getByText('Copied!')).toBeVisible();
  await shots(page, 'secret-copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(clientSecret);

  await dialog.getByRole('button', { name: 'Copy token request' }).click();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  const { stdout } = await promisify(execFile)('sh', ['-c', command]);
  expect(JSON.parse(stdout)).toMatchObject({ token_type: 'Bearer', expires_in: 600 });

  for (const method of ['basic', 'post'] as const) {
    const { claims, expiresIn } = await obtainToken(gatehouse.url, { clientId, clientSecret }, method);
    expect(claims).toMatchObject({ iss: gatehouse.url, sub: clientId, client_id: clientId, aud: gatehouse.url });
    expect(expiresIn).toBe(600);
  }

  await closeSecretDialog(page);
  await expect(page.getByRole('status').filter({ hasText: 'Nightly billing' })).toContainText('added');
  await expect(row(page, 'Nightly billing')).toContainText('app-billing');
  await expect(row(page, 'Nightly billing')).toContainText('Enabled');
  await axe(page);
  await shots(page, 'list');
  await page.reload();
  await expect(row(page, 'Nightly billing').getByRole('time')).toHaveText(/^\d\d-\d\d-\d{4} \d\d:\d\d$/, { useInnerText: true });
  expect(await layoutShift(page)).toBe(0);
  await row(page, 'Nightly billing').getByRole('button', { name: 'Copy client ID' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('app-billing');
});

test('a button under the mouse can still be read', async ({ page }) => {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const button of [page.getByRole('button', { name: 'Save' }), page.getByRole('link', { name: 'Cancel' })]) {
      await button.hover();
      const [text, ground] = await button.evaluate((element) => {
        const style = getComputedStyle(element);
        return [style.color, style.backgroundColor];
      });
      expect(text, `${scheme}: the text has the colour of its ground`).not.toBe(ground);
    }
  }
});

test('a web application with a secret and the authorization code flow', async ({ page }) => {
  await page.getByLabel('Name', { exact: true }).fill('Shop');
  await page.getByLabel('Authorization Code').check();
  await page.getByLabel('Redirect URI 1', { exact: true }).fill('https://shop.example/callback');
  await page.getByRole('button', { name: 'Add another Redirect URI' }).click();
  await expect(page.getByLabel('Redirect URI 2', { exact: true })).toBeFocused();
  await page.getByLabel('Redirect URI 2', { exact: true }).fill('https://shop.example/app/*');
  await page.getByRole('button', { name: 'Copy origins from redirect URIs' }).click();
  await expect(page.getByLabel('Web origin 1', { exact: true })).toHaveValue('https://shop.example');

  const test = page.getByLabel('Test an address');
  const verdict = page.locator('#redirect-test-verdict');
  await test.fill('https://shop.example/app/return');
  await expect(verdict).toContainText('Would match https://shop.example/app/*');
  await test.fill('https://shop.example:8443/callback');
  await expect(verdict).toContainText('The port differs');
  await test.fill('https://shop.example/app/../admin');
  await expect(verdict).toContainText('Would not match');
  await axe(page);
  await shots(page, 'add-authorization-code');

  await save(page);
  await expect(secretDialog(page)).toBeVisible();
  await expect(secretDialog(page)).not.toContainText('curl');
  await closeSecretDialog(page);
  await expect(row(page, 'Shop')).toContainText('Authorization Code');
});

test('a public client has PKCE and no secret', async ({ page }) => {
  await page.getByLabel('Name', { exact: true }).fill('Mobile app');
  await page.getByLabel('Public').check();
  await expect(page.getByLabel('Client Credentials')).toHaveCount(0);
  await expect(page.getByLabel('S256')).toBeChecked();
  await page.getByLabel('Plain').check();
  await expect(page.getByText('Weaker than S256')).toBeVisible();
  await page.getByLabel('None').check();
  await expect(page.getByText('Weaker than S256')).toBeVisible();
  await page.getByLabel('S256').check();
  await expect(page.getByText('Weaker than S256')).toHaveCount(0);
  await page.getByLabel('Redirect URI 1', { exact: true }).fill('com.example.app:/callback');
  await axe(page);
  await shots(page, 'add-public');
  await save(page);
  await expect(row(page, 'Mobile app')).toContainText('Public');
  await expect(secretDialog(page)).toHaveCount(0);
});

test('every rule is said at its field while the person types', async ({ page }) => {
  await page.getByLabel('Authorization Code').check();
  for (const [label, wrong, message] of [
    ['Name', 'Billing #1', /“#”/],
    ['Name', 'x'.repeat(256), /255/],
    ['Client ID optional', 'my client', /contains a space\. Use letters/],
    ['Redirect URI 1', 'http://myapp.com/', /https/],
    ['Redirect URI 1', 'javascript:alert(1)', /https/],
    ['Redirect URI 1', 'https://myapp.com/#top', /“#”/],
    ['Redirect URI 1', 'https://*.myapp.com/', /\*/],
    ['Redirect URI 1', 'https://myapp.com/cb?code=1', /code/],
    ['Web origin 1', 'https://myapp.com/', /slash|path/i],
    ['Web origin 1', 'https://*', /cannot have a wildcard/],
    ['Description optional', '<script>', /</],
  ] as const) {
    const field = page.getByLabel(label, { exact: true }).first();
    await field.fill(wrong);
    await expect(field, `${label}: ${wrong}`).toHaveAttribute('aria-invalid', 'true');
    await expect.soft(field, `${label}: ${wrong}`).toHaveAccessibleDescription(message, { timeout: 1_000 });
    await field.fill('');
  }
  // A right spelling is offered where there is one.
  await page.getByLabel('Redirect URI 1', { exact: true }).fill('https://MyApp.com:443/callback');
  await page.getByRole('button', { name: 'Use https://myapp.com/callback' }).click();
  await expect(page.getByLabel('Redirect URI 1', { exact: true })).toHaveValue('https://myapp.com/callback');
  await expect(page.getByLabel('Redirect URI 1', { exact: true })).not.toHaveAttribute('aria-invalid', 'true');
});

test('what is missing is listed on saving, and each line leads to its field', async ({ page }) => {
  await page.getByLabel('Authorization Code').check();
  await save(page);
  const summary = page.getByRole('group', { name: 'Not saved yet' });
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('link')).toHaveCount(2);
  await axe(page);
  await shots(page, 'add-problems');
  await summary.getByRole('link').first().click();
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.getByLabel('Name', { exact: true }).fill('Shop');
  await expect(summary.getByRole('link')).toHaveCount(1);
});

test('what a choice hides comes back when the choice is undone', async ({ page }) => {
  await page.getByLabel('Public').check();
  await page.getByLabel('Redirect URI 1', { exact: true }).fill('https://myapp.com/callback');
  await page.getByLabel('Plain').check();
  await page.getByLabel('Confidential').check();
  await expect(page.getByLabel('Redirect URI 1', { exact: true })).toHaveCount(0);
  await page.getByLabel('Authorization Code').check();
  await expect(page.getByLabel('Redirect URI 1', { exact: true })).toHaveValue('https://myapp.com/callback');
  await expect(page.getByLabel('Plain')).toHaveCount(0);
  await page.getByLabel('Client Credentials').check();
  await page.getByLabel('Name', { exact: true }).fill('Service');
  // What is hidden is not sent: the server would refuse it.
  await save(page);
  await closeSecretDialog(page);
  await expect(row(page, 'Service')).toContainText('Client Credentials');
});

test('of two people who take the same name the second is told which field', async ({ page, context, expectedConsole }) => {
  expectedConsole(/status of 409/);
  const second = await context.newPage();
  await second.goto('/oauth-clients/new');
  for (const each of [page, second]) {
    await each.getByLabel('Name', { exact: true }).fill('Billing');
    await each.getByLabel('Public').check();
    await each.getByLabel('Redirect URI 1', { exact: true }).fill('https://myapp.com/callback');
  }
  await save(page);
  await expect(row(page, 'Billing')).toBeVisible();
  await save(second);
  await expect(second.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Another OAuth client has this name/);
  await expect(second.getByLabel('Redirect URI 1', { exact: true }), 'nothing typed is lost').toHaveValue('https://myapp.com/callback');
  await second.getByLabel('Name', { exact: true }).fill('Billing 2');
  await save(second);
  await expect(row(second, 'Billing 2')).toBeVisible();
});

test('without the server nothing typed is lost', async ({ page, context, expectedConsole }) => {
  expectedConsole(/ERR_FAILED/);
  await page.getByLabel('Name', { exact: true }).fill('Billing');
  await context.route('**/portal/api/**', (route) => route.abort());
  await save(page);
  await expect(page.getByRole('group', { name: 'could not be saved' })).toContainText('could not be reached');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Billing');
  await context.unroute('**/portal/api/**');
  await save(page);
  await expect(secretDialog(page)).toBeVisible();
});

test('a session that ends while saving loses nothing typed', async ({ page, context, expectedConsole }) => {
  expectedConsole(/status of 401/);
  await page.getByLabel('Name', { exact: true }).fill('Billing');
  await context.clearCookies();
  await save(page);
  const summary = page.getByRole('group', { name: 'could not be saved' });
  await expect(summary).toContainText('session has ended');
  await axe(page);
  const opened = context.waitForEvent('page');
  await summary.getByRole('link', { name: 'Sign in in a new tab' }).click();
  const signIn = await opened;
  await signIn.getByLabel('E-mail').fill(EMAIL);
  await signIn.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await signIn.getByRole('button', { name: 'Sign in' }).click();
  await expect(signIn.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeVisible();
  await save(page);
  await expect(secretDialog(page)).toBeVisible();
});

test('a place in the list that does not exist leads back to the list', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 400/);
  const answer = await page.goto('/oauth-clients?page=nowhere');
  expect(answer?.status()).toBe(400);
  await expect(page.getByText('This place in the list no longer exists')).toBeVisible();
  await axe(page);
  await page.getByRole('main').getByRole('link', { name: /list|OAuth clients|newest/i }).first().click();
  await expect(page.getByText('No OAuth clients yet')).toBeVisible();
});

test('the whole form can be filled with the keyboard', async ({ page }) => {
  await page.getByRole('heading', { name: 'Add OAuth Client', level: 1 }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.type('Keyboard');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Keyboard');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Confidential')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByLabel('Public')).toBeChecked();
  await page.getByLabel('Redirect URI 1', { exact: true }).focus();
  await page.keyboard.type('http://127.0.0.1/callback');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Keyboard')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeFocused();
});

test('on a phone the menu opens over the page and closes with Escape', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  const link = page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'OAuth Clients' });
  await expect(link).toBeHidden();
  await page.getByRole('button', { name: 'Menu' }).click();
  await expect(link).toBeVisible();
  await axe(page);
  await shots(page, 'menu');
  await page.setViewportSize({ width: 375, height: 812 });
  await page.keyboard.press('Escape');
  await expect(link).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
});
