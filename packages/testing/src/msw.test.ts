import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mswHandlers } from './msw.ts';
import { ConnectionLost } from './simulator.ts';

const handle = async (request: Request): Promise<Response> => {
  if (request.url.endsWith('/lost')) throw new ConnectionLost('The line is dead');
  return new Response(`${request.method} ${await request.text()}`, { status: 202 });
};
const server = setupServer(...mswHandlers({ handle }, 'https://platform.test'));
beforeAll(() => server.listen());
afterAll(() => server.close());

test('everything under the origin is answered by the simulator', async () => {
  const answer = await fetch('https://platform.test/a/b?c=1', { method: 'POST', body: 'order' });
  expect([answer.status, await answer.text()]).toEqual([202, 'POST order']);
});

test('a lost connection is a failed fetch', async () => {
  await expect(fetch('https://platform.test/lost')).rejects.toThrow(TypeError);
});
