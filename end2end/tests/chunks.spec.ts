// Pages whose code comes when they are opened, and what a person sees when it does not come.

import { layoutShift } from './support/looks.ts';
import { createAdministrator, hydrated } from './support/journeys.ts';
import { expect, test } from './support/test.ts';

const PAGE = /\/pkg\/gatehouse\..*\.wasm$/;
const CODE = /\/pkg\/split_audit_log\..*\.wasm$/;

test.beforeEach(async ({ page, gatehouse }) => {
  await createAdministrator(page, gatehouse);
});

test('a page opened by its address names its code in its head, and fetches each file once', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('.wasm')) fetched.push(new URL(request.url()).pathname);
  });
  await page.goto('/audit-log', { waitUntil: 'networkidle' });
  const links = page.locator('link[rel=preload][as=fetch]');
  const named = await links.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  expect(named.filter((path) => path.includes('/split_audit_log.'))).toHaveLength(1);
  expect(named.toSorted()).toEqual(fetched.toSorted());
  expect(await layoutShift(page)).toBe(0);
});

test('Back and Forward lead to their pages before the code of the page has come', async ({ page }) => {
  const heading = page.getByRole('heading', { level: 1 });
  await page.getByRole('link', { name: 'Audit log' }).click();
  await expect(heading).toHaveText('Audit log');
  await page.route(PAGE, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await route.continue();
  });
  await page.reload({ waitUntil: 'domcontentloaded' });
  await page.goBack({ waitUntil: 'commit' });
  await expect(heading).toHaveText('OAuth Clients');
  await page.goForward({ waitUntil: 'commit' });
  await expect(heading).toHaveText('Audit log');
  await hydrated(page);
  await page.goBack();
  await expect(heading).toHaveText('OAuth Clients');
  await expect(page).toHaveURL(/\/oauth-clients$/);
});

test('the page before stays until the code of the next one is there', async ({ page }) => {
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(CODE, async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest(CODE);
  await page.getByRole('link', { name: 'Audit log' }).click();
  await asked;
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('OAuth Clients');
  await expect(page).toHaveURL(/\/oauth-clients$/);
  await expect(page.getByText('Loading…')).toBeVisible();
  letThrough();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page).toHaveURL(/\/audit-log$/);
  await expect(page.getByText('Loading…')).toHaveCount(0);
});

test('a page whose code does not come is asked for anew, then says that it does not work', async ({ page, expectedConsole }) => {
  expectedConsole(/404|WebAssembly/);
  await page.route(CODE, (route) => route.fulfill({ status: 404 }));
  await page.getByRole('link', { name: 'Audit log' }).click();
  await expect(page).toHaveURL(/\/audit-log$/);
  await expect(page.getByRole('alert')).toContainText('could not be loaded');
  // Its links work all the same.
  await page.getByRole('link', { name: 'OAuth Clients' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('OAuth Clients');
  await page.goBack();
  await expect(page.getByRole('alert')).toContainText('could not be loaded');
  await page.unroute(CODE);
  await page.getByRole('link', { name: 'Reload the page' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log');
});
