// Users: who may sign in, invited by a one-time link, given roles, kept out.

import type { Locator, Page } from '@playwright/test';
import { EMAIL, PASSWORD, atWork, banner, dismiss, fact, hydrated, row } from './support/journeys.ts';
import { axe, layoutShift, shots } from './support/looks.ts';
import { THEIR_PASSWORD, invite, join, openUser, otherBrowser, setPassword, signInAs } from './support/people.ts';
import { Portal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

const GRACE = 'grace@example.com';

let portal: Portal;

test.beforeEach(async ({ page, gatehouse }) => {
  portal = await atWork(page, gatehouse);
});

async function openUsers(page: Page): Promise<void> {
  await page.goto('/users');
  await expect(page.getByRole('button', { name: 'Invite' })).toBeEnabled();
}

function handover(page: Page, what: 'invitation' | 'reset link' = 'invitation'): Locator {
  return page.getByRole('dialog', { name: `Hand over the ${what}` });
}

async function readLink(page: Page): Promise<string> {
  return (await page.getByRole('dialog').locator('code').textContent()) ?? '';
}

async function closeHandover(page: Page): Promise<void> {
  await page.getByRole('dialog').getByLabel('I have copied the link').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
}

/** The row of a person in the list. */
function person(page: Page, email: string): Locator {
  return row(page, email);
}

test('a person is invited with the keyboard and joins in another browser', async ({
  page,
  context,
  browser,
  gatehouse,
  pageGuard,
  expectedConsole,
}) => {
  expectedConsole(/status of 422/);
  expectedConsole(/status of 403/);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'Users' }).click();
  await expect(page.getByRole('heading', { name: 'Users', level: 1 })).toBeFocused();
  await expect(person(page, EMAIL)).toContainText(/Administrator.*Enabled.*Password.*None/);

  await page.getByRole('button', { name: 'Invite' }).focus();
  await page.keyboard.press('Enter');
  const window = page.getByRole('dialog', { name: 'Invite a person' });
  await expect(window).toBeVisible();
  await axe(page);
  const email = window.getByLabel('E-mail');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(email).toBeFocused();
  await page.keyboard.type('grace');
  await expect(email).toHaveAccessibleDescription(/exactly one “@”/);
  await axe(page);
  await shots(page, 'invite');
  await email.fill('ADA@example.com');
  await email.press('Enter');
  await expect(email).toHaveAccessibleDescription(/is there already/);
  await expect(email).toBeFocused();
  await email.fill(GRACE);
  await window.getByRole('radio', { name: 'Auditor' }).check();
  await email.press('Enter');

  await expect(handover(page)).toBeVisible();
  await expect(window).toBeHidden();
  const link = await readLink(page);
  expect(link).toMatch(new RegExp(`^${gatehouse.url}/invitation#[\\w-]{43}$`));
  await expect(handover(page)).toContainText('No mail server is configured');
  await expect(handover(page)).toContainText('Counts until');
  await axe(page);
  await shots(page, 'invitation-link');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(handover(page)).toBeVisible();
  await page.goBack();
  await expect(handover(page), 'a page that is left does not lose the link').toBeVisible();
  await expect(handover(page).getByRole('button', { name: 'Close' })).toBeDisabled();
  await handover(page).getByRole('button', { name: 'Copy one-time link' }).click();
  await expect(handover(page).getByText('Copied!')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await closeHandover(page);
  await expect(banner(page, `“${GRACE}” invited.`)).toBeVisible();
  const token = link.split('#')[1]!;
  expect(await page.content()).not.toContain(token);
  expect(gatehouse.output()).not.toContain(token);

  const theirs = await otherBrowser(browser, pageGuard, gatehouse.url);
  await theirs.goto(link);
  await expect(theirs.getByRole('heading', { name: 'Join Gatehouse', level: 1 })).toBeVisible();
  await expect(theirs).toHaveURL(`${gatehouse.url}/invitation`);
  await expect(theirs.getByLabel('E-mail')).toHaveValue(GRACE);
  const password = theirs.getByRole('textbox', { name: 'Password' });
  await password.fill('short');
  await expect(password).toHaveAccessibleDescription(/at least 12/);
  await password.fill(GRACE);
  await expect(password).toHaveAccessibleDescription(/is the e-mail address/);
  await axe(theirs);
  await shots(theirs, 'invitation');
  await password.fill(THEIR_PASSWORD);
  await password.press('Enter');
  await expect(theirs.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeVisible();

  await theirs.goto('/users');
  await expect(person(theirs, GRACE)).toContainText(/Auditor.*Enabled.*Password/);
  await expect(theirs.getByRole('button', { name: 'Invite' })).toHaveCount(0);
  await hydrated(theirs);
  await theirs.getByRole('link', { name: EMAIL }).click();
  await expect(theirs.getByRole('heading', { name: EMAIL, level: 1 })).toBeFocused();
  await expect(theirs.getByRole('button', { name: /Change|Disable|Delete|link|Sign out everywhere/ })).toHaveCount(0);
  await axe(theirs);

  await theirs.context().clearCookies();
  await theirs.goto('about:blank');
  await theirs.goto(link);
  await expect(theirs.getByRole('alert')).toContainText('counts no longer');
  await axe(theirs);
  await shots(theirs, 'link-invalid');
  await theirs.goto('/password-reset');
  await expect(theirs.getByRole('alert')).toContainText('lacks the one-time part');
  await axe(theirs);

  await openUsers(page);
  await expect(person(page, GRACE)).not.toContainText('Never');
  expect(await layoutShift(page)).toBe(0);
  await axe(page);
  await shots(page, 'users');
});

test('people are found as somebody types, and no e-mail stands in an address', async ({ page }) => {
  for (const name of ['alan', 'barbara', 'grace', 'graham']) await invite(portal, `${name}@example.com`, 'member');
  const disabled = await invite(portal, 'ken@example.com', 'auditor');
  await portal.call('users/status', { user_id: disabled.user_id, status: 'disabled' });
  await openUsers(page);
  await expect(page.getByRole('rowheader')).toHaveText([
    EMAIL, 'alan@example.com', 'barbara@example.com', GRACE, 'graham@example.com', 'ken@example.com',
  ]);
  await expect(page.getByText('6 people')).toBeVisible();

  const search = page.getByRole('searchbox', { name: 'Search' });
  await search.pressSequentially('GRA');
  await expect(page.getByRole('rowheader')).toHaveText([GRACE, 'graham@example.com']);
  await expect(search).toBeFocused();
  expect(page.url()).not.toContain('?');
  await page.getByRole('link', { name: 'graham@example.com' }).click();
  await expect(page.getByRole('heading', { name: 'graham@example.com', level: 1 })).toBeFocused();
  expect(page.url()).not.toContain('graham');
  await page.goBack();
  await expect(search).toHaveValue('GRA');
  await expect(page.getByRole('rowheader')).toHaveText([GRACE, 'graham@example.com']);

  await search.fill('nobody');
  await expect(page.getByRole('heading', { name: 'Nobody matches' })).toBeVisible();
  await axe(page);
  await search.press('Escape');
  await expect(page.getByRole('rowheader')).toHaveCount(6);
  await page.getByRole('combobox', { name: 'Role' }).selectOption('Auditor');
  await expect(page).toHaveURL('/users?role=auditor');
  await expect(page.getByRole('rowheader')).toHaveText(['ken@example.com']);
  await page.getByRole('combobox', { name: 'Status' }).selectOption('Enabled');
  await expect(page).toHaveURL('/users?role=auditor&status=enabled');
  await expect(page.getByRole('heading', { name: 'Nobody matches' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('rowheader')).toHaveText(['ken@example.com']);
  await expect(page.getByRole('combobox', { name: 'Status' })).toHaveValue('');
  await page.reload();
  await expect(page.getByRole('rowheader')).toHaveText(['ken@example.com']);
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page).toHaveURL('/users');
  await expect(page.getByRole('rowheader')).toHaveCount(6);
  await expect(search).toBeFocused();
});

test('more than fifty people come in parts', async ({ page }) => {
  for (let number = 10; number < 62; number += 1) await invite(portal, `p${number}@example.com`, 'member');
  await openUsers(page);
  await expect(page.getByRole('rowheader')).toHaveCount(50);
  await expect(page.getByText('The first 50 people, more follow')).toBeVisible();
  await page.getByRole('button', { name: 'Show more' }).press('Enter');
  await expect(page.getByRole('rowheader')).toHaveCount(53);
  await expect(page.getByText('53 people')).toBeVisible();
  await axe(page);
});

test('a reset link replaces the password and ends every session', async ({ page, browser, gatehouse, pageGuard, expectedConsole }) => {
  expectedConsole(/status of 40[13]/);
  const grace = await join(portal, GRACE, 'member');
  await openUser(page, grace.id);
  await page.getByRole('button', { name: 'Make reset link' }).click();
  await expect(handover(page, 'reset link')).toContainText('Until then the old one counts');
  const link = await readLink(page);
  expect(link).toContain('/password-reset#');
  await axe(page);
  await closeHandover(page);
  await expect(banner(page, `Reset link for “${GRACE}” made.`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Make reset link' })).toBeFocused();
  await expect(fact(page, 'Reset link counts until')).toBeVisible();
  await grace.portal.call('account', {});

  const theirs = await otherBrowser(browser, pageGuard, gatehouse.url);
  await theirs.goto(link);
  await expect(theirs.getByRole('heading', { name: 'Set a new password', level: 1 })).toBeVisible();
  await theirs.getByRole('textbox', { name: 'Password' }).fill('a wholly new password');
  await theirs.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(theirs.getByRole('heading', { name: 'Your account', level: 1 })).toBeVisible();
  await expect(grace.portal.call('account', {})).rejects.toMatchObject({ status: 401 });
  await expect(Portal.signIn(gatehouse.url, GRACE, THEIR_PASSWORD)).rejects.toMatchObject({ status: 401 });
  await Portal.signIn(gatehouse.url, GRACE, 'a wholly new password');
});

test('an invitation can be made again, and only the newest counts', async ({ page }) => {
  const first = await invite(portal, GRACE, 'member');
  await openUser(page, first.user_id);
  await expect(fact(page, 'Signs in with')).toHaveText('Invited');
  await page.getByRole('button', { name: 'Invite again' }).click();
  await expect(handover(page)).toBeVisible();
  const second = { ...first, address: await readLink(page) };
  await closeHandover(page);
  await expect(setPassword(first, THEIR_PASSWORD)).rejects.toMatchObject({ status: 403 });
  await setPassword(second, THEIR_PASSWORD);
});

test('who is disabled is out at the next request, and comes back when enabled', async ({
  page,
  browser,
  gatehouse,
  pageGuard,
  expectedConsole,
}) => {
  expectedConsole(/status of 401/);
  const grace = await join(portal, GRACE, 'auditor');
  const theirs = await otherBrowser(browser, pageGuard, gatehouse.url);
  await theirs.goto('/sign-in');
  await signInAs(theirs, GRACE);
  await expect(theirs.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeVisible();

  await openUser(page, grace.id);
  await page.getByRole('button', { name: 'Disable' }).click();
  const question = page.getByRole('dialog', { name: `Disable “${GRACE}”?` });
  await expect(question).toBeVisible();
  await axe(page);
  await shots(page, 'user-disable');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Disable' })).toBeFocused();
  await page.getByRole('button', { name: 'Disable' }).press('Enter');
  await question.getByRole('button', { name: 'Disable' }).click();
  await expect(banner(page, `“${GRACE}” disabled`)).toBeVisible();
  await expect(fact(page, 'Status')).toHaveText('Disabled');
  const noLink = page.getByRole('button', { name: 'Make reset link' });
  await expect(noLink).toHaveAttribute('aria-disabled', 'true');
  await expect(noLink).toHaveAccessibleDescription(/Enable them first/);
  await noLink.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await theirs.getByRole('link', { name: 'Audit log' }).click();
  await expect(theirs.getByRole('heading', { name: 'Sign in', level: 1 })).toBeVisible();
  await signInAs(theirs, GRACE);
  await expect(theirs.getByRole('alert')).toContainText('not right');

  await page.getByRole('button', { name: 'Enable' }).click();
  await expect(banner(page, `“${GRACE}” enabled`)).toBeVisible();
  await signInAs(theirs, GRACE);
  await expect(theirs.getByRole('heading', { level: 1 })).not.toHaveText('Sign in');
});

test('the last administrator stays, until there is another one', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 40[39]/);
  const { users } = await portal.call<{ users: { id: string }[] }>('users', { view: {}, after: null });
  const own = users[0]!.id;
  await openUser(page, own);
  for (const name of ['Change role', 'Disable', 'Delete']) {
    const button = page.getByRole('button', { name });
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    await expect(button).toHaveAccessibleDescription(/This is the last administrator/);
    await button.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await axe(page);
  await shots(page, 'user-last-administrator');
  await expect(portal.call('users/delete', { user_id: own })).rejects.toMatchObject({ status: 409 });
  await expect(portal.call('users/role', { user_id: own, version: 1, role: 'member' })).rejects.toMatchObject({ status: 409 });

  // Who is only invited could not administer anything yet.
  const link = await invite(portal, GRACE, 'administrator');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Delete' })).toHaveAttribute('aria-disabled', 'true');
  await setPassword(link, THEIR_PASSWORD);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Delete' })).toBeEnabled();
  await expect(page.getByRole('button', { name: 'Delete' })).not.toHaveAttribute('aria-disabled', 'true');

  await page.getByRole('button', { name: 'Change role' }).click();
  const window = page.getByRole('dialog', { name: `Role of “${EMAIL}”` });
  await expect(window.getByRole('button', { name: 'Save' })).toBeDisabled();
  await window.getByRole('radio', { name: 'Member' }).check();
  await axe(page);
  await window.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Your role does not allow this')).toBeVisible();
});

test('a role is changed, and a colleague who was quicker is noticed', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 409/);
  const grace = await join(portal, GRACE, 'member');
  await openUser(page, grace.id);
  await page.getByRole('button', { name: 'Change role' }).click();
  const window = page.getByRole('dialog', { name: `Role of “${GRACE}”` });
  await window.getByRole('radio', { name: 'Auditor' }).check();
  await shots(page, 'user-role');
  await window.getByRole('button', { name: 'Save' }).click();
  await expect(banner(page, `“${GRACE}” is an Auditor now.`)).toBeVisible();
  await expect(fact(page, 'Role')).toHaveText('Auditor');
  await dismiss(page, 'Auditor');
  await grace.portal.call('users', { view: {}, after: null });

  await page.getByRole('button', { name: 'Change role' }).click();
  const { version } = await portal.call<{ version: number }>('users/user', { user_id: grace.id });
  await portal.call('users/role', { user_id: grace.id, version, role: 'member' });
  await window.getByRole('radio', { name: 'Administrator' }).check();
  await window.getByRole('button', { name: 'Save' }).click();
  await expect(window.getByRole('alert')).toContainText('Somebody else changed this meanwhile');
  await page.keyboard.press('Escape');
  await expect(fact(page, 'Role')).toHaveText('Member');
});

test('sessions are shown in plain words and ended, and the history tells it', async ({ page }) => {
  const grace = await join(portal, GRACE, 'auditor');
  await openUser(page, grace.id, 'sessions');
  // The one of the link, and the one in which they signed in.
  await expect(page.getByRole('table', { name: 'Sessions' }).getByRole('rowheader')).toHaveCount(2);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  const question = page.getByRole('dialog', { name: `Sign “${GRACE}” out everywhere?` });
  await axe(page);
  await question.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(banner(page, '2 sessions ended.')).toBeVisible();
  await expect(page.getByText('not signed in anywhere')).toBeVisible();
  await expect(grace.portal.call('account', {})).rejects.toMatchObject({ status: 401 });

  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('rowheader')).toHaveText([
    'Signed out everywhere', 'Signed in', 'Signed in', 'Invitation accepted', 'User invited',
  ]);
  await axe(page);
  await shots(page, 'user-history');

  const { users } = await portal.call<{ users: { id: string }[] }>('users', { view: {}, after: null });
  await openUser(page, users[0]!.id, 'sessions');
  const own = page.getByRole('row').filter({ hasText: 'This one' });
  await expect(own).toContainText(/Chrome on Linux.*127\.0\.0\.1/);
  await axe(page);
  await shots(page, 'user-sessions');
});

test('deleting asks, names the person, and the audit log remembers', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 404/);
  const grace = await join(portal, GRACE, 'member');
  await openUser(page, grace.id);
  await page.getByRole('button', { name: 'Delete' }).click();
  const question = page.getByRole('dialog', { name: `Delete “${GRACE}”?` });
  await expect(question).toContainText('Last signed in');
  await axe(page);
  await shots(page, 'user-delete');
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { name: 'Users', level: 1 })).toBeFocused();
  await expect(banner(page, `“${GRACE}” deleted.`)).toBeVisible();
  await expect(page.getByRole('rowheader')).toHaveText([EMAIL]);
  await expect(grace.portal.call('account', {})).rejects.toMatchObject({ status: 401 });
  await page.goto('/audit-log');
  await expect(page.getByRole('row').filter({ hasText: 'User deleted' })).toContainText(GRACE);
  await page.goto(`/users/${grace.id}`);
  await expect(page.getByRole('heading', { name: 'This person does not exist any more' })).toBeVisible();
  await axe(page);
});

test('without script the list and its filters are there, and changes say what they need', async ({ browser, gatehouse }) => {
  await invite(portal, GRACE, 'auditor');
  const context = await browser.newContext({ baseURL: gatehouse.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/sign-in?next=/users');
  await signInAs(page, EMAIL, PASSWORD);
  await expect(page.getByRole('rowheader')).toHaveText([EMAIL, GRACE]);
  await page.getByRole('combobox', { name: 'Role' }).selectOption('Auditor');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('rowheader')).toHaveText([GRACE]);
  await expect(page.getByText('Inviting people needs JavaScript')).toBeVisible();
  await page.getByRole('link', { name: GRACE }).click();
  await expect(fact(page, 'Signs in with')).toHaveText('Invited');
  await page.goto('/invitation');
  await expect(page.getByText('This page needs JavaScript')).toBeVisible();
  await context.close();
});
