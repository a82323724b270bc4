// Install: npm install openid-client
import * as client from 'openid-client';

const issuer = new URL('{issuer}');
const { CLIENT_ID, CLIENT_SECRET } = process.env;

// Only a server on localhost is reached by plain http.
const execute = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [];
const authentication = client.ClientSecretBasic(CLIENT_SECRET);
const config = await client.discovery(issuer, CLIENT_ID, undefined, authentication, { execute });
const token = await client.clientCredentialsGrant(config);
console.log(token.access_token);
