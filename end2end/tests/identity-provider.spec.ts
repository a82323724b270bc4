// What applications are configured with: the addresses, the keys, and programs that run as they stand.

import { writeFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { freePort } from './support/gatehouse.ts';
import { obtainToken, verifyToken } from './support/integrator.ts';
import { APP, EMAIL, PASSWORD, WITH_ADMINISTRATOR, allow, consentHeading, dismiss, fact, hydrated, signIn, webApplication } from './support/journeys.ts';
import { axe, layoutShift, shots } from './support/looks.ts';
import { Portal } from './support/portal.ts';
import { register } from './support/principals.ts';
import { type Language, run } from './support/programs.ts';
import { newPair } from './support/signer.ts';
import { expect, test } from './support/test.ts';

test.use({ environment: WITH_ADMINISTRATOR });

/** What each of the addresses is called in the metadata. */
const METADATA = {
  Issuer: 'issuer',
  'Authorization endpoint': 'authorization_endpoint',
  'Token endpoint': 'token_endpoint',
  'Introspection endpoint': 'introspection_endpoint',
  'Revocation endpoint': 'revocation_endpoint',
  'User info endpoint': 'userinfo_endpoint',
  'Public keys (JWKS)': 'jwks_uri',
};
const LANGUAGES: Language[] = ['curl', 'Python', 'JavaScript', 'Java'];
const SIGNED_JWT = 'Service principal with Signed JWT';

async function openPage(page: Page, query = ''): Promise<void> {
  await page.goto(`/identity-provider${query}`);
  if (new URL(page.url()).pathname === '/sign-in') await signIn(page);
  await expect(page.getByRole('heading', { name: 'Identity Provider', level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Rotate now' })).toBeEnabled();
}

function keys(page: Page): Locator {
  return page.getByRole('table', { name: 'Signing keys, newest first' }).getByRole('row').filter({ has: page.getByRole('rowheader') });
}

/** The program that the page shows for a kind of client. */
async function program(page: Page, kind: string, language: Language): Promise<string> {
  await page.getByRole('tablist', { name: 'Kind of client' }).getByRole('tab', { name: kind }).click();
  const tab = page.getByRole('tablist', { name: 'Language' }).getByRole('tab', { name: language, exact: true });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  const panel = page.getByRole('tabpanel', { name: language, exact: true });
  await panel.getByRole('button', { name: 'Copy the program' }).click();
  await expect(panel.getByText('Copied!')).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(await panel.locator('code').textContent()).toBe(text);
  return text;
}

test('the addresses are those of the metadata, and can be copied', async ({ page, context, gatehouse }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/oauth-clients');
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeVisible();
  await hydrated(page);
  await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'Identity Provider' }).click();
  await expect(page.getByRole('heading', { name: 'Identity Provider', level: 1 })).toBeFocused();
  await expect(page).toHaveURL('/identity-provider');

  for (const name of ['OpenID Connect metadata', 'OAuth metadata']) {
    const address = (await fact(page, name).locator('code').textContent())!;
    const metadata = await (await page.request.get(address)).json();
    for (const [shown, field] of Object.entries(METADATA)) {
      await expect(fact(page, shown).locator('code'), `${name}: ${field}`).toHaveText(metadata[field]);
    }
  }
  await page.getByRole('button', { name: 'Copy Issuer' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(gatehouse.url);
  const published = await (await page.request.get('/oauth2/jwks')).json();
  await expect(keys(page)).toHaveCount(published.keys.length);
  await expect(keys(page).getByRole('rowheader')).toContainText(published.keys.map((key: { kid: string }) => key.kid));
  await expect(keys(page)).toContainText('Signing');

  await page.reload();
  await expect(page.getByRole('button', { name: 'Rotate now' })).toBeEnabled();
  expect(await layoutShift(page)).toBe(0);
  await axe(page);
  await shots(page, 'identity-provider');
});

test('the next key is published before it signs, and no token is lost', async ({ page, gatehouse }) => {
  const portal = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
  const saved = await portal.register({ client_name: 'Billing', client_id: 'billing' });
  const credentials = { clientId: saved.client_id, clientSecret: saved.client_secret! };
  await openPage(page);
  await expect(keys(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Rotate now' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rotate the signing key now?' });
  await expect(dialog).toBeVisible();
  await axe(page);
  await shots(page, 'rotate-key');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(keys(page)).toHaveCount(1);

  await page.getByRole('button', { name: 'Rotate now' }).click();
  await dialog.getByRole('button', { name: 'Rotate now' }).click();
  await dismiss(page, 'The next key is published');
  await expect(keys(page)).toHaveCount(2);
  await expect(keys(page).first()).toContainText('Next');
  await expect(keys(page).last()).toContainText('Signing');
  await expect(page.getByRole('button', { name: 'Rotate now' })).toHaveAttribute('aria-disabled', 'true');
  await axe(page);
  await shots(page, 'identity-provider-next');
  const published = await (await page.request.get('/oauth2/jwks')).json();
  expect(published.keys).toHaveLength(2);
  expect((await obtainToken(gatehouse.url, credentials, 'basic')).claims.client_id).toBe('app-billing');

  // Pressed by a colleague in the meantime.
  await expect(portal.call('identity-provider/rotate', {})).rejects.toMatchObject({ status: 409 });
  await page.goto('/audit-log');
  await expect(page.getByRole('rowheader').first()).toContainText('key', { ignoreCase: true });
  await axe(page);
});

test('a program for each kind of client and in each language has an address', async ({ page, gatehouse }) => {
  await openPage(page, '?client=public&language=python');
  const panel = page.getByRole('tabpanel', { name: 'Python' });
  await expect(panel).toContainText('session.refresh_token()');
  await expect(panel).toContainText(gatehouse.url);
  expect(await layoutShift(page)).toBe(0);
  await page.getByRole('tab', { name: 'Rust' }).click();
  await expect(page).toHaveURL('/identity-provider?client=public&language=rust');
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Rust' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('tab', { name: 'Public with PKCE' })).toHaveAttribute('aria-selected', 'true');
  for (const kind of ['Client Credentials', 'Authorization Code', 'Public with PKCE', SIGNED_JWT]) {
    await page.getByRole('tab', { name: kind }).click();
    for (const language of [...LANGUAGES, 'C#', 'Rust']) {
      await page.getByRole('tab', { name: language, exact: true }).click();
      const code = page.getByRole('tabpanel', { name: language, exact: true }).locator('code');
      await expect(code, `${kind}, ${language}`).toContainText(gatehouse.url);
      await expect(code, `${kind}, ${language}`).not.toContainText('{issuer}');
    }
  }
  await axe(page);
  await page.getByRole('tab', { name: 'Rust' }).focus();
  await page.keyboard.press('Home');
  await expect(page.getByRole('tab', { name: 'curl' })).toBeFocused();
});

test('the programs get a token as they stand', async ({ page, context, gatehouse }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const portal = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
  const saved = await portal.register({ client_name: 'Billing', client_id: 'billing' });
  const environment = { CLIENT_ID: saved.client_id, CLIENT_SECRET: saved.client_secret! };
  await openPage(page);
  for (const language of LANGUAGES) {
    const text = await program(page, 'Client Credentials', language);
    const printed = await run(language, text, environment, (running) => running.end());
    const claims = await verifyToken(gatehouse.url, printed.at(-1)!);
    expect(claims.client_id, language).toBe('app-billing');
  }
});

test('the programs of a service principal sign as they stand', async ({ page, context, gatehouse }, testInfo) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { pem, privatePem } = await newPair('the first');
  const PRIVATE_KEY_FILE = testInfo.outputPath('private.pem');
  await writeFile(PRIVATE_KEY_FILE, privatePem);
  const portal = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
  const saved = await register(portal, 'nightly_export', pem, 'production');
  await openPage(page);
  for (const language of LANGUAGES) {
    const text = await program(page, SIGNED_JWT, language);
    const environment = { CLIENT_ID: saved.client_id, PRIVATE_KEY_FILE };
    const printed = await run(language, text, environment, (running) => running.end());
    const audience = `${gatehouse.url}/environments/production`;
    const claims = await verifyToken(gatehouse.url, printed.at(-1)!, audience);
    expect(claims, language).toMatchObject({ sub: saved.client_id, environment: 'production' });
  }
});

test('the programs sign a person in, and renew the token', async ({ page, context, gatehouse, site, expectedConsole }) => {
  // The small servers in the programs have no icon, and end while the browser asks for one.
  expectedConsole(/favicon\.ico/);
  test.slow();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const portal = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
  // The shell lets a person paste what others listen for.
  const listened = `http://localhost:${await freePort()}/callback`;
  const redirect_uris = [listened, site.redirectUri];
  const web = await portal.register({ ...webApplication(''), redirect_uris });
  await portal.register({ ...APP, client_name: 'Till', client_id: 'till', redirect_uris, web_origins: [] });
  const kinds: { kind: string; name: string; credentials: Record<string, string> }[] = [
    { kind: 'Authorization Code', name: 'Shop', credentials: { CLIENT_ID: 'app-shop', CLIENT_SECRET: web.client_secret! } },
    { kind: 'Public with PKCE', name: 'Till', credentials: { CLIENT_ID: 'app-till' } },
  ];
  await openPage(page);
  const browser = await context.newPage();
  for (const { kind, name, credentials } of kinds) {
    const isPublic = !('CLIENT_SECRET' in credentials);
    for (const language of LANGUAGES) {
      const text = await program(page, kind, language);
      const isPasted = language === 'curl';
      const environment = { ...credentials, REDIRECT_URI: isPasted ? site.redirectUri : listened };
      const printed = await run(language, text, environment, async (running) => {
        await browser.goto(await running.prints(/^Open (.+)\n/m));
        // A client with a secret is asked about once, one on the person’s device each time.
        if (isPasted || isPublic) {
          await expect(consentHeading(browser, name)).toBeVisible();
          await allow(browser);
        }
        if (isPasted) {
          running.type((await site.visit()).href);
        } else {
          await expect(browser.getByText('Go back to the terminal.')).toBeVisible();
        }
        return running.end();
      });
      const tokens = printed.filter((line) => line.startsWith('ey'));
      expect(tokens, `${kind}, ${language}: a token, and a renewed one`).toHaveLength(2);
      expect(tokens[0]).not.toBe(tokens[1]);
      for (const token of tokens) {
        const claims = await verifyToken(gatehouse.url, token);
        expect(claims, `${kind}, ${language}`).toMatchObject({ client_id: credentials.CLIENT_ID, scope: 'openid email' });
      }
    }
  }
});
