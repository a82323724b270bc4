// Principals that sign: keys made in the browser or pasted, and that a private key is in no request.

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { atWork, banner, fact } from './support/journeys.ts';
import { axe, shots } from './support/looks.ts';
import type { Portal } from './support/portal.ts';
import {
  addWindow,
  closePrivateKeyWindow,
  openAddWindow,
  openList,
  openPrincipal,
  principalRow,
  privateKeyWindow,
  register,
  traffic,
} from './support/principals.ts';
import { PYTHON, Program } from './support/programs.ts';
import { keyOfJwk, keyOfPem, newPair, obtainTokenBySigning } from './support/signer.ts';
import { expect, test } from './support/test.ts';

const SCRIPT = fileURLToPath(new URL('../python/signed_jwt.py', import.meta.url));

let portal: Portal;

test.beforeEach(async ({ page, gatehouse }) => {
  portal = await atWork(page, gatehouse);
});

/** What the browser saves when a button is pressed, where it is, and what it is called. */
async function saved(page: Page, button: string): Promise<{ name: string; path: string; text: string }> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const name = (await download).suggestedFilename();
  const path = test.info().outputPath(name);
  await (await download).saveAs(path);
  return { name, path, text: await readFile(path, 'utf8') };
}

/** What Authlib gets with a key. */
async function authlib(issuer: string, clientId: string, keyId: string, keyFile: string): Promise<unknown> {
  const program = new Program(PYTHON, [SCRIPT], { ISSUER: issuer, CLIENT_ID: clientId, KEY_ID: keyId, KEY_FILE: keyFile });
  return JSON.parse((await program.end()).at(-1)!);
}

test.describe('with the log at its most talkative', () => {
  test.use({ environment: { RUST_LOG: 'trace' } });

  test('a key pair made in the browser signs, and its private half is in no request', async ({ page, gatehouse, database }) => {
    const recorded = traffic(page);
    await openList(page);
    const dialog = await openAddWindow(page);
    await dialog.getByLabel('Client name').fill('nightly_export');
    await dialog.getByLabel('Signed JWT (FAPI)').check();
    await dialog.getByLabel('Environment').selectOption('development');
    const add = dialog.getByRole('button', { name: 'Add' });
    await expect(add).toBeDisabled();
    await dialog.getByRole('button', { name: 'Generate key pair' }).click();
    await expect(dialog.getByText('EC, P-256 · ES256')).toBeVisible();
    await expect(dialog.getByText('Made in this browser just now')).toBeVisible();
    expect(JSON.parse(await dialog.getByLabel('Public key').inputValue())).not.toHaveProperty('d');
    await axe(page);
    await shots(page, 'principals-add-signed');
    await add.click();

    const shown = privateKeyWindow(page);
    await expect(shown).toBeVisible();
    const said = shown.getByRole('status').getByText('Service principal “nightly_export” added.');
    await expect(said).toBeInViewport({ ratio: 1 });
    await expect(addWindow(page)).toHaveCount(0);
    await expect(principalRow(page, 'nightly_export')).toBeAttached();
    await axe(page);
    await shots(page, 'principals-private-key');
    await expect(shown.getByRole('button', { name: 'Close' })).toBeDisabled();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(shown).toBeVisible();
    const [clientId, kid, shownPem, shownJwk] = await shown.locator('code').allTextContents();

    const pem = await saved(page, 'Download nightly_export.pem');
    expect(pem.name).toBe('nightly_export.pem');
    expect(pem.text).toBe(shownPem);
    const jwk = await saved(page, 'Download nightly_export.jwk.json');
    expect(jwk.name).toBe('nightly_export.jwk.json');
    expect(jwk.text).toBe(shownJwk);
    const members: JsonWebKey & { kid: string } = JSON.parse(jwk.text);
    expect(members).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: expect.any(String),
      y: expect.any(String),
      d: expect.any(String),
      alg: 'ES256',
      use: 'sig',
      kid,
    });

    const asked = page.waitForEvent('dialog');
    await page.evaluate(() => void setTimeout(() => location.reload()));
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    await closePrivateKeyWindow(page);

    for (const key of [await keyOfPem(pem.text, kid!), await keyOfJwk(jwk.text)]) {
      expect(await obtainTokenBySigning(gatehouse.url, clientId!, key)).toMatchObject({
        sub: clientId,
        client_id: clientId,
        environment: 'development',
      });
    }
    for (const { path } of [pem, jwk]) {
      expect(await authlib(gatehouse.url, clientId!, kid!, path)).toEqual({
        iss: gatehouse.url,
        sub: clientId,
        aud: `${gatehouse.url}/environments/development`,
        environment: 'development',
      });
    }

    await openPrincipal(page, clientId!, 'credentials');
    await expect(page.getByRole('heading', { name: kid! })).toBeVisible();
    await expect(fact(page, 'Kind')).toHaveText('EC, P-256');
    await expect(fact(page, 'Algorithm')).toHaveText('ES256');
    await expect(fact(page, 'Last used')).toContainText('127.0.0.1');
    await axe(page);
    await shots(page, 'principal-keys');

    // The part that is nobody else's, as it stands in either file; PEM has it within its own lines.
    const d = Buffer.from(members.d!, 'base64url');
    const body = pem.text.split('\n').slice(1, -2).join('');
    const needles = [members.d!, d.toString('base64'), d.toString('hex'), body.slice(0, 64), body.slice(64, 128)];
    const requests = await recorded();
    expect(requests, 'the public half was sent').toContain(members.x!);
    for (const needle of needles) {
      expect(requests).not.toContain(needle);
      expect(decodeURIComponent(requests.replace(/%(?![\da-f]{2})/gi, '%25'))).not.toContain(needle);
      expect(await page.content()).not.toContain(needle);
      expect(gatehouse.output()).not.toContain(needle);
    }
    expect(gatehouse.output(), 'the log').toContain('TRACE');
    expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(members.d!);
    if (database === 'sqlite') {
      await gatehouse.stop();
      for (const name of await readdir(gatehouse.dataDir)) {
        const bytes = await readFile(join(gatehouse.dataDir, name));
        for (const needle of needles) expect(bytes.includes(needle), name).toBe(false);
        expect(bytes.includes(d), name).toBe(false);
      }
    }
  });

  test('a private key pasted by mistake is taken out of the field, and in no request', async ({ page, gatehouse }) => {
    const pair = await newPair('mine');
    const { d } = JSON.parse(pair.privateJwk) as { d: string };
    const line = pair.privatePem.split('\n')[1]!;
    const recorded = traffic(page);
    await openList(page);
    const dialog = await openAddWindow(page);
    await dialog.getByLabel('Client name').fill('nightly_export');
    await dialog.getByLabel('Signed JWT (FAPI)').check();
    await dialog.getByLabel('Environment').selectOption('development');
    const field = dialog.getByLabel('Public key');
    for (const secret of [pair.privateJwk, `{"keys":[${pair.privateJwk}]}`, pair.privatePem, `${pair.pem}${pair.privatePem}`]) {
      await field.fill(secret);
      await expect(field).toHaveValue('');
      await expect(field).toHaveAccessibleDescription(/This is a private key.*The field was cleared/);
      await expect(dialog.getByRole('button', { name: 'Add' })).toBeDisabled();
    }
    await axe(page);
    await shots(page, 'principals-private-key-pasted');
    await field.fill(pair.jwk);
    await expect(field).not.toHaveAttribute('aria-invalid', 'true');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await expect(banner(page, 'nightly_export” added')).toBeVisible();
    const requests = await recorded();
    for (const needle of [d, line]) {
      expect(requests).not.toContain(needle);
      expect(gatehouse.output()).not.toContain(needle);
    }
  });
});

test('what is pasted is named, or what is wrong with it', async ({ page, gatehouse }) => {
  const pair = await newPair('from-elsewhere');
  await openList(page);
  const dialog = await openAddWindow(page);
  await dialog.getByLabel('Client name').fill('nightly_export');
  await dialog.getByLabel('Signed JWT (FAPI)').check();
  await dialog.getByLabel('Environment').selectOption('production');
  const field = dialog.getByLabel('Public key');
  const add = dialog.getByRole('button', { name: 'Add' });
  for (const [pasted, problem] of [
    ['hello', /neither a JWK/],
    ['{"kty":"oct","k":"c2VjcmV0"}', /shared secret.*The field was cleared/],
    ['{"kty":"EC","crv":"P-384","x":"a","y":"a"}', /not supported/],
    [`{"keys":[${pair.jwk},${pair.jwk}]}`, /same key twice/],
  ] as const) {
    await field.fill(pasted);
    await expect(field).toHaveAccessibleDescription(problem);
    await expect(add).toBeDisabled();
  }
  for (const pasted of [pair.pem, `{"keys":[${pair.jwk}]}`, pair.jwk]) {
    await field.fill(pasted);
    await expect(dialog.getByText('EC, P-256 · ES256')).toBeVisible();
    await expect(add).toBeEnabled();
  }
  const end = dialog.getByLabel('Key expires');
  await end.fill('2020-01-01T00:00');
  await expect(end).toHaveAccessibleDescription(/This time has passed/);
  await expect(add).toBeDisabled();
  await axe(page);
  await end.fill('2099-01-01T00:00');
  await add.click();
  // Nobody here has the private half, so there is nothing to show.
  await expect(banner(page, 'nightly_export” added')).toBeVisible();
  await expect(privateKeyWindow(page)).toHaveCount(0);
  await principalRow(page, 'nightly_export').getByRole('link').click();
  await page.getByRole('tab', { name: 'Credentials' }).click();
  await expect(page.getByRole('heading', { name: 'from-elsewhere' })).toBeVisible();
  await expect(fact(page, 'Expires')).toContainText('01-01-2099 00:00');
  const clientId = new URL(page.url()).pathname.split('/').at(-1)!;
  const audience = `${gatehouse.url}/environments/production`;
  expect(await obtainTokenBySigning(gatehouse.url, clientId, pair.key, audience)).toMatchObject({ environment: 'production' });
});

test('keys are rotated without a gap', async ({ page, gatehouse }) => {
  const old = await newPair('old');
  const { client_id: clientId } = await register(portal, 'nightly_export', old.jwk);
  await openPrincipal(page, clientId, 'credentials');
  await page.getByRole('button', { name: 'Add key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add key' });
  await expect(dialog.getByRole('button', { name: 'Add key' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Generate key pair' }).click();
  await axe(page);
  await shots(page, 'principal-add-key');
  await dialog.getByRole('button', { name: 'Add key' }).click();
  await expect(privateKeyWindow(page)).toBeVisible();
  const [, kid, pem] = await privateKeyWindow(page).locator('code').allTextContents();
  await closePrivateKeyWindow(page);
  await expect(banner(page, 'New key of “nightly_export” added')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add key' })).toBeFocused();
  await expect(page.getByText('Two keys count')).toBeVisible();
  const next = await keyOfPem(pem!, kid!);
  for (const key of [old.key, next]) await obtainTokenBySigning(gatehouse.url, clientId, key);

  // Never a third.
  await page.getByRole('button', { name: 'Add key' }).click();
  await expect(dialog).toContainText('Two keys are valid, which is the most there can be');
  await axe(page);
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  await page.getByRole('button', { name: 'Retire old' }).click();
  const question = page.getByRole('dialog', { name: 'Retire key “old”?' });
  await expect(question).toContainText('Last used');
  await axe(page);
  await shots(page, 'principal-retire-key');
  await question.getByRole('button', { name: 'Retire' }).click();
  await expect(banner(page, 'Key “old” retired')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'old' })).toContainText('Retired');
  await expect(obtainTokenBySigning(gatehouse.url, clientId, old.key)).rejects.toMatchObject({ status: 401 });
  await obtainTokenBySigning(gatehouse.url, clientId, next);
  await axe(page);
  await shots(page, 'principal-rotated');

  await page.getByRole('button', { name: `Retire ${kid}` }).click();
  await expect(page.getByRole('dialog')).toContainText('This is the last valid key');
  await page.keyboard.press('Escape');
});

test('a principal that signs is edited, switched off and on, and deleted', async ({ page, gatehouse }) => {
  const pair = await newPair('only');
  const { client_id: clientId } = await register(portal, 'nightly_export', pair.jwk);
  await openPrincipal(page, clientId);
  await page.getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit principal' });
  await edit.getByLabel('Accept the token endpoint as the audience of assertions').check();
  await axe(page);
  await shots(page, 'principal-edit-signed');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(fact(page, 'Audience of its assertions')).toContainText('token endpoint');
  const sign = () => obtainTokenBySigning(gatehouse.url, clientId, pair.key);
  await sign();
  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(fact(page, 'Status')).toHaveText('Disabled');
  await expect(sign()).rejects.toThrow();
  await page.getByRole('button', { name: 'Enable' }).click();
  await expect(fact(page, 'Status')).toHaveText('Enabled');
  await sign();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { name: 'No principals yet' })).toBeVisible();
  await expect(sign()).rejects.toMatchObject({ status: 401 });
});
