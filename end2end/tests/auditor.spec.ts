// What somebody sees who may look and not change.

import { APP, atWork } from './support/journeys.ts';
import { axe, shots } from './support/looks.ts';
import { Refusal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

test('an auditor sees everything and is offered no change', async ({ page, gatehouse, postgres, expectedConsole }) => {
  expectedConsole(/status of 403/);
  const portal = await atWork(page, gatehouse);
  await portal.register({ ...APP, client_name: 'Shop', client_id: 'shop' });
  await portal.register({ client_name: 'Billing', client_id: 'billing' });
  // No page makes auditors yet.
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
  await expect(page.getByRole('rowheader')).toHaveText(['Client added']);
  await expect(page.getByRole('button', { name: /Disable|Delete/ })).toHaveCount(0);
  await expect(page.getByRole('link', { name: /^(Edit|Copy)$/ })).toHaveCount(0);
  await axe(page);
  for (const address of ['/oauth-clients/app-billing/edit', '/oauth-clients/new', '/oauth-clients/new?copy=app-billing']) {
    await page.goto(address);
    await expect(page.getByText('Your role does not allow this')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  }
  await page.goto('/audit-log');
  await expect(page.getByRole('rowheader').first()).toHaveText('Client added');
  expect((await page.request.get('/audit-log.csv')).status()).toBe(200);

  for (const change of [
    () => portal.register({ client_name: 'Another' }),
    () => portal.edit('app-billing', 1, { client_name: 'Another' }),
    () => portal.change(['app-billing'], 'disable'),
    () => portal.change(['app-billing'], 'delete'),
    () => portal.generate('app-billing', '', null),
    async () => portal.retire('app-billing', (await portal.client('app-billing'))!.secrets[0]!.id),
  ]) {
    const refusal = await change().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ status: 403 });
  }
});
