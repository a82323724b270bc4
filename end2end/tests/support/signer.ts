// A back-end system that signs for itself, with a library that is not ours.

import * as oauth from 'oauth4webapi';

const INSECURE = { [oauth.allowInsecureRequests]: true };
const ES256 = { name: 'ECDSA', namedCurve: 'P-256' };

/** A private key as its owner has it, and the name it is registered by. */
export interface Key {
  kid: string;
  key: CryptoKey;
}

/** Reads what the portal offered as `NAME.pem`. */
export async function keyOfPem(pem: string, kid: string): Promise<Key> {
  const base64 = pem.match(/^-----BEGIN PRIVATE KEY-----\n([\w+/=\n]+)-----END PRIVATE KEY-----\n$/)?.[1];
  if (!base64) throw new Error('this is no private key in PEM');
  const der = Buffer.from(base64, 'base64');
  return { kid, key: await crypto.subtle.importKey('pkcs8', der, ES256, false, ['sign']) };
}

/** Reads what the portal offered as `NAME.jwk.json`. */
export async function keyOfJwk(text: string): Promise<Key> {
  const jwk: JsonWebKey & { kid: string } = JSON.parse(text);
  return { kid: jwk.kid, key: await crypto.subtle.importKey('jwk', jwk, ES256, false, ['sign']) };
}

/** A pair that was made elsewhere: the key, its public half as a JWK and as PEM, and its private half. */
export async function newPair(kid: string): Promise<{ key: Key; jwk: string; pem: string; privateJwk: string; privatePem: string }> {
  const pair = await crypto.subtle.generateKey(ES256, true, ['sign', 'verify']);
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  const block = (label: string, der: ArrayBuffer) =>
    `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
  return {
    key: { kid, key: pair.privateKey },
    jwk: JSON.stringify({ kty, crv, x, y, kid }),
    pem: block('PUBLIC KEY', await crypto.subtle.exportKey('spki', pair.publicKey)),
    privateJwk: JSON.stringify({ kty, crv, x, y, d, kid }),
    privatePem: block('PRIVATE KEY', await crypto.subtle.exportKey('pkcs8', pair.privateKey)),
  };
}

/** Asks for a token with an assertion, and has the library verify the token for `audience`. */
export async function obtainTokenBySigning(
  issuer: string,
  clientId: string,
  key: Key,
  audience = `${issuer}/environments/development`,
): Promise<oauth.JWTAccessTokenClaims> {
  const url = new URL(issuer);
  const discovery = await oauth.discoveryRequest(url, { algorithm: 'oauth2', ...INSECURE });
  const server = await oauth.processDiscoveryResponse(url, discovery);
  const client: oauth.Client = { client_id: clientId };
  const response = await oauth.clientCredentialsGrantRequest(server, client, oauth.PrivateKeyJwt(key), {}, INSECURE);
  const token = await oauth.processClientCredentialsResponse(server, client, response);
  const request = new Request(`${issuer}/resource`, { headers: { authorization: `Bearer ${token.access_token}` } });
  return oauth.validateJwtAccessToken(server, request, audience, INSECURE);
}
