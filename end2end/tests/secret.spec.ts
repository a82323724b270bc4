// A secret is shown once, and is nowhere afterwards.

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { closeSecretDialog, createAdministrator, openAddForm, readSecret, row, save, secretDialog } from './support/journeys.ts';
import { obtainToken } from './support/integrator.ts';
import { expect, test } from './support/test.ts';

test.use({ environment: { RUST_LOG: 'trace' } });

test('after closing, the secret is nowhere', async ({ page, gatehouse, database }) => {
  await createAdministrator(page, gatehouse);
  await openAddForm(page);
  await page.getByLabel('Name', { exact: true }).fill('Billing');
  const later: Promise<string>[] = [];
  await save(page);
  await expect(secretDialog(page)).toBeVisible();
  const { clientId, clientSecret } = await readSecret(page);
  // The part that is random: the id before it is not secret.
  const needle = clientSecret.slice(-43);
  page.on('response', (response) => later.push(response.text().catch(() => '')));
  await closeSecretDialog(page);
  await obtainToken(gatehouse.url, { clientId, clientSecret }, 'basic');
  await obtainToken(gatehouse.url, { clientId, clientSecret }, 'post');

  expect(await page.content(), 'the page').not.toContain(needle);
  const html = await (await page.request.get('/oauth-clients')).text();
  expect(html, 'page source and hydration data').not.toContain(needle);
  expect(html).toContain(clientId);
  await page.reload();
  await page.goto('/oauth-clients/new');
  await page.goBack();
  await expect(row(page, 'Billing')).toBeVisible();
  expect(await page.content(), 'the page after Back').not.toContain(needle);
  expect((await Promise.all(later)).join('\n'), 'later answers').not.toContain(needle);
  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(needle);

  expect(gatehouse.output(), 'the log is at its most talkative').toContain('TRACE');
  expect(gatehouse.output(), 'the log').not.toContain(needle);
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  expect(gatehouse.output(), 'the log, encoded').not.toContain(basic.slice(24, -4));
  if (database === 'sqlite') {
    await gatehouse.stop();
    for (const name of await readdir(gatehouse.dataDir)) {
      const bytes = await readFile(join(gatehouse.dataDir, name));
      expect(bytes.includes(needle), `${name} holds the secret`).toBe(false);
    }
  }
});

test('the dialog is not closed by accident', async ({ page, gatehouse }) => {
  await createAdministrator(page, gatehouse);
  await openAddForm(page);
  await page.getByLabel('Name', { exact: true }).fill('Billing');
  await save(page);
  const dialog = secretDialog(page);
  await expect(dialog).toBeVisible();
  const { clientSecret } = await readSecret(page);
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  await expect(dialog).toBeVisible();
  await page.goBack();
  await expect(dialog, 'Back within the portal keeps the dialog').toBeVisible();
  expect((await readSecret(page)).clientSecret).toBe(clientSecret);

  const asked = page.waitForEvent('dialog');
  await page.evaluate(() => void setTimeout(() => location.reload()));
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await expect(dialog).toBeVisible();
  await closeSecretDialog(page);
});
