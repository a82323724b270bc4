// Without script the portal says what it cannot do, and cannot lose a secret.

import { EMAIL, PASSWORD } from './support/journeys.ts';
import { expect, test } from './support/test.ts';

test.use({
  javaScriptEnabled: false,
  environment: { GATEHOUSE_ADMIN_EMAIL: EMAIL, GATEHOUSE_ADMIN_PASSWORD: PASSWORD },
});

test('a person can sign in, look and sign out, but not add a client', async ({ page, expectedConsole }) => {
  // The code that is preloaded is never run.
  expectedConsole(/was preloaded using link preload but not used/);
  await page.goto('/oauth-clients');
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('not right');
  expect(page.url()).not.toContain('ada');
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('No OAuth clients yet')).toBeVisible();

  await page.getByRole('link', { name: 'Add OAuth Client' }).click();
  await expect(page.getByText('needs JavaScript')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByText('No OAuth clients yet'), 'no client exists').toBeVisible();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});
