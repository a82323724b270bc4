// The published keys, and whether one of them signed a token.

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export type PublishedKey = JsonWebKey & { kid: string };

export async function keysOf(url: string): Promise<PublishedKey[]> {
  return (await (await fetch(`${url}/oauth2/jwks`)).json()).keys;
}

export async function tokenIsSignedBy(keys: PublishedKey[], token: string): Promise<boolean> {
  const [header, payload, signature] = token.split('.');
  const { kid } = JSON.parse(Buffer.from(header!, 'base64url').toString());
  const jwk = keys.find((key) => key.kid === kid);
  if (!jwk) return false;
  const key = await crypto.subtle.importKey('jwk', jwk, ES256, false, ['verify']);
  return crypto.subtle.verify(ES256, key, Buffer.from(signature!, 'base64url'), Buffer.from(`${header}.${payload}`));
}
