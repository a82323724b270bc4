// Without script the portal says what it cannot do, and cannot lose a secret.

import { APP, EMAIL, PASSWORD, WITH_ADMINISTRATOR } from './support/journeys.ts';
import { Portal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

test.use({ javaScriptEnabled: false, environment: WITH_ADMINISTRATOR });

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

test('a person can find clients, look at them and at what happened', async ({ page, gatehouse, expectedConsole }) => {
  expectedConsole(/was preloaded using link preload but not used/);
  const portal = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
  for (let number = 1; number <= 51; number += 1) {
    await portal.register({ ...APP, client_name: `Client ${number}`, client_id: `n${number}` });
  }
  await portal.register({ client_name: 'Billing', client_id: 'billing' });
  await page.goto('/oauth-clients');
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();

  await expect(page.getByRole('rowheader')).toHaveCount(50);
  await expect(page.getByRole('button', { name: 'Actions for Billing' })).toBeDisabled();
  await page.getByRole('link', { name: 'Next' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['Client 2', 'Client 1']);
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click();
  await expect(page.getByRole('rowheader').first()).toHaveText('Billing');
  await page.getByRole('searchbox', { name: 'Search' }).fill('client 5');
  await page.getByLabel('Client type').selectOption('Public');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['Client 5', 'Client 50', 'Client 51']);
  await page.getByRole('link', { name: 'Clear', exact: true }).click();

  await page.getByRole('link', { name: 'Billing', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Delete' })).toBeDisabled();
  await page.getByRole('tab', { name: 'Credentials' }).click();
  await expect(page.getByRole('heading', { name: 'Secret 1' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Generate new secret' })).toBeDisabled();
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['Client added']);
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByText('needs JavaScript')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();

  await page.goto('/audit-log?until=4102444800');
  await expect(page.getByLabel('From')).toBeDisabled();
  await page.getByLabel('Action').selectOption('Client added');
  await page.getByLabel('Name').fill('Client 51');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['Client added']);
  const asked = new URL(page.url()).searchParams;
  expect(asked.get('until'), 'a time in the address stays').toBe('4102444800');
  expect(asked.get('entity_name')).toBe('Client 51');
});
