// What Prometheus reads of a server.

import { fileURLToPath } from 'node:url';
import { WITH_ADMINISTRATOR, signIn } from './support/journeys.ts';
import { PYTHON, Program } from './support/programs.ts';
import { expect, test } from './support/test.ts';

const SCRIPT = fileURLToPath(new URL('../python/read_metrics.py', import.meta.url));

test.use({ environment: WITH_ADMINISTRATOR });

test('Prometheus reads what people and programs did, and nobody\'s name', async ({ page, gatehouse }) => {
  await page.goto('/sign-in');
  await signIn(page);
  await expect(page.getByRole('heading', { name: 'OAuth Clients', level: 1 })).toBeVisible();
  await page.request.post('/oauth2/token', { form: { grant_type: 'client_credentials', client_id: 'nobody-7' } });
  const lines = await new Program(PYTHON, [SCRIPT], { ISSUER: gatehouse.url }).end();
  expect(lines).toContain('gatehouse_sign_ins_total outcome=signed_in,with=password 1');
  expect(lines).toContain('gatehouse_token_requests_total grant=client_credentials,outcome=invalid_client 1');
  expect(lines).toContain('gatehouse_database_up - 1');
  expect(lines).toContain('gatehouse_http_requests_total method=POST,route=/portal/api/sign-in,status=2xx 1');
  expect(lines.join()).not.toMatch(/ada@|nobody-7|127\.0\.0\.1/);

  const throughProxy = await page.request.get('/metrics', { headers: { 'X-Forwarded-For': '127.0.0.1' } });
  expect(throughProxy.status(), 'through a proxy that nobody trusts').toBe(404);
});
