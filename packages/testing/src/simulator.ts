import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Faults } from './faults.ts';

/** A simulated platform: requests in, responses out, with books and faults of its own. */
export interface Simulator {
  readonly name: string;
  handle(request: Request): Promise<Response>;
  readonly faults: Faults;
}

/** Thrown by {@link Simulator.handle}: the connection dies and the caller gets no answer. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** A `fetch` that talks to a simulator in this process. A lost connection rejects as the real one does. */
export function simulatorFetch(simulator: Pick<Simulator, 'handle'>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const aborted = new Promise<never>((_resolve, reject) => {
      const abort = () => reject(request.signal.reason as Error);
      request.signal.addEventListener('abort', abort, { once: true });
    });
    try {
      return await Promise.race([simulator.handle(request), aborted]);
    } catch (error) {
      if (request.signal.aborted) throw request.signal.reason;
      throw error instanceof ConnectionLost ? fetchFailed('UND_ERR_SOCKET', 'other side closed', error) : error;
    }
  };
}

/** A failed `fetch` as the real one throws it: the code lies in the cause. */
export function fetchFailed(code: string, message: string, reason?: Error): TypeError {
  const cause = Object.assign(new Error(message, { cause: reason }), { code });
  return new TypeError('fetch failed', { cause });
}

/** A simulator that listens. */
export interface ServedSimulator {
  /** `http://127.0.0.1:4010` */
  readonly url: string;
  close(): Promise<void>;
}

/** What {@link serve} takes. */
export interface ServeOptions {
  /**
   * @default 0, a free port
   */
  readonly port?: number;
  /**
   * Origin under which the simulator believes to be called, when it is another than its own address.
   *
   * @default the address it listens on
   */
  readonly origin?: string;
}

/** Serves a simulator on 127.0.0.1. A lost connection destroys the socket without an answer. */
export async function serve(
  simulator: Pick<Simulator, 'handle'>,
  options: ServeOptions = {},
): Promise<ServedSimulator> {
  const server = createServer((incoming, outgoing) => {
    const { port } = server.address() as { port: number };
    void answer(simulator, incoming, outgoing, options.origin ?? `http://127.0.0.1:${port}`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  simulator: Pick<Simulator, 'handle'>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  origin: string,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  try {
    const response = await simulator.handle(await toRequest(incoming, origin, gone.signal));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  } catch (error) {
    if (error instanceof ConnectionLost || gone.signal.aborted || outgoing.headersSent) incoming.socket.destroy();
    else outgoing.writeHead(500, { 'content-type': 'text/plain' }).end(`The simulator failed: ${String(error)}`);
  }
}

async function toRequest(incoming: IncomingMessage, origin: string, signal: AbortSignal): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const it of [value ?? []].flat()) headers.append(name, it);
  }
  const method = incoming.method ?? 'GET';
  const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks);
  return new Request(new URL(incoming.url ?? '/', origin), { method, headers, body, signal });
}
