// From the link on the console to a session, and back in with a password.

import { axe, layoutShift, shots } from './support/looks.ts';
import { EMAIL, PASSWORD, WITH_ADMINISTRATOR, createAdministrator } from './support/journeys.ts';
import { expect, test } from './support/test.ts';

test('the printed link creates the first administrator', async ({ page, gatehouse }) => {
  await page.goto(gatehouse.setupLink());
  await expect(page.getByRole('heading', { name: 'Set up Gatehouse' })).toBeVisible();
  // The token is gone from the address bar as soon as the page has read it.
  await expect(page).toHaveURL(`${gatehouse.url}/setup`);
  await axe(page);
  await shots(page, 'setup');

  const email = page.getByLabel('E-mail');
  const password = page.getByLabel('Password', { exact: true });
  await email.fill('ada');
  await password.fill('short');
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(email).toHaveAccessibleDescription(/@/);
  await expect(password).toHaveAccessibleDescription(/at least 12/);
  await axe(page);

  await email.fill(EMAIL);
  await password.fill(PASSWORD);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeVisible();
  await expect(page.getByText('No OAuth clients yet')).toBeVisible();
  await expect(page).toHaveTitle('OAuth Clients – Gatehouse');
  await axe(page);
  await shots(page, 'empty');

  await page.reload();
  await expect(page.getByText(EMAIL)).toBeVisible();
  expect(await layoutShift(page)).toBe(0);
});

test('a link that was used says what to do', async ({ page, gatehouse, context }) => {
  const link = gatehouse.setupLink();
  await createAdministrator(page, gatehouse);
  await context.clearCookies();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByText('The first administrator exists already')).toBeVisible();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('a link with a mistake in it is refused and creates nobody', async ({ page, gatehouse, expectedConsole }) => {
  expectedConsole(/status of 403/);
  await page.goto(`${gatehouse.url}/setup#mistake`);
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page.getByRole('alert')).toContainText('no longer valid');
  await page.goto('/sign-in');
  await expect(page.getByText('There is no account yet')).toBeVisible();
});

test('a person signs out and in again', async ({ page, gatehouse, expectedConsole }) => {
  expectedConsole(/status of 401/);
  await createAdministrator(page, gatehouse);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await axe(page);
  await shots(page, 'sign-in');
  expect(await layoutShift(page)).toBe(0);

  await page.goto('/oauth-clients/new');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  const problems = [];
  for (const email of [EMAIL, 'eve@example.com']) {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toBeFocused();
    problems.push(await page.getByRole('alert').textContent());
    await expect(page.getByLabel('E-mail')).toHaveValue(email);
  }
  expect(problems[0]).toContain('not right');
  expect(problems[1], 'the message does not tell whether the e-mail exists').toBe(problems[0]);
  await axe(page);

  await page.getByLabel('E-mail').fill(EMAIL.toUpperCase());
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Add OAuth Client', level: 1 })).toBeVisible();
});

test('a session that has ended leads to the sign-in page and back', async ({ page, gatehouse, context, expectedConsole }) => {
  expectedConsole(/status of 401/);
  await createAdministrator(page, gatehouse);
  await page.getByRole('link', { name: 'Add OAuth Client' }).click();
  await expect(page.getByRole('heading', { name: 'Add OAuth Client', level: 1 })).toBeVisible();
  await context.clearCookies();
  await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'OAuth Clients' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeVisible();
});

test('an address without a page says so', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 404/);
  const answer = await page.goto('/nowhere');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await axe(page);
  await shots(page, 'not-found');
});

test.describe('with the administrator from the configuration', () => {
  test.use({ environment: WITH_ADMINISTRATOR });

  test('no link is printed and the password signs in', async ({ page, gatehouse }) => {
    expect(gatehouse.output()).not.toContain('/setup#');
    expect(gatehouse.output()).not.toContain(PASSWORD);
    await page.goto('/');
    await page.getByLabel('E-mail').fill(EMAIL);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeVisible();
  });
});
