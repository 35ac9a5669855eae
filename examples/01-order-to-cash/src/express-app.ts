import { Readable } from 'node:stream';
import express, { type Express, type Request as ExpressRequest, type Response as ExpressResponse } from 'express';
import { healthOf } from './health.ts';
import { type Listen, type ServedDock } from './listen.ts';

/**
 * The dock behind Express. Mount it before any body parser: the signature is over the bytes as they came, and the
 * handler itself refuses a body that is too long.
 */
function expressApp(dock: ServedDock): Express {
  const app = express();
  app.post('/webhooks/shop', (req, res, next) => {
    dock.systems.shop
      .webhook(toRequest(req))
      .then((response) => send(response, res))
      .catch(next);
  });
  app.get('/health', (_req, res, next) => {
    healthOf(dock)
      .then(({ status, body }) => res.status(status).json(body))
      .catch(next);
  });
  return app;
}

/** The standard `Request` of a Node request whose body nobody has read yet. */
function toRequest(req: ExpressRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    for (const it of [value ?? []].flat()) headers.append(name, it);
  }
  const url = `${req.protocol}://${req.get('host') ?? 'localhost'}${req.originalUrl}`;
  const body = Readable.toWeb(req) as ReadableStream<Uint8Array>;
  return new Request(url, { method: req.method, headers, body, duplex: 'half' });
}

async function send(response: Response, res: ExpressResponse): Promise<void> {
  res.status(response.status).set(Object.fromEntries(response.headers));
  res.send(Buffer.from(await response.arrayBuffer()));
}

/** Listens with Express. */
export const listenWithExpress: Listen = (dock, { host, port }) =>
  new Promise((resolve, reject) => {
    const server = expressApp(dock).listen(port, host, (error) => {
      if (error) {
        reject(error);
        return;
      }
      const { port: taken } = server.address() as { readonly port: number };
      resolve({
        url: `http://${host}:${taken}`,
        close: () => new Promise<void>((closed) => void server.close(() => closed())),
      });
    });
  });
