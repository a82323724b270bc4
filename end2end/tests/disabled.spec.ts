// A client that is switched off gets no token from its next request on, and gets them again when it is switched on.

import { obtainToken } from './support/integrator.ts';
import { atWork, banner, dismiss, fact, openClient } from './support/journeys.ts';
import { axe, shots } from './support/looks.ts';
import { openPrincipal, register } from './support/principals.ts';
import { expect, test } from './support/test.ts';

test('a disabled client gets no token from the next request on', async ({ page, gatehouse }) => {
  const portal = await atWork(page, gatehouse);
  const { client_secret: secret } = await portal.register({ client_name: 'Billing', client_id: 'billing' });
  const token = () => obtainToken(gatehouse.url, { clientId: 'app-billing', clientSecret: secret! }, 'basic');
  await token();
  await openClient(page, 'app-billing');
  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(banner(page, '“Billing” disabled: it gets no more tokens.')).toBeVisible();
  await expect(token()).rejects.toMatchObject({ status: 401 });
  await expect(fact(page, 'Status')).toHaveText('Disabled');
  await axe(page);
  await shots(page, 'client-disabled');
  await dismiss(page, '“Billing” disabled');
  await page.getByRole('button', { name: 'Enable' }).click();
  await expect(banner(page, '“Billing” enabled')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Disable' })).toBeVisible();
  await token();
});

test('a disabled principal gets no token from the next request on, and its page says why', async ({ page, gatehouse }) => {
  const portal = await atWork(page, gatehouse);
  const { client_id: clientId, client_secret: secret } = await register(portal, 'nightly_export');
  expect(await portal.givesToken(clientId, secret!)).toBe(true);
  await openPrincipal(page, clientId, 'denials');
  await expect(page.getByText('When a request of this principal is refused')).toBeVisible();
  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(banner(page, '“nightly_export” disabled: it gets no more tokens.')).toBeVisible();
  expect(await portal.givesToken(clientId, secret!)).toBe(false);
  await page.reload();
  const refused = page.getByRole('list', { name: 'Refused requests, newest first' }).getByRole('listitem');
  await expect(refused).toHaveCount(1);
  await expect(refused).toContainText('It was disabled');
  await expect(refused).toContainText('127.0.0.1');
  await axe(page);
  await shots(page, 'principal-refused');
  await page.getByRole('button', { name: 'Enable' }).click();
  await expect(banner(page, '“nightly_export” enabled')).toBeVisible();
  expect(await portal.givesToken(clientId, secret!)).toBe(true);
});
