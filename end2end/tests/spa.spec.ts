// An application that lives in the browser, on an origin of its own.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { EMAIL, PASSWORD, WITH_ADMINISTRATOR, allow, consentHeading, signIn } from './support/journeys.ts';
import { axe } from './support/looks.ts';
import { Portal } from './support/portal.ts';
import { CALLBACK, Site } from './support/site.ts';
import { expect, test } from './support/test.ts';

const LIBRARY = fileURLToPath(new URL('../node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js', import.meta.url));

test.use({ environment: WITH_ADMINISTRATOR });

let portal: Portal;
let site: Site;

/** A page with oidc-client-ts that signs in, shows who came back, and renews the token. */
function shop(issuer: string): string {
  return `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Shop</title><h1>Shop</h1>
    <button id="sign-in">Sign in</button> <button id="renew">Renew</button> <p role="status" id="state">Nobody</p>
    <script src="/oidc.js"></script>
    <script>
      const manager = new oidc.UserManager({
        authority: ${JSON.stringify(issuer)},
        client_id: 'app-shop',
        redirect_uri: location.origin + '${CALLBACK}',
        scope: 'openid email',
        loadUserInfo: true,
        automaticSilentRenew: false,
      });
      const show = (text) => (document.getElementById('state').textContent = text);
      const fail = (error) => show('Failed: ' + error.message);
      document.getElementById('sign-in').onclick = () => manager.signinRedirect().catch(fail);
      document.getElementById('renew').onclick = () =>
        manager.signinSilent().then((user) => show('Renewed for ' + user.profile.email), fail);
      if (location.pathname === '${CALLBACK}') {
        manager.signinCallback().then((user) => {
          window.accessToken = user.access_token;
          history.replaceState(null, '', '/');
          show('Hello ' + user.profile.email);
        }, fail);
      }
    </script>`;
}

async function openSite(issuer: string): Promise<Site> {
  const page = shop(issuer);
  return Site.open({ '/': page, [CALLBACK]: page, '/oidc.js': await readFile(LIBRARY, 'utf8') });
}

test.beforeEach(async ({ gatehouse }) => {
  portal = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
  site = await openSite(gatehouse.url);
  await portal.register({
    client_name: 'Shop',
    client_id: 'shop',
    client_type: 'public',
    grant_type: 'authorization_code',
    redirect_uris: [site.redirectUri],
    web_origins: [site.origin],
    pkce_code_challenge_method: 'S256',
  });
});

test.afterEach(() => site.close());

/** What a page of the site that is open gets to see of the answer to a token request that nobody would grant. */
function askForToken(page: Page, issuer: string): Promise<{ status: number; error: string } | 'nothing'> {
  return page.evaluate(async (endpoint) => {
    const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: 'app-shop', code: 'none' });
    const answer = await fetch(endpoint, { method: 'POST', body }).catch(() => undefined);
    return answer ? { status: answer.status, error: (await answer.json()).error as string } : 'nothing';
  }, `${issuer}/oauth2/token`);
}

test('a person signs in to a page on a registered origin, which renews its token', async ({ page, gatehouse }) => {
  await page.goto(site.origin);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('to continue to Shop')).toBeVisible();
  await signIn(page);
  await expect(consentHeading(page, 'Shop')).toBeVisible();
  await axe(page);
  await allow(page);
  await expect(page.getByRole('status')).toHaveText(`Hello ${EMAIL}`);

  const renewal = page.waitForRequest(`${gatehouse.url}/oauth2/token`);
  await page.getByRole('button', { name: 'Renew' }).click();
  await expect(page.getByRole('status')).toHaveText(`Renewed for ${EMAIL}`);
  expect((await renewal).postData()).toContain('grant_type=refresh_token');
});

test('a page on a registered origin can read why it was refused', async ({ page, gatehouse, expectedConsole }) => {
  expectedConsole(/status of 40[01]/);
  await page.goto(site.origin);
  expect(await askForToken(page, gatehouse.url)).toEqual({ status: 400, error: 'invalid_grant' });
  const status = await page.evaluate(async (endpoint) => {
    const answer = await fetch(endpoint, { headers: { Authorization: 'Bearer none' } });
    return answer.status;
  }, `${gatehouse.url}/oauth2/userinfo`);
  expect(status).toBe(401);
});

test('a page on any other origin can read nothing', async ({ page, gatehouse, expectedConsole }) => {
  expectedConsole(/blocked by CORS policy|net::ERR_FAILED|status of 40\d/);
  const stranger = await openSite(gatehouse.url);
  try {
    await page.goto(stranger.origin);
    expect(await askForToken(page, gatehouse.url)).toBe('nothing');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('status')).toContainText('Failed: ');
  } finally {
    await stranger.close();
  }

  // The portal and the authorization endpoint are for people, whatever the origin.
  await page.goto(site.origin);
  for (const path of ['/oauth2/authorize', '/portal/api/oauth-clients']) {
    const answer = await page.evaluate((url) => fetch(url, { method: 'POST' }).then(String, () => 'nothing'), gatehouse.url + path);
    expect(answer, path).toBe('nothing');
  }

  await portal.change(['app-shop'], 'disable');
  await page.goto(site.origin);
  expect(await askForToken(page, gatehouse.url), 'an origin of a disabled client').toBe('nothing');
});
