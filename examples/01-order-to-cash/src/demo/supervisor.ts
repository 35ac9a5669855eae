import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  type FromWorker,
  type Question,
  type ToWorker,
  type WorkerQuestions,
  type WorkerSettings,
} from './worker-protocol.ts';

/** A worker process that can be killed as a power cut would, and started again on the same journal and port. */
export interface Supervisor {
  /** Starts a process; resolves with its port once it takes webhooks. */
  start(): Promise<number>;
  /** Ends the process with SIGKILL, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Resolves when the process ends by itself. */
  ended(): Promise<void>;
  ask<Q extends Question>(
    question: Q,
    ...ask: WorkerQuestions[Q]['ask'] extends undefined ? [] : [WorkerQuestions[Q]['ask']]
  ): Promise<WorkerQuestions[Q]['answer']>;
  /** Lets the worker stop in peace, and says how its journal looks. */
  stop(): Promise<WorkerQuestions['stop']['answer']>;
}

/** How a worker is started. */
export interface SupervisorOptions {
  readonly settings: Omit<WorkerSettings, 'port'>;
  /** @default the demo's own worker */
  readonly script?: URL;
  /** Arguments of the script, start by start. */
  readonly args?: () => readonly string[];
}

/** Watches over one worker. */
export function supervise({
  settings,
  script = new URL('worker.ts', import.meta.url),
  args = () => [],
}: SupervisorOptions): Supervisor {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let child: ChildProcess | undefined;
  let exit = Promise.resolve();
  let port = 0;
  let asked = 0;

  const send = (message: ToWorker, failed: (error: Error) => void): void => {
    if (child?.connected === true && child.exitCode === null && child.signalCode === null) {
      child.send(message, (error) => error && failed(error));
    } else failed(new Error('There is no worker just now'));
  };
  const failAll = (reason: string): void => {
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting.clear();
  };
  const supervisor: Supervisor = {
    async start() {
      const started = Promise.withResolvers<number>();
      const worker = fork(fileURLToPath(script), args(), { execArgv: ['--disable-warning=ExperimentalWarning'] });
      child = worker;
      exit = new Promise((resolve) => {
        worker.once('exit', (code, signal) => {
          const reason = `The worker ended (${signal ?? String(code)})`;
          failAll(reason);
          started.reject(new Error(reason));
          resolve();
        });
      });
      // What was asked while the process was dying went into a pipe that nobody reads.
      worker.once('disconnect', () => failAll('The worker is gone'));
      worker.on('message', (message: FromWorker) => {
        switch (message.type) {
          case 'ready':
            started.resolve(message.port);
            return;
          case 'failed':
            started.reject(new Error(message.message));
            return;
          case 'answer':
            waiting.get(message.id)?.resolve(message.answer);
            waiting.delete(message.id);
            return;
          case 'unanswered':
            waiting.get(message.id)?.reject(new Error(message.message));
            waiting.delete(message.id);
            return;
        }
      });
      send({ type: 'start', settings: { ...settings, port } }, started.reject);
      port = await started.promise;
      return port;
    },
    async kill() {
      child?.kill('SIGKILL');
      await exit;
    },
    ended: () => exit,
    ask(question, ...[ask]) {
      const id = ++asked;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(id, answer);
      send({ type: 'ask', id, question, ask }, answer.reject);
      return answer.promise as never;
    },
    async stop() {
      const report = await supervisor.ask('stop');
      child?.disconnect();
      await exit;
      return report;
    },
  };
  return supervisor;
}
