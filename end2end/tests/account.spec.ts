// What every person may do for themselves.

import { EMAIL, PASSWORD, atWork, banner, dismiss, signIn } from './support/journeys.ts';
import { axe, layoutShift, shots } from './support/looks.ts';
import { THEIR_PASSWORD, join, otherBrowser, signInAs } from './support/people.ts';
import { Portal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

const NEW_PASSWORD = 'a wholly new password';

let portal: Portal;

test.beforeEach(async ({ page, gatehouse }) => {
  portal = await atWork(page, gatehouse);
});

test('a person changes their password with the keyboard, and every other session ends', async ({
  page,
  gatehouse,
  expectedConsole,
}) => {
  expectedConsole(/status of 422/);
  await page.getByRole('link', { name: EMAIL }).click();
  await expect(page.getByRole('heading', { name: 'Your account', level: 1 })).toBeFocused();
  await expect(page).toHaveURL('/account');
  const current = page.getByLabel('Current password', { exact: true });
  const password = page.getByLabel('New password', { exact: true });
  await current.focus();
  await page.keyboard.type('not the password');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(password).toBeFocused();
  await page.keyboard.type('short');
  await expect(password).toHaveAccessibleDescription(/at least 12/);
  await axe(page);
  await shots(page, 'account-problems');
  await page.keyboard.press('Enter');
  await expect(password).toBeFocused();
  await password.fill(NEW_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(current).toHaveAccessibleDescription(/not right|not your/i);
  await expect(current).toBeFocused();
  await axe(page);
  await portal.call('account', {});

  await current.fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(banner(page, 'Password changed.')).toBeVisible();
  await expect(current).toHaveValue('');
  await expect(password).toHaveValue('');
  await expect(page.getByRole('table', { name: 'Sessions' }).getByRole('rowheader')).toHaveCount(1);
  await expect(portal.call('account', {})).rejects.toMatchObject({ status: 401 });
  await Portal.signIn(gatehouse.url, EMAIL, NEW_PASSWORD);
  await expect(Portal.signIn(gatehouse.url, EMAIL, PASSWORD)).rejects.toMatchObject({ status: 401 });
});

test('sessions elsewhere are ended from here', async ({ page }) => {
  await page.goto('/account');
  const sessions = page.getByRole('table', { name: 'Sessions' });
  await expect(sessions.getByRole('rowheader')).toHaveCount(2);
  await expect(sessions.getByRole('row').filter({ hasText: 'This one' })).toContainText('Chrome on Linux');
  const button = page.getByRole('button', { name: 'Sign out elsewhere' });
  await expect(button).toBeEnabled();
  expect(await layoutShift(page)).toBe(0);
  await axe(page);
  await shots(page, 'account');
  await button.press('Enter');
  await expect(banner(page, '1 session ended.')).toBeVisible();
  await dismiss(page, 'ended');
  await expect(sessions.getByRole('rowheader')).toHaveCount(1);
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAccessibleDescription(/signed in nowhere else/);
  await expect(portal.call('account', {})).rejects.toMatchObject({ status: 401 });
  await axe(page);
});

test('a member is led to the account and sees nothing else', async ({ browser, gatehouse, pageGuard, expectedConsole }) => {
  expectedConsole(/status of 403/);
  await join(portal, 'grace@example.com', 'member');
  const theirs = await otherBrowser(browser, pageGuard, gatehouse.url);
  await theirs.goto('/');
  await signInAs(theirs, 'grace@example.com');
  await expect(theirs.getByRole('heading', { name: 'Your account', level: 1 })).toBeVisible();
  await expect(theirs).toHaveURL('/account');
  await expect(theirs.getByRole('navigation', { name: 'Portal' }).getByRole('link')).toHaveText(['Your account']);
  await axe(theirs);
  await shots(theirs, 'account-member');
  await theirs.goto('/');
  await expect(theirs).toHaveURL('/account');
  for (const address of ['/oauth-clients', '/users', '/audit-log']) {
    expect((await theirs.goto(address))?.status()).toBe(403);
    await expect(theirs.getByText('Your role does not allow this')).toBeVisible();
  }
  await axe(theirs);
  await shots(theirs, 'forbidden');
  await theirs.getByRole('link', { name: 'Go to your account' }).click();
  await expect(theirs.getByRole('heading', { name: 'Your account', level: 1 })).toBeVisible();

  await theirs.getByLabel('Current password', { exact: true }).fill(THEIR_PASSWORD);
  await theirs.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
  await theirs.getByRole('button', { name: 'Change password' }).click();
  await expect(banner(theirs, 'Password changed.')).toBeVisible();
  await theirs.getByRole('button', { name: 'Sign out', exact: true }).click();
  await signInAs(theirs, 'grace@example.com', NEW_PASSWORD);
  await expect(theirs.getByRole('heading', { name: 'Your account', level: 1 })).toBeVisible();
});

test('a session that ended meanwhile loses nothing that was typed', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 401/);
  await page.goto('/account');
  await page.getByLabel('Current password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
  await portal.call('account/sign-out-elsewhere', {});
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('alert')).toContainText('Your session has ended');
  await expect(page.getByLabel('New password', { exact: true })).toHaveValue(NEW_PASSWORD);
  await axe(page);
  await page.goto('/account');
  await expect(page).toHaveURL('/sign-in?next=%2Faccount');
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'Your account', level: 1 })).toBeVisible();
});

test('without script the account can be read', async ({ browser, gatehouse }) => {
  const context = await browser.newContext({ baseURL: gatehouse.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/sign-in?next=/account');
  await signIn(page);
  await expect(page.getByRole('table', { name: 'Sessions' })).toBeVisible();
  await expect(page.getByText('Changing the password needs JavaScript')).toBeVisible();
  await expect(page.getByLabel('Current password', { exact: true })).toBeDisabled();
  await context.close();
});
