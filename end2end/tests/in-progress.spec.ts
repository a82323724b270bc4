// A client on its way into an outside identity provider: it can be copied, but neither edited nor deleted.

import { APP, atWork, fact, openClient, row } from './support/journeys.ts';
import { axe, shots } from './support/looks.ts';
import { expect, test } from './support/test.ts';

test('a client in progress can be copied, but neither edited nor deleted', async ({ page, gatehouse, postgres, expectedConsole }) => {
  expectedConsole(/status of 409/);
  const portal = await atWork(page, gatehouse);
  await portal.register({ ...APP, client_name: 'Shop', client_id: 'shop' });
  // No connector begins a request yet.
  const say = (state: string) => postgres!.execute(`UPDATE provisioning_requests SET state = '${state}'`);
  await say('in_progress');

  await page.goto('/oauth-clients');
  await expect(row(page, 'Shop')).toContainText('In progress');
  await page.getByRole('button', { name: 'Actions for Shop' }).click();
  const item = (name: string) => page.getByRole('menuitem', { name });
  for (const name of ['Edit', 'Delete']) {
    await expect(item(name)).toHaveAttribute('aria-disabled', 'true');
    await expect(item(name)).toContainText('A request for this client is in progress');
  }
  await expect(item('Copy')).not.toHaveAttribute('aria-disabled', 'true');
  await expect(item('Disable')).not.toHaveAttribute('aria-disabled', 'true');
  await axe(page);
  await shots(page, 'in-progress');
  await page.keyboard.press('Escape');

  await page.getByRole('checkbox', { name: 'Select Shop' }).check();
  await page.getByRole('group', { name: 'Selected clients' }).getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete “Shop”?' });
  await expect(dialog).toContainText('Cannot be deleted now');
  await expect(dialog.getByRole('button', { name: 'Delete' })).toHaveCount(0);
  await axe(page);
  await dialog.getByRole('button', { name: 'Close' }).first().click();

  await openClient(page, 'app-shop');
  await expect(fact(page, 'Request status')).toHaveText('In progress');
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Delete' }).click({ force: true });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await axe(page);
  await shots(page, 'client-in-progress');
  await page.goto('/oauth-clients/app-shop/edit');
  await expect(page.getByText('A request for this client is in progress')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  await page.getByRole('main').getByRole('link', { name: 'Copy' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Shop copy');

  // The server refuses by itself.
  await expect(portal.edit('app-shop', 1, { ...APP, client_name: 'Web shop' })).rejects.toMatchObject({ status: 409 });
  expect((await portal.change(['app-shop'], 'delete')).left_out).toEqual([['app-shop', 'in_progress']]);
  await say('finished');
  await openClient(page, 'app-shop');
  await expect(fact(page, 'Request status')).toHaveCount(0);
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Shop');
});
