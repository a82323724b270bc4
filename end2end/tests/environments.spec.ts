// Environments: where principals live, and for whom their tokens are.

import type { Locator, Page } from '@playwright/test';
import { atWork, banner, dismiss, row } from './support/journeys.ts';
import { axe, layoutShift, shots } from './support/looks.ts';
import type { Portal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

let portal: Portal;

test.beforeEach(async ({ page, gatehouse }) => {
  portal = await atWork(page, gatehouse);
});

async function openPage(page: Page): Promise<void> {
  await page.goto('/secure-module/environments');
  await expect(page.getByRole('button', { name: 'Add Environment' })).toBeEnabled();
}

function add(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Add Environment' });
}

test('there are two from the start, and a third can be added with the keyboard alone', async ({ page, context, gatehouse }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('navigation', { name: 'Portal' }).getByRole('link', { name: 'Environments' }).click();
  await expect(page.getByRole('heading', { name: 'Environments', level: 1 })).toBeFocused();
  await expect(page).toHaveURL('/secure-module/environments');
  await expect(page.getByRole('rowheader')).toHaveText(['development', 'production']);
  await row(page, 'production').getByRole('button', { name: 'Copy audience of production' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${gatehouse.url}/environments/production`);
  await expect(row(page, 'development').getByRole('link', { name: '0 principals in development' })).toHaveAttribute(
    'href',
    '/secure-module/principals?environment=development',
  );

  await page.getByRole('button', { name: 'Add Environment' }).focus();
  await page.keyboard.press('Enter');
  await expect(add(page)).toBeVisible();
  await axe(page);
  const name = add(page).getByLabel('Name');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(name).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(name).toHaveAccessibleDescription(/Enter a name/);
  await page.keyboard.type('Staging 2');
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await axe(page);
  await shots(page, 'environment-add');
  await add(page).getByRole('button', { name: 'Use staging-2' }).press('Enter');
  await expect(name).toHaveValue('staging-2');
  await name.press('Enter');
  await expect(add(page)).toBeHidden();
  await expect(banner(page, '“staging-2” added.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add Environment' })).toBeFocused();
  await expect(page.getByRole('rowheader')).toHaveText(['development', 'production', 'staging-2']);
  await expect(row(page, 'staging-2').locator('code')).toHaveText(`${gatehouse.url}/environments/staging-2`);
  await dismiss(page, 'added');

  await page.reload();
  await expect(page.getByRole('button', { name: 'Add Environment' })).toBeEnabled();
  expect(await layoutShift(page)).toBe(0);
  await axe(page);
  await shots(page, 'environments');
});

test('what is wrong is said at its field, here and by the server', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 422/);
  await openPage(page);
  await page.getByRole('button', { name: 'Add Environment' }).click();
  const [name, audience] = [add(page).getByLabel('Name'), add(page).getByLabel('Audience')];
  await audience.fill('api.example.com');
  await expect(audience).toHaveAccessibleDescription(/no absolute URI/);
  await audience.fill('https://api.example.com/#top');
  await expect(audience).toHaveAccessibleDescription(/fragment/);
  await name.fill('production');
  await audience.fill('https://api.example.com');
  await add(page).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(name).toHaveAccessibleDescription(/Another environment has this name/);
  await expect(name).toBeFocused();
  await axe(page);
  await name.fill('staging');
  await expect(name).not.toHaveAttribute('aria-invalid', 'true');
  await add(page).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(banner(page, '“staging” added.')).toBeVisible();
});

test('an edit warns that tokens change at once, and meets a colleague', async ({ page, expectedConsole }) => {
  expectedConsole(/status of 409/);
  await openPage(page);
  const edit = page.getByRole('button', { name: 'Edit development' });
  await edit.click();
  let dialog = page.getByRole('dialog', { name: 'Edit “development”' });
  await expect(dialog.getByText('Tokens carry what you change at once')).toBeHidden();
  await dialog.getByLabel('Audience').fill('https://dev.example.com');
  await expect(dialog.getByText('Tokens carry what you change at once')).toBeVisible();
  await axe(page);
  await shots(page, 'environment-edit');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(banner(page, '“development” saved.')).toBeVisible();
  await expect(edit).toBeFocused();
  await expect(row(page, 'development').locator('code')).toHaveText('https://dev.example.com');

  await edit.click();
  const [development] = await portal.call<{ id: string; version: number }[]>('environments', {});
  await portal.call('environments/edit', { ...development!, draft: { name: 'dev', audience: '' } });
  await dialog.getByLabel('Name').fill('devel');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Somebody else changed this meanwhile');
  await expect(dialog.getByLabel('Name')).toHaveValue('devel');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('rowheader', { name: 'dev', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Edit dev', exact: true }).click();
  dialog = page.getByRole('dialog', { name: 'Edit “dev”' });
  await expect(dialog.getByLabel('Audience')).toHaveValue('https://dev.example.com');
});

test('an environment with principals in it stays, and an empty one can go', async ({ page, expectedConsole }) => {
  expectedConsole(/status of (409|404)/);
  await openPage(page);
  const dialog = page.getByRole('dialog', { name: 'Delete “production”?' });
  const press = page.getByRole('button', { name: 'Delete production' });
  await press.click();
  await expect(dialog).toContainText('Nothing lives in it');
  await axe(page);
  // Added by a colleague in the meantime.
  const draft = { client_name: 'billing_job', environment: 'production', security_type: 'client_secret' };
  await portal.call('principals/register', { draft });
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog.getByRole('alert')).toContainText('1 principal lives in it.');
  await expect(dialog.getByRole('button', { name: 'Delete' })).toHaveCount(0);
  await expect(dialog.getByRole('link', { name: 'Show the principals' })).toHaveAttribute('href', /environment=production$/);
  await axe(page);
  await shots(page, 'environment-in-use');
  await dialog.locator('.actions').getByRole('button', { name: 'Close' }).click();
  await expect(press).toBeFocused();
  await expect(row(page, 'production').getByRole('link', { name: '1 principal in production' })).toBeVisible();
  await press.click();
  await expect(dialog.getByRole('alert')).toContainText('1 principal lives in it.');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Delete development' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(banner(page, '“development” deleted.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Environments', level: 1 })).toBeFocused();
  await expect(page.getByRole('rowheader')).toHaveText(['production']);
});
