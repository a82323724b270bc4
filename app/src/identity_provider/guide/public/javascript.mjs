// Install: npm install openid-client
import { createServer } from 'node:http';
import * as client from 'openid-client';

const issuer = new URL('{issuer}');
const { CLIENT_ID, REDIRECT_URI } = process.env;
const redirect = new URL(REDIRECT_URI); // here one with a port, such as http://localhost:8400/callback

// Only a server on localhost is reached by plain http.
const execute = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [];
const config = await client.discovery(issuer, CLIENT_ID, undefined, client.None(), { execute });

const pkceCodeVerifier = client.randomPKCECodeVerifier();
const expectedState = client.randomState();
const expectedNonce = client.randomNonce();
const url = client.buildAuthorizationUrl(config, {
  redirect_uri: REDIRECT_URI,
  scope: 'openid email',
  state: expectedState,
  nonce: expectedNonce,
  code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
  code_challenge_method: 'S256',
});

const answer = await new Promise((resolve) => {
  const server = createServer((request, response) => {
    const address = new URL(request.url, redirect);
    response.setHeader('Connection', 'close').end('Go back to the terminal.');
    if (address.pathname !== redirect.pathname) return;
    server.close();
    resolve(address);
  });
  server.listen(redirect.port, redirect.hostname, () => console.log(`Open ${url}`));
});

const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true };
const token = await client.authorizationCodeGrant(config, answer, checks);
console.log(token.access_token);
const person = await client.fetchUserInfo(config, token.access_token, token.claims().sub);
console.log(person.email);

// Once it has expired. The answer holds the next refresh token: each counts once.
const renewed = await client.refreshTokenGrant(config, token.refresh_token);
console.log(renewed.access_token);
