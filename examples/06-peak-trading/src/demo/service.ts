import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Crossdock, type Random, silentObserver } from '@crossdock/core';
import { sqliteJournal } from '@crossdock/core/sqlite';
import { type ManualClock } from '@crossdock/testing';
import { openPeakDock, type PeakDockSettings, type PeakSystems } from '../dock.ts';
import { machine, type Machine, type Moment } from './power.ts';

/** What the service is made from, whichever machine it runs on. */
export interface ServiceSettings {
  readonly folder: string;
  readonly clock: ManualClock;
  readonly fetch: typeof fetch;
  readonly random: Random;
  readonly tillsIn: (workFolder: string) => PeakDockSettings['tills'];
  readonly options: Pick<PeakDockSettings, 'shop' | 'erp' | 'rules' | 'warehouse' | 'online'>;
  /** Told of every dock that is started. */
  readonly started: (dock: Crossdock<PeakSystems>) => void;
}

/** The service as the world around it sees it: it may be away. */
export interface Service {
  /** Absent while there is none. */
  readonly dock: Crossdock<PeakSystems> | undefined;
  start(): Promise<void>;
  /** Asks the dock, if there is one. Nothing comes back when it dies before it has answered. */
  ask<T>(question: (dock: Crossdock<PeakSystems>) => Promise<T>): Promise<T | undefined>;
  /** Ends the process in the middle of its work: nothing of its memory is left, and of its disk what was written. */
  kill(at: Moment): Promise<void>;
  /** Answers the shop's webhooks, as far as somebody is there. */
  readonly webhook: (request: Request) => Promise<Response>;
  /** Whether every view of the journal follows from its entries. */
  verify(): Promise<boolean>;
  stop(): Promise<void>;
}

/** Runs the dock on machines that can be switched off. Each new machine begins with the disk as the last one left it. */
export function createService(settings: ServiceSettings): Service {
  const { folder, clock, fetch, random, tillsIn, options, started } = settings;
  let machines = 0;
  let running: { readonly dock: Crossdock<PeakSystems>; readonly on: Machine; readonly disk: string } | undefined;
  let journal: ReturnType<typeof sqliteJournal> | undefined;

  const diskOf = (number: number): string => join(folder, `machine-${number}`);

  return {
    get dock() {
      return running?.on.isOn === true ? running.dock : undefined;
    },
    async start() {
      machines += 1;
      const disk = diskOf(machines);
      mkdirSync(disk, { recursive: true });
      const on = machine({ clock, fetch });
      // A killed process loses nothing that the operating system has; only a power cut would need more.
      journal = sqliteJournal(join(disk, 'crossdock.db'), { durability: 'normal' });
      const dock = openPeakDock({
        ...options,
        journal: on.journal(journal),
        tills: tillsIn(join(disk, 'tills')),
        clock: on.clock,
        fetch: on.fetch,
        random,
        observer: silentObserver,
      });
      await dock.start();
      running = { dock, on, disk };
      started(dock);
    },
    async ask(question) {
      const { dock, on } = running ?? {};
      if (!dock || on?.isOn !== true) return undefined;
      return Promise.race([question(dock), on.off.then(() => undefined)]);
    },
    async kill(at) {
      const { on, disk } = running ?? {};
      if (on?.isOn !== true || disk === undefined) return;
      await on.cut(at);
      cpSync(disk, diskOf(machines + 1), { recursive: true });
    },
    async webhook(request) {
      if (running?.on.isOn !== true) return new Response(null, { status: 503 });
      return running.dock.systems.shop.webhook(request);
    },
    verify: async () => (await journal?.verify())?.ok === true,
    async stop() {
      await running?.dock.stop();
    },
  };
}
