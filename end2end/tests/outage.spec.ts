// The database goes away and comes back; the server is not touched.

import { createAdministrator } from './support/journeys.ts';
import { expect, test } from './support/test.ts';

test('without its database the server says so, and recovers by itself', async ({ page, gatehouse, postgres, expectedConsole }) => {
  expectedConsole(/status of 50[03]/);
  await createAdministrator(page, gatehouse);
  await postgres!.off();
  expect((await page.request.get('/readyz')).status()).toBe(503);
  expect((await page.request.get('/healthz')).status()).toBe(200);
  const answer = await page.goto('/oauth-clients');
  expect(answer?.status()).toBe(503);
  await expect(page.getByRole('heading', { name: 'cannot use its database' })).toBeVisible();
  expect(await page.content()).not.toMatch(/sqlx|postgres|error returned/i);

  await postgres!.on();
  await expect.poll(async () => (await page.request.get('/readyz')).status()).toBe(200);
  await page.goto('/oauth-clients');
  await expect(page.getByText('No OAuth clients yet'), 'the session outlived the outage').toBeVisible();
});

test('a page that is open says so too and offers to try again', async ({ page, gatehouse, postgres, expectedConsole }) => {
  expectedConsole(/status of 50[03]/);
  await createAdministrator(page, gatehouse);
  await page.getByRole('link', { name: 'Add OAuth Client' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toBeEnabled();
  await postgres!.off();
  await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'OAuth Clients' }).click();
  await expect(page.getByRole('alert')).toContainText('Reference');
  await postgres!.on();
  await expect.poll(async () => (await page.request.get('/readyz')).status()).toBe(200);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('No OAuth clients yet')).toBeVisible();
});
