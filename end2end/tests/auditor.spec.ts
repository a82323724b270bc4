// What somebody sees who may look and not change, and somebody who may only sign in to applications.

import * as client from 'openid-client';
import { discover, request } from './support/application.ts';
import { APP, EMAIL, PASSWORD, WITH_ADMINISTRATOR, allow, atWork, consentHeading, signIn, webApplication } from './support/journeys.ts';
import { axe, shots } from './support/looks.ts';
import { Portal, Refusal } from './support/portal.ts';
import { register } from './support/principals.ts';
import { newPair } from './support/signer.ts';
import { expect, test } from './support/test.ts';

test('an auditor sees everything and is offered no change', async ({ page, gatehouse, postgres, expectedConsole }) => {
  expectedConsole(/status of 403/);
  const portal = await atWork(page, gatehouse);
  await portal.register({ ...APP, client_name: 'Shop', client_id: 'shop' });
  await portal.register({ client_name: 'Billing', client_id: 'billing' });
  const api = await portal.call<{ id: string }>('apis/add', { draft: { name: 'Orders API', scopes: ['orders.read'] } });
  const draft = { name: 'Reader', scopes: ['orders.read'] };
  const role = await portal.call<{ id: string }>('apis/roles/add', { api_id: api.id, draft });
  const roles = { client_id: 'app-billing', seen: [], wanted: [role.id] };
  await portal.call('clients/roles/assign', roles);
  await portal.call('api-keys/create', { draft: { name: 'Deploy', role: 'administrator' } });
  const principal = await register(portal, 'nightly_export', (await newPair('mine')).jwk);
  await postgres!.execute(`UPDATE portal_users SET role = 'auditor'`);

  await page.goto('/oauth-clients');
  await expect(page.getByRole('rowheader')).toHaveCount(2);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Actions for/ })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Add OAuth Client' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Details of Billing' }).click();
  await page.getByRole('tab', { name: 'Credentials' }).click();
  await expect(page.getByRole('heading', { name: 'Secret 1' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Generate|Retire/ })).toHaveCount(0);
  await axe(page);
  await shots(page, 'list-auditor');

  await page.goto('/oauth-clients/app-billing?tab=history');
  await expect(page.getByRole('rowheader')).toHaveText(['Roles changed', 'Client added']);
  await expect(page.getByRole('button', { name: /Disable|Delete/ })).toHaveCount(0);
  await expect(page.getByRole('link', { name: /^(Edit|Copy)$/ })).toHaveCount(0);
  await axe(page);
  for (const address of ['/oauth-clients/app-billing/edit', '/oauth-clients/new', '/oauth-clients/new?copy=app-billing']) {
    await page.goto(address);
    await expect(page.getByText('Your role does not allow this')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  }
  const refused = 'https://myapp.com/callbak';
  const asked = { client_id: 'app-shop', redirect_uri: refused, response_type: 'code' };
  expect((await page.request.get('/oauth2/authorize', { params: asked })).status()).toBe(400);
  await page.goto('/oauth-clients/app-shop?tab=denials');
  await expect(page.getByRole('tabpanel')).toContainText(refused);
  await expect(page.getByRole('button', { name: /^Add this redirect URI/ })).toHaveCount(0);
  await axe(page);
  for (const [address, shown] of [
    ['/oauth-clients/app-billing?tab=roles', 'Orders API'],
    ['/secure-module/api-roles', 'Reader'],
    ['/secure-module/environments', 'production'],
    ['/api-keys', 'Deploy'],
  ] as const) {
    await page.goto(address);
    await expect(page.getByRole('rowheader', { name: shown })).toBeVisible();
    await expect(page.getByRole('button', { name: /^(Add|Edit|Delete|Change)/ })).toHaveCount(0);
    await axe(page);
  }
  await page.goto('/identity-provider');
  await expect(page.getByRole('rowheader')).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Rotate now' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Copy the program' })).toBeEnabled();
  await axe(page);
  await shots(page, 'identity-provider-auditor');
  await page.goto('/secure-module/principals');
  await expect(page.getByRole('link', { name: 'nightly_export' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy name of nightly_export' })).toBeEnabled();
  await expect(page.getByRole('button', { name: 'Add New' })).toHaveCount(0);
  await axe(page);
  await page.goto(`/secure-module/principals/${principal.client_id}?tab=credentials`);
  await expect(page.getByRole('heading', { name: 'mine' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^(Edit|Disable|Delete|Add key|Retire.*)$/ })).toHaveCount(0);
  await axe(page);
  await page.goto('/audit-log');
  await expect(page.getByRole('rowheader').filter({ hasText: 'Client added' })).toHaveCount(2);
  expect((await page.request.get('/audit-log.csv')).status()).toBe(200);

  for (const change of [
    () => portal.register({ client_name: 'Another' }),
    () => portal.edit('app-billing', 1, { client_name: 'Another' }),
    () => portal.change(['app-billing'], 'disable'),
    () => portal.change(['app-billing'], 'delete'),
    () => portal.generate('app-billing', '', null),
    () => portal.call('oauth-clients/denials/add-redirect-uri', { client_id: 'app-shop', redirect_uri: refused }),
    () => portal.call('identity-provider/rotate', {}),
    () => register(portal, 'hourly_export'),
    () => portal.call('principals/edit', { client_id: principal.client_id, version: 1, draft: { client_name: 'hourly' } }),
    () => portal.call('clients/roles/assign', { ...roles, wanted: [] }),
    () => portal.call('apis/delete', { id: api.id }),
    async () => portal.retire('app-billing', (await portal.client('app-billing'))!.secrets[0]!.id),
  ]) {
    const refusal = await change().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ status: 403 });
  }
});

test.describe('a member', () => {
  test.use({ environment: WITH_ADMINISTRATOR });

  test('signs in to applications, and sees nothing of the portal', async ({ page, gatehouse, postgres, site, expectedConsole }) => {
    expectedConsole(/status of 403/);
    const portal = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
    const saved = await portal.register(webApplication(site.redirectUri));
    await postgres!.execute(`UPDATE portal_users SET role = 'member'`);

    const configuration = await discover(gatehouse.url, saved.client_id, saved.client_secret);
    const { url, checks } = await request(configuration, site.redirectUri);
    await page.goto(url);
    await signIn(page);
    await expect(consentHeading(page, 'Shop')).toBeVisible();
    await axe(page);
    await allow(page);
    const tokens = await client.authorizationCodeGrant(configuration, await site.visit(), checks);
    const person = await client.fetchUserInfo(configuration, tokens.access_token, tokens.claims()!.sub);
    expect(person.email).toBe(EMAIL);

    for (const address of ['/oauth-clients', '/oauth-clients/app-shop?tab=denials', '/identity-provider', '/audit-log']) {
      await page.goto(address);
      await expect(page.getByText('Your role does not allow this')).toBeVisible();
      await expect(page.getByText('app-shop')).toHaveCount(0);
    }
    await axe(page);
    for (const name of ['identity-provider', 'identity-provider/guide', 'clients/denials']) {
      const what = { client_id: 'app-shop', application: 'public', language: 'rust' };
      await expect(portal.call(name, what), name).rejects.toMatchObject({ status: 403 });
    }
  });
});
