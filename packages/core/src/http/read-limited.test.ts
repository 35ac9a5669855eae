import { expect, it } from 'vitest';
import { readLimited } from './read-limited.ts';

const post = (body: BodyInit | null, headers: Record<string, string> = {}): Request =>
  new Request('https://us.test/webhooks', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

type BodyInit = ConstructorParameters<typeof Response>[0];

it('a message within the limit is read as it was sent', async () => {
  await expect(readLimited(post(new Uint8Array([0, 255, 10])), 3)).resolves.toEqual(Buffer.from([0, 255, 10]));
});

it('no body is no bytes', async () => {
  await expect(readLimited(post(null), 10)).resolves.toHaveLength(0);
});

it('a message that declares too much is refused unread', async () => {
  let read = false;
  const body = new ReadableStream({ pull: () => void (read = true) }, { highWaterMark: 0 });
  await expect(readLimited(post(body, { 'content-length': '11' }), 10)).rejects.toMatchObject({
    code: 'body-too-large',
  });
  expect(read).toBe(false);
});

it('a message that declares too little is cut off where the limit is', async () => {
  let chunks = 0;
  const body = new ReadableStream({
    pull(controller) {
      chunks += 1;
      controller.enqueue(new Uint8Array(4));
    },
  });
  await expect(readLimited(post(body, { 'content-length': '4' }), 10)).rejects.toMatchObject({
    code: 'body-too-large',
  });
  expect(chunks).toBeLessThan(6);
});

it('a message that breaks off is invalid', async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error('socket closed')) });
  await expect(readLimited(post(body), 10)).rejects.toMatchObject({ code: 'body-invalid', disposition: 'reject' });
});
