// An integrator with a library that is not ours.

import * as oauth from 'oauth4webapi';

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
): Promise<Outcome> {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const url = new URL(issuer);
  const discovery = await oauth.discoveryRequest(url, { algorithm: 'oauth2', ...insecure });
  const server = await oauth.processDiscoveryResponse(url, discovery);
  const client: oauth.Client = { client_id: clientId };
  const authentication =
    method === 'basic' ? oauth.ClientSecretBasic(clientSecret) : oauth.ClientSecretPost(clientSecret);
  const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, {}, insecure);
  const token = await oauth.processClientCredentialsResponse(server, client, response);
  const request = new Request(`${issuer}/resource`, { headers: { authorization: `Bearer ${token.access_token}` } });
  const claims = await oauth.validateJwtAccessToken(server, request, issuer, insecure);
  return { claims, expiresIn: token.expires_in };
}
