import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { posLogDialects } from '@crossdock/connector-pos/file-drop';
import { createTillFleet, dropSink, posLogText, type TillFleet } from '@crossdock/connector-pos/testing';
import { type Clock, seededRandom } from '@crossdock/core';
import { type PeakDockSettings } from '../dock.ts';
import { type Chain } from './chain.ts';
import { type Plan } from './plan.ts';

/** The tills of the chain, and the folder that their stores write into. */
export interface Tills {
  readonly fleet: TillFleet;
  /** Writes what the stores have sent since the last time into files. */
  flush(): void;
  /** What a dock reads the folder with. */
  optionsIn(workFolder: string): PeakDockSettings['tills'];
}

/** Stores send their tickets to a server of their region, which writes files. */
const storesPerServer = 100;
const dialect = posLogDialects.xstore;

export function openTills(
  plan: Plan,
  { stores, products, shelves }: Chain,
  { clock, folder }: { readonly clock: Clock; readonly folder: string },
): Tills {
  const incoming = join(folder, 'incoming');
  mkdirSync(incoming, { recursive: true });
  const numberOf = new Map(stores.map(({ code }, index) => [code, String(index + 1)]));
  const written = Object.fromEntries(
    stores.map(({ code, timeZone }) => [code, { id: numberOf.get(code) ?? '', timeZone }]),
  );
  const random = seededRandom(`${plan.seed} files`);
  const write = (name: string, text: string): void => {
    // Under another name until it is whole, as till servers do.
    writeFileSync(join(incoming, `${name}.part`), text);
    renameSync(join(incoming, `${name}.part`), join(incoming, name));
    writeFileSync(join(incoming, `${name}.done`), '');
  };
  const servers = Array.from({ length: Math.ceil(stores.length / storesPerServer) }, (_, index) =>
    dropSink({
      name: `region-${index + 1}`,
      ticketsPerFile: 1_000,
      textOf: (records) => posLogText(records, { dialect, stores: written, random }),
      write,
    }),
  );
  const serverOf = (code: string) => servers[Math.floor((Number(numberOf.get(code) ?? 1) - 1) / storesPerServer)];
  const fleet = createTillFleet({
    clock,
    seed: plan.seed,
    stores,
    products,
    shelves,
    sinkOf: ({ code }) => serverOf(code) ?? { upload: () => undefined },
    ticketsPerHour: plan.ticketsPerHour,
    cashStep: 5,
  });
  return {
    fleet,
    flush: () => {
      for (const it of servers) it.flush();
    },
    optionsIn: (workFolder) => ({
      from: incoming,
      workFolder,
      feeds: [{ files: /\.xml$/, dialect }],
      stores: Object.fromEntries(
        stores.map(({ code, timeZone, dayCut }) => [
          numberOf.get(code) ?? '',
          { code, timeZone, ...(dayCut !== undefined && { dayCut }), currency: 'USD' },
        ]),
      ),
      complete: { marker: '.done' },
      lookEvery: plan.lookEvery,
      storeDay: { closeAfter: '1h', reviseEvery: '1h' },
    }),
  };
}
