import { expect, test } from 'vitest';
import { simulatedNetwork } from './network.ts';

const answering = (name: string) => ({
  handle: async (request: Request) => new Response(`${name}: ${request.method} ${await request.text()}`),
});
const fetch = simulatedNetwork({ 'https://shop.test': answering('shop'), 'https://erp.test:8443/': answering('erp') });

test('each origin leads to its simulator', async () => {
  expect(await (await fetch('https://shop.test/orders', { method: 'POST', body: 'one' })).text()).toBe(
    'shop: POST one',
  );
  expect(await (await fetch(new URL('https://erp.test:8443/orders'))).text()).toBe('erp: GET ');
});

test('any other address cannot be resolved', async () => {
  await expect(fetch('https://erp.test/orders')).rejects.toMatchObject({ cause: { code: 'ENOTFOUND' } });
});
