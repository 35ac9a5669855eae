import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { healthOf } from './health.ts';
import { type Listen, type ServedDock } from './listen.ts';

/** The dock behind Hono: a webhook handler takes the standard `Request` that Hono has anyway. */
function honoApp(dock: ServedDock): Hono {
  const app = new Hono();
  app.post('/webhooks/shop', (c) => dock.systems.shop.webhook(c.req.raw));
  app.get('/health', async (c) => {
    const { status, body } = await healthOf(dock);
    return c.json(body, status);
  });
  return app;
}

/** Listens with Hono on Node. */
export const listenWithHono: Listen = (dock, { host, port }) =>
  new Promise((resolve, reject) => {
    const server = serve({ fetch: honoApp(dock).fetch, hostname: host, port }, ({ port: taken }) =>
      resolve({
        url: `http://${host}:${taken}`,
        close: () => new Promise<void>((closed) => void server.close(() => closed())),
      }),
    );
    server.once('error', reject);
  });
