import { type Crossdock, formatTrace, type Journal } from '@crossdock/core';
import { sqliteJournal } from '@crossdock/core/sqlite';
import { openDock, type ShopAndErp } from '../dock.ts';
import { listenWithHono } from '../hono-app.ts';
import { fastClock } from './fast-clock.ts';
import { reroutedFetch } from './rerouted-fetch.ts';
import {
  type FromWorker,
  type Question,
  type ToWorker,
  type WorkerQuestions,
  type WorkerSettings,
} from './worker-protocol.ts';

type Answers = { readonly [Q in Question]: (ask: WorkerQuestions[Q]['ask']) => Promise<WorkerQuestions[Q]['answer']> };

const say = (message: FromWorker): void => void process.send?.(message);

/**
 * Runs the service of the example in this process, at the orders of the parent process.
 *
 * @param openJournal - makes the journal; a test hands in one at which the process dies
 */
export function runWorker(openJournal: (file: string) => Journal = sqliteJournal): void {
  let answers: Answers | undefined;
  process.on('message', (message: ToWorker) => {
    if (message.type === 'start') {
      start(message.settings, openJournal).then(
        (started) => {
          answers = started.answers;
          say({ type: 'ready', port: started.port });
        },
        (error: unknown) => say({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
      );
      return;
    }
    const { id, question, ask } = message;
    const answering = answers
      ? (answers[question] as (ask: unknown) => Promise<unknown>)(ask)
      : Promise.reject(new Error('The worker has not started yet'));
    answering.then(
      (answer) => say({ type: 'answer', id, answer }),
      (error: unknown) => say({ type: 'unanswered', id, message: String(error) }),
    );
  });
  // A parent that is gone wants no more of it.
  process.on('disconnect', () => process.exit());
}

async function start(
  { journal: file, port, time, connection }: WorkerSettings,
  openJournal: (file: string) => Journal,
) {
  const journal = openJournal(file);
  const { shop, erp, hosts } = connection;
  const dock = openDock({ journal, shop, erp, clock: fastClock(time), fetch: reroutedFetch(hosts) });
  await dock.start();
  const server = await listenWithHono(dock, { host: '127.0.0.1', port });
  return { port: Number(new URL(server.url).port), answers: answersOf(dock, journal, () => server.close()) };
}

function answersOf(dock: Crossdock<ShopAndErp>, journal: Journal, closeServer: () => Promise<unknown>): Answers {
  return {
    status: () => dock.status(),
    exceptions: () =>
      dock.exceptions.list({ states: ['open', 'retried', 'replayed', 'resolved', 'skipped', 'undone', 'healed'] }),
    retry: async ({ id, note }) => (await dock.exceptions.retry(id, { note })).done,
    trace: async ({ id }) => (await dock.trace(id)).map(formatTrace).join('\n\n'),
    stop: async () => {
      const verified = await journal.verify();
      await closeServer();
      return { ...verified, ...(await dock.stop()) };
    },
  };
}
