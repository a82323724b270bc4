// API Reference: every operation of the management API, read, found and tried.

import type { Locator, Page } from '@playwright/test';
import { EMAIL, atWork } from './support/journeys.ts';
import { axe, layoutShift, shots } from './support/looks.ts';
import { join, otherBrowser, signInAs } from './support/people.ts';
import { Portal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

let portal: Portal;

test.beforeEach(async ({ page, gatehouse }) => {
  // The page is long, and looking for barriers in it takes its time.
  test.slow();
  portal = await atWork(page, gatehouse);
});

function operation(page: Page, id: string): Locator {
  return page.locator(`details#${id}`);
}

async function openReference(page: Page, hash = ''): Promise<void> {
  await page.goto(`/api-reference${hash}`);
  await expect(page.getByRole('searchbox', { name: 'Find an operation' })).toBeEnabled();
}

/** Opens the operation and gives what it is tried with. */
async function tried(page: Page, id: string): Promise<Locator> {
  const entry = operation(page, id);
  if ((await entry.getAttribute('open')) === null) await entry.locator('summary').click();
  const form = page.getByRole('region', { name: `Try ${id}` });
  await expect(form).toBeVisible();
  return form;
}

async function send(form: Locator): Promise<void> {
  await form.getByRole('button', { name: /^Send/ }).click();
}

test('an operation is found, read and tried with the keyboard', async ({ page, gatehouse }) => {
  await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'API Reference' }).click();
  await expect(page.getByRole('heading', { name: 'API Reference', level: 1 })).toBeFocused();
  const find = page.getByRole('searchbox', { name: 'Find an operation' });
  await expect(find).toBeEnabled();
  await expect(page.getByText(/^\d+ operations$/)).toBeVisible();
  await axe(page);
  await shots(page, 'api-reference', page.locator('body'));

  await find.focus();
  await page.keyboard.type('users search');
  await expect(page.getByText(/^1 of \d+ operations$/)).toBeVisible();
  await expect(operation(page, 'search_users')).toBeVisible();
  await expect(operation(page, 'list_users')).toBeHidden();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const form = page.getByRole('region', { name: 'Try search_users' });
  await expect(form.getByText('It only reads.')).toBeVisible();
  const body = form.getByLabel('Body (JSON)');
  await expect(body).toHaveValue(/"q": "ada@"/);
  await form.getByRole('button', { name: /^Send/ }).focus();
  await page.keyboard.press('Enter');
  await expect(form.getByText('Answer: 200')).toBeVisible();
  await expect(form.getByRole('region', { name: 'Body of the answer' })).toContainText(EMAIL);
  await expect(form.getByText('This answer holds a secret')).toHaveCount(0);
  const curl = await form.locator('.copyable code').textContent();
  expect(curl).toContain(`curl --request POST '${gatehouse.url}/api/v1/users/search'`);
  expect(curl).toContain('Authorization: Bearer $GATEHOUSE_API_KEY');
  await axe(page);
  await shots(page, 'api-reference-tried', operation(page, 'search_users'));
  await find.fill('nothing at all');
  await expect(page.getByText('No operation has all of these words.')).toBeVisible();
  await find.press('Escape');
  await expect(find).toHaveValue('');
});

test('what is created, read and changed goes from answer to answer', async ({ page, expectedConsole }) => {
  expectedConsole(/status of (400|404|412)/);
  await openReference(page);
  const create = await tried(page, 'create_environment');
  await create.getByLabel('Body (JSON)').fill('{ "environment_name": "staging" }');
  await send(create);
  await expect(create.getByText('Answer: 201')).toBeVisible();
  await expect(create.locator('.head')).toContainText('/api/v1/environments/staging');

  const edit = await tried(page, 'edit_environment');
  await edit.getByLabel('environment_name').fill('staging');
  const tag = edit.getByLabel('If-Match');
  await expect(tag, 'the tag of the creation').toHaveValue(/^"[\w-]+"$/);
  const before = await tag.inputValue();
  await edit.getByLabel('Body (JSON)').fill('{ "audience": "urn:it\'s staging" }');
  expect(await edit.locator('.copyable code').textContent()).toContain(`urn:it'\\''s staging`);
  await edit.getByLabel('Body (JSON)').fill('{ "audience": "urn:staging" }');
  await send(edit);
  await expect(edit.getByText('Answer: 200')).toBeVisible();
  await expect(tag, 'the tag of the change').not.toHaveValue(before);
  await tag.fill(before);
  await send(edit);
  await expect(edit.getByText('Answer: 412')).toBeVisible();
  await tag.fill('');
  await expect(tag, 'the last tag again').toHaveValue(/^"[\w-]+"$/);
  await edit.getByLabel('Body (JSON)').fill('{ "colour": "red" }');
  await send(edit);
  await expect(edit.getByText('Answer: 400')).toBeVisible();
  await expect(edit.getByRole('region', { name: 'Body of the answer' })).toContainText('unknown_field');
  await axe(page);

  const gone = await tried(page, 'delete_environment');
  await send(gone);
  await expect(gone.getByText(/^Answer/), 'nothing is sent without the name').toHaveCount(0);
  await gone.getByLabel('environment_name').fill('staging');
  await send(gone);
  await expect(gone.getByText('Answer: 204')).toBeVisible();
  const read = await tried(page, 'read_environment');
  await read.getByLabel('environment_name').fill('staging');
  await send(read);
  await expect(read.getByText('Answer: 404')).toBeVisible();
});

test('a secret is in its answer only, and gone with the page', async ({ page }) => {
  await openReference(page);
  const invite = await tried(page, 'invite_user');
  await invite.getByLabel('Body (JSON)').fill('{ "email": "grace@example.com", "role": "member" }');
  await send(invite);
  await expect(invite.getByText('Answer: 201')).toBeVisible();
  await expect(invite.getByText('This answer holds a secret that no other answer will.')).toBeVisible();
  const answer = invite.getByRole('region', { name: 'Body of the answer' });
  await expect(answer).toContainText('/invitation#');
  await shots(page, 'api-reference-secret', invite);
  await axe(page);
  await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'Users' }).click();
  await expect(page.getByRole('heading', { name: 'Users', level: 1 })).toBeFocused();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'API Reference', level: 1 })).toBeVisible();
  await expect(page.getByText('/invitation#')).toHaveCount(0);
  const again = await tried(page, 'invite_user');
  await expect(again.getByText(/^Answer/)).toHaveCount(0);
});

test('an address names an operation, which is open then', async ({ page }) => {
  await openReference(page, '#list_audit_events');
  await expect(operation(page, 'list_audit_events')).toHaveAttribute('open', '');
  await expect(operation(page, 'list_audit_events')).toBeInViewport();
  await expect(operation(page, 'list_users')).not.toHaveAttribute('open', '');
  await operation(page, 'list_audit_events').getByRole('link', { name: /^Listed/ }).click();
  const shape = page.locator('details[id^=shape-listed][open]');
  await expect(shape).toBeInViewport();
  await expect(shape).toContainText('next_cursor');
});

test('an auditor may read, and is told what they may not', async ({ page, browser, gatehouse, pageGuard }) => {
  await join(portal, 'eve@example.com', 'auditor');
  const theirs = await otherBrowser(browser, pageGuard, gatehouse.url);
  await theirs.goto('/sign-in');
  await signInAs(theirs, 'eve@example.com');
  await expect(theirs.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeVisible();
  await openReference(theirs);
  const invite = await tried(theirs, 'invite_user');
  await expect(invite.getByText('Your role, Auditor, does not allow this.')).toBeVisible();
  await expect(invite.getByRole('button', { name: /^Send/ })).toBeDisabled();
  const list = await tried(theirs, 'list_users');
  await list.getByLabel('role').fill('auditor');
  await send(list);
  await expect(list.getByText('Answer: 200')).toBeVisible();
  await expect(list.getByRole('region', { name: 'Body of the answer' })).toContainText('eve@example.com');
  await axe(theirs);
  await shots(theirs, 'api-reference-auditor', operation(theirs, 'invite_user'));
  await theirs.context().close();
  await openReference(page);
  expect(await layoutShift(page)).toBeLessThan(0.02);
});

test('every operation can be read without script', async ({ page, browser, gatehouse, pageGuard }) => {
  const context = await browser.newContext({ baseURL: gatehouse.url, javaScriptEnabled: false });
  await pageGuard.watch(context);
  await context.addCookies(await page.context().cookies());
  const plain = await context.newPage();
  await plain.goto('/api-reference');
  const entry = operation(plain, 'create_environment');
  await entry.locator('summary').click();
  await expect(entry.getByText('environment_name')).toBeVisible();
  await expect(entry.getByText('201')).toBeVisible();
  await expect(plain.getByText('needs JavaScript')).toBeVisible();
  await expect(plain.getByRole('button', { name: /^Send/ })).toHaveCount(0);
  await context.close();
});
