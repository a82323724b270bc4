// Install: npm install openid-client
import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as client from 'openid-client';

const issuer = new URL('{issuer}');
const { CLIENT_ID, PRIVATE_KEY_FILE } = process.env;

const pkcs8 = createPrivateKey(await readFile(PRIVATE_KEY_FILE)).export({ format: 'der', type: 'pkcs8' });
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const key = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);

// Only a server on localhost is reached by plain http.
const execute = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [];
const authentication = client.PrivateKeyJwt(key);
const config = await client.discovery(issuer, CLIENT_ID, undefined, authentication, { execute });
const token = await client.clientCredentialsGrant(config);
console.log(token.access_token);
