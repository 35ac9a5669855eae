import { type Authorize, type HttpClientFactory, IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { toD365Error } from '../errors.ts';
import type { D365Config } from '../options/options.ts';
import { fetchPackage } from './download.ts';

/** A message of a recurring export, not yet acknowledged. */
export interface QueuedMessage {
  /** The same message, brought again, has the same one. */
  readonly id: string;
  readonly bytes: Uint8Array;
  /** Takes it off the queue. A message that is not acknowledged within half an hour is brought again. */
  acknowledge(signal: AbortSignal): Promise<void>;
}

/** How a message that was put into the queue stands. */
export type MessageState = 'waiting' | 'processed' | 'processed-with-errors' | 'failed';

/** Recurring integrations of an environment: files in and out of the queues of its data jobs. */
export interface RecurringQueue {
  /**
   * Puts a file or a package into the queue of a recurring import.
   *
   * The platform does not know a file again, so an answer that was lost is an `unknown` outcome: the entity's own keys have to keep it from being
   * imported twice.
   *
   * @returns the id of the message
   */
  enqueue(
    activity: string,
    message: {
      readonly bytes: Uint8Array;
      /** Our name of it, kept with the message: at most 100 visible characters of ASCII. */
      readonly externalId: string;
      /** Label of the entity. For single files only; a package names its own. */
      readonly entity?: string;
      readonly signal: AbortSignal;
    },
  ): Promise<string>;
  /**
   * The next message of a recurring export, or `undefined` when there is none. A message that was not acknowledged comes again, so what is done
   * with it has to be done once by its id.
   */
  dequeue(activity: string, signal: AbortSignal): Promise<QueuedMessage | undefined>;
  /** What became of a message that was put into the queue. */
  stateOf(activity: string, message: string, signal: AbortSignal): Promise<MessageState>;
  /** The job of a message, which has another id; `undefined` while the message waits. */
  executionOf(message: string, signal: AbortSignal): Promise<string | undefined>;
}

const Message = z.object({
  CorrelationId: z.string().min(1),
  PopReceipt: z.string().min(1),
  DownloadLocation: z.string().min(1),
});

const Job = z.object({ DataJobStatus: z.object({ DataJobState: z.string() }) });

const jobStates: Readonly<Record<string, MessageState>> = {
  Enqueued: 'waiting',
  Dequeued: 'waiting',
  Downloaded: 'waiting',
  Acked: 'waiting',
  InProcess: 'waiting',
  Processed: 'processed',
  ProcessedWithErrors: 'processed-with-errors',
  PostProcessError: 'failed',
  PreProcessError: 'failed',
};

const zeros = /^[0-]+$/;

/** Opens the queues. `executionOf` is a question to data management. */
export function createRecurringQueue(ports: {
  readonly http: HttpClientFactory;
  readonly auth: Authorize;
  readonly config: D365Config;
  readonly executionOf: RecurringQueue['executionOf'];
}): RecurringQueue {
  const { config, executionOf } = ports;
  const { hosts, maxPackageBytes: maxBytes } = config.bulk;
  const { timeoutMs } = config;
  const client = ports.http({ baseUrl: config.url, auth: ports.auth, timeoutMs, errors: toD365Error });

  /**
   * The file of a message. It may be told as `http`; our token goes to the environment only, and never in the clear. A file elsewhere is fetched
   * like a package.
   */
  const fileAt = async (location: string, signal: AbortSignal): Promise<Uint8Array> => {
    const url = URL.parse(location, config.url);
    if (url?.host !== new URL(config.url).host) {
      return fetchPackage(location, { http: ports.http, hosts, maxBytes }, signal);
    }
    const request = { headers: { accept: '*/*' }, maxResponseBytes: maxBytes, signal };
    return (await client.get(`${config.url}${url.pathname}${url.search}`, request)).bytes;
  };

  return {
    async enqueue(activity, { bytes, externalId, entity, signal }) {
      requireWhole({ bytes, entity, maxBytes });
      if (!/^[\x21-\x7e]{1,100}$/.test(externalId)) {
        throw new IntegrationError('A file is named by at most 100 visible characters of ASCII', {
          code: 'input-invalid',
          path: 'externalId',
        });
      }
      const { text } = await client.post('/api/connector/enqueue/{activity}', {
        params: { activity },
        query: { company: config.company, entity },
        headers: {
          'content-type': entity === undefined ? 'application/zip' : 'application/octet-stream',
          'x-ms-dyn-externalidentifier': externalId,
        },
        body: bytes,
        signal,
      });
      const id = /^"?([0-9a-f-]{36})"?$/i.exec(text.trim())?.[1];
      if (id !== undefined && !zeros.test(id)) return id;
      throw new IntegrationError('The queue of Dynamics 365 answered with no id of the message', {
        code: 'response-invalid',
      });
    },
    async dequeue(activity, signal) {
      const params = { activity };
      // Whoever takes a message does not take it away: it comes back unless it is acknowledged.
      const { status, text } = await client.get('/api/connector/dequeue/{activity}', { params, signal });
      if (status === 204 || text.trim() === '') return undefined;
      const { CorrelationId: id, DownloadLocation } = messageIn(text);
      const bytes = await fileAt(DownloadLocation, signal);
      return {
        id,
        bytes,
        async acknowledge(signalOfAck) {
          const headers = { 'content-type': 'application/json' };
          // With the same body, to the letter; once more changes nothing.
          const request = { params, headers, body: text, effect: 'read', signal: signalOfAck } as const;
          await client.post('/api/connector/ack/{activity}', request);
        },
      };
    },
    async stateOf(activity, message, signal) {
      const { body } = await client.get('/api/connector/jobstatus/{activity}', {
        params: { activity },
        query: { [config.bulk.jobParameter]: message },
        response: Job,
        signal,
      });
      const { DataJobState: word } = body.DataJobStatus;
      const state = Object.hasOwn(jobStates, word) ? jobStates[word] : undefined;
      if (state) return state;
      throw new IntegrationError('The state of a queued message is not known', {
        code: 'response-invalid',
        disposition: 'reject',
        details: { state: word.slice(0, 40) },
      });
    },
    executionOf,
  };
}

/** A package begins like a zip file. Sent with an entity it would be imported as a broken file, and a file without one as nothing. */
function requireWhole(message: { readonly bytes: Uint8Array; readonly entity?: string | undefined; maxBytes: number }) {
  const { bytes, entity, maxBytes } = message;
  const isPackage = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (isPackage === (entity !== undefined)) {
    const reason = isPackage ? 'A package names its entities itself' : 'A single file needs the label of its entity';
    throw new IntegrationError(reason, { code: 'input-invalid', path: 'entity' });
  }
  if (bytes.length > maxBytes) {
    throw new IntegrationError(`A file is longer than ${maxBytes} bytes`, { code: 'input-invalid', path: 'bytes' });
  }
}

function messageIn(text: string): z.output<typeof Message> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const found = Message.safeParse(json);
  if (found.success) return found.data;
  throw new IntegrationError('The queue of Dynamics 365 answered with no message', {
    code: 'response-invalid',
    disposition: 'reject',
  });
}
