// Webhooks: servers that are told of changes, in signed messages that are sent until they are taken.

import type { Locator, Page } from '@playwright/test';
import { EMAIL, WITH_ADMINISTRATOR, atWork, banner, dismiss, fact, hydrated, signIn } from './support/journeys.ts';
import { axe, layoutShift, shots } from './support/looks.ts';
import { join, otherBrowser, signInAs } from './support/people.ts';
import type { Portal } from './support/portal.ts';
import { Receiver, signature } from './support/receiver.ts';
import { expect, test as base } from './support/test.ts';

const test = base.extend<{ receiver: Receiver }>({
  receiver: async ({}, use) => {
    const receiver = await Receiver.open();
    await use(receiver);
    await receiver.close();
  },
});

const EVENTS = ['environment.added'];

interface Shown {
  host: string;
  secret: string;
}

interface Row {
  id: string;
  url: string;
}

async function addEnvironment(portal: Portal, name: string): Promise<void> {
  await portal.call('environments/add', { draft: { name, audience: '' } });
}

/** Adds a webhook that is told of new environments; its id and its secret. */
async function add(portal: Portal, url: string, events: string[] = EVENTS): Promise<{ id: string; secret: string }> {
  const { secret } = await portal.call<Shown>('webhooks/add', { draft: { url, description: 'Warehouse', events } });
  const rows = await portal.call<Row[]>('webhooks', {});
  return { id: rows.find((row) => row.url === url)!.id, secret };
}

function dialog(page: Page, name: string | RegExp): Locator {
  return page.getByRole('dialog', { name });
}

function deliveries(page: Page): Locator {
  return page.getByRole('table', { name: 'Deliveries' });
}

async function openWebhook(page: Page, id: string): Promise<void> {
  await page.goto(`/webhooks/${id}`);
  await expect(page.getByRole('button', { name: 'Refresh' })).toBeEnabled();
}

/** Refreshes until the newest delivery says this. */
async function newest(page: Page, text: string | RegExp): Promise<void> {
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(deliveries(page).getByRole('row').nth(1)).toContainText(text, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
}

test.describe('where private addresses are allowed', () => {
  test.use({ environment: { GATEHOUSE_WEBHOOKS_PRIVATE: 'true' } });

  test('a webhook is added, told of a change, and its signature holds', async ({
    page,
    context,
    gatehouse,
    receiver,
    expectedConsole,
  }) => {
    expectedConsole(/status of 422/);
    const portal = await atWork(page, gatehouse);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'Webhooks' }).click();
    await expect(page.getByRole('heading', { name: 'Webhooks', level: 1 })).toBeFocused();
    await expect(page.getByText('No webhooks yet')).toBeVisible();
    await axe(page);
    await shots(page, 'webhooks-empty');

    await page.getByRole('button', { name: 'Add Webhook' }).focus();
    await page.keyboard.press('Enter');
    const form = dialog(page, 'Add Webhook');
    const url = form.getByLabel('URL');
    await url.fill('http://hooks.example.com');
    await expect(url).toHaveAccessibleDescription(/Use https, or http only for localhost/);
    await expect(url).toHaveAttribute('aria-invalid', 'true');
    await url.fill(receiver.url);
    await expect(url).not.toHaveAttribute('aria-invalid', 'true');
    await form.getByLabel('Description').fill('Warehouse');
    await form.getByLabel('environment.added').check();
    await form.getByLabel('api.added').check();
    await axe(page);
    await shots(page, 'webhook-add');
    await form.getByRole('button', { name: 'Add', exact: true }).click();

    const shown = dialog(page, 'Store the signing secret now');
    await expect(shown).toBeVisible();
    const secret = (await shown.locator('code').textContent())!;
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
    await axe(page);
    await shots(page, 'webhook-secret');
    await page.keyboard.press('Escape');
    await page.goBack();
    await expect(shown, 'a page that is left does not lose the secret').toBeVisible();
    await page.goForward();
    await shown.getByRole('button', { name: 'Copy signing secret' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
    await shown.getByLabel('I have stored the secret').check();
    await shown.getByRole('button', { name: 'Close' }).click();
    await expect(banner(page, /is told of changes from now on/)).toBeVisible();
    expect(await page.content()).not.toContain(secret);

    await addEnvironment(portal, 'staging');
    await expect.poll(() => receiver.types()).toEqual(['environment.added']);
    const message = receiver.messages[0]!;
    expect(message.headers['webhook-signature']).toBe(signature(secret, message));
    expect(message.headers['content-type']).toBe('application/json');
    const { data } = JSON.parse(message.body) as { data: Record<string, unknown> };
    expect(data).toMatchObject({ action: 'environment.added', actor_name: EMAIL, entity_name: 'staging' });

    await page.goto('/webhooks');
    await hydrated(page);
    const listed = page.getByRole('row').filter({ hasText: receiver.url });
    await expect(listed).toContainText(/2 kinds of events.*Enabled.*Delivered/);
    expect(await layoutShift(page)).toBe(0);
    await axe(page);
    await shots(page, 'webhooks');
    await listed.getByRole('link', { name: receiver.url }).click();
    await expect(page.getByRole('heading', { name: `localhost:${receiver.port}`, level: 1 })).toBeFocused();
    await expect(fact(page, 'Events')).toContainText('environment.added');
    await expect(deliveries(page).getByRole('row').nth(1)).toContainText(/environment\.added.*staging.*Delivered.*1.*Status 204/);
    expect(gatehouse.output()).not.toContain(secret);
    expect(gatehouse.output()).not.toContain('theirs');
    expect(gatehouse.output()).not.toContain('something private');
  });

  test('what is refused is sent again across a restart, and on demand', async ({ page, gatehouse, receiver }) => {
    const portal = await atWork(page, gatehouse);
    receiver.status = 500;
    const { id, secret } = await add(portal, receiver.url);
    await addEnvironment(portal, 'staging');
    await expect.poll(() => receiver.messages.length).toBe(1);
    await openWebhook(page, id);
    await newest(page, /Waiting.*1.*Status 500/);
    await axe(page);
    await shots(page, 'webhook-waiting');

    await gatehouse.stop();
    expect(receiver.messages.length).toBeLessThanOrEqual(2);
    receiver.status = 200;
    await gatehouse.restart();
    await expect.poll(() => receiver.messages.length, { timeout: 30_000 }).toBeGreaterThan(1);
    const [first, last] = [receiver.messages[0]!, receiver.messages.at(-1)!];
    expect(last.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(last.body).toBe(first.body);
    expect(last.headers['webhook-signature']).toBe(signature(secret, last));
    await openWebhook(page, id);
    await newest(page, /Delivered.*Status 200/);

    const before = receiver.messages.length;
    await page.getByRole('button', { name: 'Repeat environment.added' }).click();
    await expect(banner(page, 'The message is on its way again.')).toBeVisible();
    await expect.poll(() => receiver.messages.length).toBe(before + 1);
    expect(receiver.messages.at(-1)!.headers['webhook-id']).toBe(first.headers['webhook-id']);
    await newest(page, /Delivered.*Status 200/);
  });

  test('it is tried, given another secret, disabled, edited and deleted', async ({
    page,
    gatehouse,
    receiver,
    expectedConsole,
  }) => {
    expectedConsole(/status of 404/);
    const portal = await atWork(page, gatehouse);
    const { id, secret } = await add(portal, receiver.url);
    await openWebhook(page, id);
    await expect(page.getByText('Nothing was sent yet')).toBeVisible();
    await page.getByRole('button', { name: 'Send test' }).click();
    await expect(banner(page, 'Test message is on its way.')).toBeVisible();
    await dismiss(page, 'Test message');
    await expect.poll(() => receiver.types()).toEqual(['webhook.test']);

    await page.getByRole('button', { name: 'New secret' }).click();
    await axe(page);
    await dialog(page, 'Generate a new signing secret?').getByRole('button', { name: 'Generate' }).click();
    const shown = dialog(page, 'Store the signing secret now');
    await expect(shown).toContainText('For a day');
    const other = (await shown.locator('code').textContent())!;
    await shown.getByLabel('I have stored the secret').check();
    await shown.getByRole('button', { name: 'Close' }).click();
    await expect(banner(page, 'has a new secret')).toBeVisible();
    await dismiss(page, 'has a new secret');
    await addEnvironment(portal, 'staging');
    await expect.poll(() => receiver.messages.length).toBe(2);
    const both = receiver.messages[1]!;
    expect(both.headers['webhook-signature']).toBe(`${signature(other, both)} ${signature(secret, both)}`);

    await page.getByRole('button', { name: 'Disable' }).click();
    const question = dialog(page, /^Disable/);
    await expect(question).toBeVisible();
    await axe(page);
    await question.getByRole('button', { name: 'Disable' }).click();
    await expect(fact(page, 'Status')).toHaveText('Disabled');
    await expect(page.getByRole('button', { name: 'Send test' })).toHaveCount(0);
    await addEnvironment(portal, 'testing');
    await page.getByRole('button', { name: 'Enable' }).click();
    await expect(fact(page, 'Status')).toHaveText('Enabled');

    await page.getByRole('button', { name: 'Edit' }).click();
    const form = dialog(page, /^Edit/);
    await form.getByLabel('Description').fill('Another warehouse');
    await form.getByLabel('environment.added').uncheck();
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(fact(page, 'Description')).toHaveText('Another warehouse');
    await expect(fact(page, 'Events')).toHaveText('Every change');
    // Of its own edit, but not of what happened while it was disabled.
    await expect.poll(() => receiver.types()).toContain('webhook.edited');
    expect(receiver.types().filter((type) => type === 'environment.added')).toHaveLength(1);
    await page.getByRole('link', { name: 'Given up' }).click();
    await expect(page.getByText('No such deliveries')).toBeVisible();
    await page.getByRole('link', { name: 'All' }).click();
    await newest(page, /webhook\.edited.*Delivered/);
    await shots(page, 'webhook');

    await page.getByRole('button', { name: 'Delete' }).click();
    await axe(page);
    await dialog(page, /^Delete/).getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByText('No webhooks yet')).toBeVisible();
    await page.goto(`/webhooks/${id}`);
    await expect(page.getByRole('heading', { name: 'This webhook does not exist any more' })).toBeVisible();
    await axe(page);
  });

  test('an auditor looks and changes nothing', async ({ page, browser, pageGuard, gatehouse, receiver }) => {
    const portal = await atWork(page, gatehouse);
    const { id } = await add(portal, receiver.url);
    await addEnvironment(portal, 'staging');
    await join(portal, 'grace@example.com', 'auditor');
    const theirs = await otherBrowser(browser, pageGuard, gatehouse.url);
    await theirs.goto('/webhooks');
    await signInAs(theirs, 'grace@example.com');
    await expect(theirs.getByRole('link', { name: `http://localhost:${receiver.port}/…`, exact: true })).toBeVisible();
    await expect(theirs.getByRole('button', { name: 'Add Webhook' })).toHaveCount(0);
    await openWebhook(theirs, id);
    await newest(theirs, /Delivered/);
    await expect(theirs.getByRole('button', { name: /Edit|New secret|Send test|Disable|Delete|Repeat|Copy URL/ })).toHaveCount(0);
    await axe(theirs);
    await theirs.context().close();
  });
});

test.describe('where they are not', () => {
  test.use({ environment: WITH_ADMINISTRATOR });

  test('a private address is refused at its field', async ({ page, receiver, expectedConsole }) => {
    expectedConsole(/status of 422/);
    await page.goto('/webhooks');
    await signIn(page);
    await page.getByRole('button', { name: 'Add Webhook' }).click();
    const form = dialog(page, 'Add Webhook');
    for (const url of [receiver.url, 'https://192.168.1.1/changes', 'https://[::1]/']) {
      await form.getByLabel('URL').fill(url);
      await form.getByRole('button', { name: 'Add', exact: true }).click();
      await expect(form.getByLabel('URL')).toHaveAccessibleDescription(/This address is a private one/);
      await expect(form.getByLabel('URL')).toBeFocused();
    }
    await axe(page);
  });
});
