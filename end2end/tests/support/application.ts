// An application that people sign in to, built on a library that is not ours.

import * as client from 'openid-client';

/** An authorization request, and what its answer is held against. */
export interface AuthorizationRequest {
  url: string;
  checks: client.AuthorizationCodeGrantChecks;
}

/** Finds the server by its issuer. ID tokens are verified against the published keys, too. */
export async function discover(issuer: string, clientId: string, clientSecret: string | null): Promise<client.Configuration> {
  const authentication = clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret);
  return client.discovery(new URL(issuer), clientId, undefined, authentication, {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });
}

/** A request as it is to be made: with PKCE, a state and a nonce. */
export async function request(
  configuration: client.Configuration,
  redirectUri: string,
  more: Record<string, string> = {},
): Promise<AuthorizationRequest> {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const expectedNonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...more,
  });
  return { url: url.href, checks: { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true } };
}
