// Guesses at a password are told to wait; the person they are aimed at gets in.

import { EMAIL, PASSWORD, WITH_ADMINISTRATOR, signIn } from './support/journeys.ts';
import { axe, shots } from './support/looks.ts';
import { Portal } from './support/portal.ts';
import { expect, test } from './support/test.ts';

test.use({ environment: WITH_ADMINISTRATOR });

/** One guess, as a program makes it. */
async function guess(url: string, email: string): Promise<{ status: number; retryAfter: number; body: string }> {
  const answer = await fetch(`${url}/portal/api/sign-in`, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams({ email, password: 'correct horse battery stable' }),
    redirect: 'manual',
  });
  return { status: answer.status, retryAfter: Number(answer.headers.get('Retry-After')), body: await answer.text() };
}

/** Guesses until it is told to wait; says how often before. */
async function flood(url: string, email: string): Promise<number> {
  for (let guesses = 0; ; guesses += 1) {
    const { status, retryAfter, body } = await guess(url, email);
    if (status === 429) {
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(60);
      expect(JSON.parse(body)).toEqual({ throttled: { seconds: retryAfter } });
      return guesses;
    }
    expect(status).toBe(401);
  }
}

test('guesses wait, the same for a person who exists and one who does not', async ({ gatehouse }) => {
  expect(await flood(gatehouse.url, EMAIL)).toBe(12);
  expect(await flood(gatehouse.url, 'nobody@example.com')).toBe(12);
  const told = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD).catch((error: unknown) => String(error));
  expect(told, 'the right password is not looked at').toContain('429');
});

test('who signed in here before gets in while somebody guesses', async ({ page, gatehouse, browser, pageGuard, expectedConsole }) => {
  expectedConsole(/status of 429/);
  await page.goto('/sign-in');
  await signIn(page);
  await expect(page.getByText('No OAuth clients yet')).toBeVisible();
  const device = (await page.context().cookies()).find(({ name }) => name === '__Host-gatehouse-device');
  expect(device).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });
  expect(device!.expires - Date.now() / 1_000).toBeGreaterThan(89 * 24 * 60 * 60);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();

  await flood(gatehouse.url, EMAIL);
  const elsewhere = await browser.newContext({ baseURL: gatehouse.url });
  await pageGuard.watch(elsewhere);
  const stranger = await elsewhere.newPage();
  await stranger.goto('/sign-in');
  await signIn(stranger);
  await expect(stranger.getByRole('alert')).toContainText(/Too many attempts. Try again in \d+ seconds/);
  await expect(stranger.getByRole('alert')).toBeFocused();
  await axe(stranger);
  await shots(stranger, 'sign-in-throttled');
  await elsewhere.close();

  await signIn(page);
  await expect(page.getByText('No OAuth clients yet')).toBeVisible();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says how long to wait', async ({ page, gatehouse, expectedConsole }) => {
    expectedConsole(/was preloaded using link preload but not used/);
    await flood(gatehouse.url, EMAIL);
    await page.goto('/sign-in?next=%2Faudit-log');
    await signIn(page);
    await expect(page.getByRole('alert')).toContainText(/Too many attempts. Try again in \d+ seconds/);
    expect(page.url()).not.toContain('ada');
  });
});
