import { type DockStatus, type ExceptionRecord, type StopReport, type VerifyReport } from '@crossdock/core';
import { type FastTime } from './fast-clock.ts';
import { type PlatformConnection } from './platforms.ts';

/** What a worker is started with. */
export interface WorkerSettings {
  readonly journal: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly time: FastTime;
  readonly connection: PlatformConnection;
}

/** What a worker can be asked, and what it answers. */
export interface WorkerQuestions {
  readonly status: { readonly ask: undefined; readonly answer: DockStatus };
  readonly exceptions: { readonly ask: undefined; readonly answer: readonly ExceptionRecord[] };
  readonly retry: { readonly ask: { readonly id: number; readonly note: string }; readonly answer: number };
  readonly trace: { readonly ask: { readonly id: string }; readonly answer: string };
  readonly stop: { readonly ask: undefined; readonly answer: StopReport & VerifyReport };
}

export type Question = keyof WorkerQuestions;

/** From the parent to the worker. */
export type ToWorker =
  | { readonly type: 'start'; readonly settings: WorkerSettings }
  | { readonly type: 'ask'; readonly id: number; readonly question: Question; readonly ask: unknown };

/** From the worker to the parent. */
export type FromWorker =
  | { readonly type: 'ready'; readonly port: number }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'unanswered'; readonly id: number; readonly message: string };
