// A person who lets an application act for her: the real flow, from the authorization request to the tokens.

const REDIRECT_URI = 'https://app.example.com/callback';

/** The administrator whose session `server` has, and an application of hers. */
export async function person(server) {
  const client = await server.register({
    client_name: 'Her application',
    client_type: 'confidential',
    grant_type: 'authorization_code',
    redirect_uris: [REDIRECT_URI],
  });
  const request = { client_id: client.id, redirect_uri: REDIRECT_URI, response_type: 'code', scope: 'openid offline_access' };
  const query = new URLSearchParams(request).toString();

  async function code() {
    let answer = await server.send('GET', `/oauth2/authorize?${query}`, { Accept: 'text/html' });
    // The first time she is asked.
    if (answer.status === 200) answer = await post('/oauth2/consent', { query, answer: 'allow' }, {});
    const code = answer.headers.location && new URL(answer.headers.location).searchParams.get('code');
    if (!code) throw new Error(`the authorization request was answered ${answer.status}: ${answer.headers.location}`);
    return code;
  }

  function post(path, form, headers) {
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return server.send('POST', path, { ...type, ...headers }, new URLSearchParams(form).toString());
  }

  return {
    client,
    /** The answer of the token endpoint for a new grant. */
    async tokens() {
      const form = { grant_type: 'authorization_code', code: await code(), redirect_uri: REDIRECT_URI };
      const authorization = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`;
      const answer = await post('/oauth2/token', form, { Authorization: authorization });
      if (answer.status !== 200) throw new Error(`the token endpoint answered ${answer.status}: ${answer.body}`);
      return JSON.parse(answer.body);
    },
  };
}
