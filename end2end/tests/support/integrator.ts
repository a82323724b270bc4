// An integrator with a library that is not ours.

import * as oauth from 'oauth4webapi';

const INSECURE = { [oauth.allowInsecureRequests]: true };

export interface Credentials {
  clientId: string;
  clientSecret: string;
}

export interface Outcome {
  claims: oauth.JWTAccessTokenClaims;
  expiresIn: number | undefined;
}

/** Finds the server by its issuer, asks for a token, and has the library verify it against the published keys. */
export async function obtainToken(
  issuer: string,
  { clientId, clientSecret }: Credentials,
  method: 'basic' | 'post',
  audience = issuer,
): Promise<Outcome> {
  const server = await discover(issuer);
  const client: oauth.Client = { client_id: clientId };
  const authentication =
    method === 'basic' ? oauth.ClientSecretBasic(clientSecret) : oauth.ClientSecretPost(clientSecret);
  const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, {}, INSECURE);
  const token = await oauth.processClientCredentialsResponse(server, client, response);
  return { claims: await verifyToken(issuer, token.access_token, audience), expiresIn: token.expires_in };
}

/** Has the library verify an access token against the published keys, as the program does that it is sent to. */
export async function verifyToken(
  issuer: string,
  accessToken: string,
  audience = issuer,
): Promise<oauth.JWTAccessTokenClaims> {
  const request = new Request(`${issuer}/resource`, { headers: { authorization: `Bearer ${accessToken}` } });
  return oauth.validateJwtAccessToken(await discover(issuer), request, audience, INSECURE);
}

async function discover(issuer: string): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  const discovery = await oauth.discoveryRequest(url, { algorithm: 'oauth2', ...INSECURE });
  return oauth.processDiscoveryResponse(url, discovery);
}
