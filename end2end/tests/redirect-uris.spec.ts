// The matcher against a browser's own URL parser: what a wildcard lets through stays where it was registered.

import { readFileSync } from 'node:fs';
import { expect, test } from './support/test.ts';

interface Pair {
  registered: string;
  requested: string;
  client_type: 'confidential' | 'public';
  matches: boolean;
}

const PAIRS: Pair[] = JSON.parse(readFileSync(new URL('../fixtures/redirect-uris.json', import.meta.url), 'utf8'));

test('a browser takes what matches to the origin that was registered', async ({ page }) => {
  const matching = PAIRS.filter((pair) => pair.matches);
  expect(matching.filter((pair) => pair.registered.endsWith('*')).length).toBeGreaterThan(5);
  expect(PAIRS.length - matching.length).toBeGreaterThan(100);
  await page.goto('/sign-in');
  const places = await page.evaluate(
    (pairs) =>
      pairs.map(({ registered, requested }) => {
        const [from, to] = [new URL(registered.replace(/\*$/, '')), new URL(requested)];
        const place = ({ protocol, hostname, username, password }: URL) => [protocol, hostname, username, password];
        return { from: place(from), to: place(to), ports: [from.port, to.port], path: [from.pathname, to.pathname] };
      }),
    matching,
  );
  for (const [index, { from, to, ports, path }] of places.entries()) {
    const { registered, requested, client_type } = matching[index]!;
    expect(to, `${requested} by ${registered}`).toEqual(from);
    const isAnyPort = client_type === 'public' && registered.startsWith('http://');
    if (!isAnyPort) expect(ports[1], `${requested} by ${registered}`).toBe(ports[0]);
    expect(path[1]!.startsWith(path[0]!), `${requested} by ${registered}`).toBe(true);
  }
});
