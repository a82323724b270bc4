// A service principal that signs: assertions made in advance (RFC 7523 §2.2), because wrk cannot make them.

import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** The longest that the server takes, in seconds. */
const LASTS = 600;

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Registers a principal with a key of its own. */
export async function principal(server) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const draft = {
    client_name: 'signing_machine',
    security_type: 'signed_jwt',
    environment: 'production',
    key: { public_key: JSON.stringify(publicKey.export({ format: 'jwk' })) },
  };
  const saved = JSON.parse((await server.call('principals/register', { draft })).body);
  const header = part({ alg: 'ES256' });
  const claims = { iss: saved.client_id, sub: saved.client_id, aud: `http://localhost:${server.port}` };

  return {
    /** The bodies of token requests, each with an assertion of its own that counts for ten minutes. */
    requests(count) {
      const now = Math.floor(Date.now() / 1000);
      return Array.from({ length: count }, () => {
        const jti = randomBytes(12).toString('base64url');
        const signed = `${header}.${part({ ...claims, jti, iat: now, exp: now + LASTS })}`;
        const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
        const assertion = `${signed}.${signature.toString('base64url')}`;
        const form = { grant_type: 'client_credentials', client_assertion_type: TYPE, client_assertion: assertion };
        return new URLSearchParams(form).toString();
      });
    },
  };
}
