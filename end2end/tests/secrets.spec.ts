// New secrets: at once or with an overlap, ending them, and when each was last used.

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { obtainToken } from './support/integrator.ts';
import { APP, atWork, banner, closeSecretDialog, fact, openClient, readSecret, secretDialog } from './support/journeys.ts';
import { axe, shots } from './support/looks.ts';
import type { Portal } from './support/portal.ts';
import { openPrincipal, register } from './support/principals.ts';
import { expect, test } from './support/test.ts';

const A_DAY = 24 * 60 * 60;

let portal: Portal;
let first: string;

test.beforeEach(async ({ page, gatehouse }) => {
  portal = await atWork(page, gatehouse);
  const saved = await portal.register({ client_name: 'Billing', client_id: 'billing' });
  first = saved.client_secret!;
});

async function openQuestion(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Generate new secret' }).click();
  const dialog = page.getByRole('dialog', { name: 'Generate new secret' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** One secret on the tab *Credentials*. */
function secret(page: Page, label: string): Locator {
  return page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: label, exact: true }) });
}

test('a new secret retires the old one at once', async ({ page, gatehouse }) => {
  // Verified before, so that the server remembers that it was right.
  await obtainToken(gatehouse.url, { clientId: 'app-billing', clientSecret: first }, 'basic');
  await openClient(page, 'app-billing', 'credentials');
  const dialog = await openQuestion(page);
  await expect(dialog.getByLabel('Retire the current secret at once')).toBeChecked();
  await axe(page);
  await shots(page, 'rotate');
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await expect(secretDialog(page)).toContainText('No secret before this one counts any more');
  await axe(page);
  await shots(page, 'rotate-secret');
  const { clientSecret } = await readSecret(page);
  await closeSecretDialog(page);
  await expect(banner(page, 'New secret of “Billing” generated')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Generate new secret' })).toBeFocused();
  await expect(secret(page, 'Secret 1')).toContainText('Retired');
  await expect(secret(page, 'Secret 2')).toContainText('Valid');

  const refused = obtainToken(gatehouse.url, { clientId: 'app-billing', clientSecret: first }, 'basic');
  await expect(refused).rejects.toMatchObject({ status: 401 });
  await obtainToken(gatehouse.url, { clientId: 'app-billing', clientSecret }, 'basic');
  await obtainToken(gatehouse.url, { clientId: 'app-billing', clientSecret }, 'post');
});

test('with an overlap both get tokens, and last use tells when the old one can go', async ({ page, gatehouse }) => {
  await openClient(page, 'app-billing', 'credentials');
  const dialog = await openQuestion(page);
  await dialog.getByLabel('Label').fill('For the new cluster');
  await dialog.getByLabel('Keep it valid until …').check();
  const end = dialog.getByLabel('Keep it valid until', { exact: true });
  await end.fill('2020-01-01T00:00');
  await expect(end).toHaveAccessibleDescription(/This time has passed/);
  await end.fill('2099-01-01T00:00');
  await expect(end).toHaveAccessibleDescription(/more than 30 days away/);
  await axe(page);
  const week = await page.evaluate((seconds) => {
    const date = new Date(Date.now() + seconds * 1000);
    return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }, 7 * A_DAY);
  await end.fill(week);
  await expect(end).not.toHaveAttribute('aria-invalid', 'true');
  await shots(page, 'rotate-overlap');
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await expect(secretDialog(page)).toContainText('The secret before this one counts until');
  const { clientSecret } = await readSecret(page);
  await closeSecretDialog(page);
  await expect(secret(page, 'Secret 1')).toContainText('Valid until it expires');
  await expect(fact(secret(page, 'Secret 1'), 'Expires')).toContainText(`${week.slice(5, 7)}-${week.slice(8, 10)}-${week.slice(0, 4)}`);
  await expect(fact(secret(page, 'For the new cluster'), 'Expires')).toHaveText('Never');
  await expect(fact(secret(page, 'Secret 1'), 'Last used')).toHaveText('Never');

  for (const each of [first, clientSecret]) {
    await obtainToken(gatehouse.url, { clientId: 'app-billing', clientSecret: each }, 'basic');
  }
  await page.reload();
  for (const label of ['Secret 1', 'For the new cluster']) {
    await expect(fact(secret(page, label), 'Last used')).toHaveText(/\d\d-\d\d-\d{4} \d\d:\d\d.* from 127\.0\.0\.1/);
  }
  await axe(page);
  await shots(page, 'credentials');

  // Never a third.
  const { secrets } = (await portal.client('app-billing'))!;
  expect(secrets.filter(({ state }) => state !== 'retired')).toHaveLength(2);
  await openQuestion(page);
  await expect(dialog).toContainText('retires both at once');
  await expect(dialog.getByRole('radio')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'Retire Secret 1' }).click();
  const question = page.getByRole('dialog', { name: 'Retire “Secret 1”?' });
  await expect(question).toContainText('127.0.0.1');
  await axe(page);
  await shots(page, 'retire');
  await question.getByRole('button', { name: 'Retire' }).click();
  await expect(banner(page, '“Secret 1” retired')).toBeVisible();
  await expect(secret(page, 'Secret 1')).toContainText('Retired');
  const refused = obtainToken(gatehouse.url, { clientId: 'app-billing', clientSecret: first }, 'post');
  await expect(refused).rejects.toMatchObject({ status: 401 });
  await obtainToken(gatehouse.url, { clientId: 'app-billing', clientSecret }, 'post');
});

test('last use outlives the server', async ({ page, gatehouse }) => {
  await obtainToken(gatehouse.url, { clientId: 'app-billing', clientSecret: first }, 'basic');
  await gatehouse.restart();
  await openClient(page, 'app-billing', 'credentials');
  await expect(fact(secret(page, 'Secret 1'), 'Last used')).toContainText('127.0.0.1');
});

test('retiring the last secret is warned of, and leaves a client that gets no tokens', async ({ page }) => {
  await openClient(page, 'app-billing', 'credentials');
  await page.getByRole('button', { name: 'Retire Secret 1' }).click();
  const question = page.getByRole('dialog', { name: 'Retire “Secret 1”?' });
  await expect(question).toContainText('This is the last valid secret');
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Retire Secret 1' })).toBeFocused();
  await page.keyboard.press('Enter');
  await question.getByRole('button', { name: 'Retire' }).click();
  await expect(secret(page, 'Secret 1')).toContainText('Retired');
  expect(await portal.givesToken('app-billing', first)).toBe(false);
  const dialog = await openQuestion(page);
  await expect(dialog).toContainText('there is none to retire');
  await dialog.getByRole('button', { name: 'Generate' }).click();
  const { clientSecret } = await readSecret(page);
  await closeSecretDialog(page);
  expect(await portal.givesToken('app-billing', clientSecret)).toBe(true);
});

test('a secret that was made while the question was open is not overlooked', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 409/);
  await openClient(page, 'app-billing', 'credentials');
  const dialog = await openQuestion(page);
  await dialog.getByLabel('Keep it valid until …').check();
  const soon = Math.floor(Date.now() / 1000) + A_DAY;
  const { secret: second } = await portal.generate('app-billing', 'Somebody else’s', soon);
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Two secrets are valid already');
  await axe(page);
  for (const each of [first, second]) expect(await portal.givesToken('app-billing', each)).toBe(true);
});

test('a client that became Public meanwhile has no secret to make', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 409/);
  await openClient(page, 'app-billing', 'credentials');
  const dialog = await openQuestion(page);
  await portal.edit('app-billing', 1, { client_name: 'Billing', ...APP });
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await expect(banner(page, 'This client is public')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('tab')).toHaveText(['OAuth Client Attributes', 'Roles', 'Refused requests', 'History']);
});

test('the secrets of a principal overlap, are retired and are told of in its own words', async ({ page }) => {
  const { client_id: clientId, client_secret: old } = await register(portal, 'nightly_export');
  await openPrincipal(page, clientId, 'credentials');
  const dialog = await openQuestion(page);
  await dialog.getByLabel('Label').fill('Next');
  await dialog.getByLabel('Keep it valid until …').check();
  await dialog.getByRole('button', { name: 'Generate' }).click();
  await expect(secretDialog(page)).toContainText('The secret before this one counts until');
  await expect(secretDialog(page)).toContainText('Try it: ask for a token');
  const { clientSecret } = await readSecret(page);
  await closeSecretDialog(page);
  await expect(banner(page, 'New secret of “nightly_export” generated')).toBeVisible();
  for (const each of [old!, clientSecret]) expect(await portal.givesToken(clientId, each)).toBe(true);
  await page.reload();
  for (const label of ['Secret 1', 'Next']) {
    await expect(fact(secret(page, label), 'Last used')).toContainText('127.0.0.1');
  }
  await axe(page);

  const retire = async (label: string) => {
    await page.getByRole('button', { name: `Retire ${label}` }).click();
    const question = page.getByRole('dialog', { name: `Retire “${label}”?` });
    const text = await question.textContent();
    await question.getByRole('button', { name: 'Retire' }).click();
    await expect(secret(page, label)).toContainText('Retired');
    return text;
  };
  expect(await retire('Secret 1')).not.toContain('last valid secret');
  expect(await portal.givesToken(clientId, old!)).toBe(false);
  expect(await portal.givesToken(clientId, clientSecret)).toBe(true);
  expect(await retire('Next')).toContain('Without one the principal gets no more tokens');
  expect(await portal.givesToken(clientId, clientSecret)).toBe(false);
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['Secret retired', 'Secret retired', 'Secret generated', 'Principal added']);
});

test.describe('with the log at its most talkative', () => {
  test.use({ environment: { RUST_LOG: 'trace' } });

  test('a generated secret is nowhere after it was shown', async ({ page, gatehouse, database }) => {
    await openClient(page, 'app-billing', 'credentials');
    const dialog = await openQuestion(page);
    await dialog.getByRole('button', { name: 'Generate' }).click();
    await expect(secretDialog(page)).toBeVisible();
    const { clientSecret } = await readSecret(page);
    // The part that is random: the id before it is not secret.
    const needle = clientSecret.slice(-43);
    const later: Promise<string>[] = [];
    page.on('response', (response) => later.push(response.text().catch(() => '')));
    await closeSecretDialog(page);
    await obtainToken(gatehouse.url, { clientId: 'app-billing', clientSecret }, 'basic');
    for (const address of ['/oauth-clients/app-billing?tab=credentials', '/oauth-clients/app-billing?tab=history', '/audit-log']) {
      await page.goto(address);
      expect(await page.content(), address).not.toContain(needle);
    }
    const csv = await page.request.get('/audit-log.csv');
    expect(await csv.text(), 'the export').not.toContain(needle);
    await page.goBack();
    await page.goBack();
    await expect(page.getByRole('button', { name: 'Generate new secret' })).toBeVisible();
    expect(await page.content(), 'the page after Back').not.toContain(needle);
    expect((await Promise.all(later)).join('\n'), 'later answers').not.toContain(needle);
    expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(needle);
    expect(gatehouse.output(), 'the log').toContain('TRACE');
    expect(gatehouse.output(), 'the log').not.toContain(needle);
    if (database === 'sqlite') {
      await gatehouse.stop();
      for (const name of await readdir(gatehouse.dataDir)) {
        const bytes = await readFile(join(gatehouse.dataDir, name));
        expect(bytes.includes(needle), `${name} holds the secret`).toBe(false);
      }
    }
  });
});
