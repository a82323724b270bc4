// An application in Python: Authlib, end to end.

import { fileURLToPath } from 'node:url';
import { EMAIL, PASSWORD, WITH_ADMINISTRATOR, allow, consentHeading, signIn, webApplication } from './support/journeys.ts';
import { type Draft, Portal } from './support/portal.ts';
import { PYTHON, Program } from './support/programs.ts';
import { expect, test } from './support/test.ts';

const SCRIPT = fileURLToPath(new URL('../python/sign_in.py', import.meta.url));
const PUBLIC: Partial<Draft> = { client_type: 'public', pkce_code_challenge_method: 'S256' };

test.use({ environment: WITH_ADMINISTRATOR });

for (const { method, draft, introspection } of [
  { method: 'client_secret_basic', draft: {}, introspection: { before: true, is_active_after: false } },
  { method: 'client_secret_post', draft: {}, introspection: { before: true, is_active_after: false } },
  // Only a client that can prove who it is may ask what a token is worth.
  { method: 'none', draft: PUBLIC, introspection: { before: 401, is_active_after: 401 } },
]) {
  test(`Authlib signs a person in, renews and revokes with ${method}`, async ({ page, gatehouse, site }) => {
    const portal = await Portal.signIn(gatehouse.url, EMAIL, PASSWORD);
    const saved = await portal.register({ ...webApplication(site.redirectUri), ...draft });
    const program = new Program(PYTHON, [SCRIPT], {
      ISSUER: gatehouse.url,
      CLIENT_ID: saved.client_id,
      ...(saved.client_secret && { CLIENT_SECRET: saved.client_secret }),
      METHOD: method,
      REDIRECT_URI: site.redirectUri,
    });
    await page.goto(JSON.parse(await program.prints(/^(.+)\n/)).open);
    await signIn(page);
    await expect(consentHeading(page, 'Shop')).toBeVisible();
    await allow(page);
    program.type(JSON.stringify((await site.visit()).href));
    expect(JSON.parse((await program.end()).at(-1)!)).toEqual({
      person: {
        sub: expect.any(String),
        preferred_username: EMAIL,
        roles: ['administrator'],
        email: EMAIL,
        email_verified: true,
      },
      scope: 'openid profile email',
      revoked: 200,
      after: 'invalid_grant',
      ...introspection,
    });
  });
}
