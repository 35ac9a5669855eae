import { dirname, posix } from 'node:path';
import { type ImportOf, readSource, type Source, type SourceText } from './source.ts';

/** The folders of core, from the ground up. A file imports its own floor and the floors below. */
const floors = [
  'primitives',
  'schemas',
  'capabilities',
  'policies',
  'http',
  'journal',
  'orchestrator',
  'services',
  'dock',
] as const;

/** The highest floor that a connector reaches. */
const connectorsReach = floors.indexOf('http');

/** How many values the front door of a connector may show. */
const mostConnectorValues = 5;

/** What the law forbids. */
export const rules = {
  'floor-up': 'a file of core imports its own floor and the floors below',
  'no-floor': 'every folder of core is a floor',
  'core-alone': 'core knows no other package of this repository',
  'vendor-named': 'core and the testing package name no vendor',
  'package-wall': 'a package reaches another one only by its public entry points',
  'connectors-meet': 'connectors never meet each other',
  'connector-reach': 'a connector uses what stands on the floors up to http',
  'testing-named': 'the testing package names no connector, and only tests and ./testing use it',
  cycle: 'no import goes round in a circle',
  network: 'only http/ touches the network',
  retries: 'only policies/ runs retries',
  'time-and-chance': 'time and chance are handed in',
  'wide-door': `the index of a connector exports at most ${mostConnectorValues} values, by name`,
} as const;

export type Rule = keyof typeof rules;

/** One place that breaks the law. */
export interface Breach {
  readonly rule: Rule;
  readonly file: string;
  readonly line: number;
  readonly says: string;
}

/** Everything in these files that breaks the law. A file is given with its path from the root of the repository. */
export function breachesOf(files: readonly SourceText[]): Breach[] {
  const sources = files.map(readSource);
  const law = [
    floorsOfCore,
    coreStandsAlone,
    noVendorNamed,
    packagesHaveWalls,
    connectorsNeverMeet,
    connectorsReachUpToHttp,
    testingNamesNoConnector,
    noCycles,
    oneDoorToTheNetwork,
    onePlaceForRetries,
    timeAndChanceAreHandedIn,
    narrowDoors,
  ];
  return law.flatMap((article) => [...article(sources)]);
}

function* floorsOfCore(sources: readonly Source[]): Iterable<Breach> {
  for (const source of sources) {
    const { file } = source;
    const own = floorOf(file);
    if (own === undefined || isTest(file)) continue;
    if (own === -1) yield breach('no-floor', file, 1, `${dirname(file)} is no floor`);
    for (const { to, line } of relativeImports(source)) {
      const other = floorOf(to);
      if (own >= 0 && other !== undefined && other > own) yield breach('floor-up', file, line, `imports ${to}`);
    }
  }
}

function* coreStandsAlone(sources: readonly Source[]): Iterable<Breach> {
  for (const { file, imports } of sources.filter((it) => packageOf(it.file) === 'core' && isSource(it.file))) {
    for (const { from, line } of imports) {
      if (from.startsWith('@crossdock/')) yield breach('core-alone', file, line, `imports ${from}`);
    }
  }
}

const longVendorNames = /shopify|netsuite|lightspeed|dynamics365/;
const shortVendorNames = new Set(['dynamics', 'square', 'oracle', 'sap', 'd365']);

function* noVendorNamed(sources: readonly Source[]): Iterable<Breach> {
  for (const { file, words } of sources) {
    if (!['core', 'testing'].includes(packageOf(file) ?? '') || !isSource(file)) continue;
    for (const { text, line } of words) {
      const plain = text.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
      const parts = text
        .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
        .toLowerCase()
        .split(/[^a-z0-9]+/);
      if (longVendorNames.test(plain) || parts.some((part) => shortVendorNames.has(part))) {
        yield breach('vendor-named', file, line, `says ${text}`);
      }
    }
  }
}

function* packagesHaveWalls(sources: readonly Source[]): Iterable<Breach> {
  for (const source of sources) {
    const own = packageOf(source.file);
    for (const { to, line } of relativeImports(source)) {
      const other = packageOf(to);
      if (other !== undefined && other !== own) yield breach('package-wall', source.file, line, `imports ${to}`);
    }
    for (const { from, line } of source.imports) {
      if (/^@crossdock\/[^/]+\/(src|dist|test)(\/|$)/.test(from)) {
        yield breach('package-wall', source.file, line, `imports ${from}`);
      }
    }
  }
}

function* connectorsNeverMeet(sources: readonly Source[]): Iterable<Breach> {
  for (const source of sources) {
    const own = packageOf(source.file);
    if (!own?.startsWith('connector-')) continue;
    for (const { from, line } of source.imports) {
      const other = /^@crossdock\/(connector-[^/]+)/.exec(from)?.[1];
      if (other !== undefined && other !== own) yield breach('connectors-meet', source.file, line, `imports ${from}`);
    }
  }
}

function* connectorsReachUpToHttp(sources: readonly Source[]): Iterable<Breach> {
  const index = sources.find((it) => it.file === 'packages/core/src/index.ts');
  const home = new Map(index?.passedOn.map(({ name, from }) => [name, from.split('/')[1] ?? '']));
  for (const { file, imports } of sources) {
    if (!packageOf(file)?.startsWith('connector-') || !isSource(file)) continue;
    for (const { from, names, line } of imports) {
      if (from.startsWith('@crossdock/core/')) yield breach('connector-reach', file, line, `imports ${from}`);
      if (from !== '@crossdock/core') continue;
      for (const name of names) {
        const floor = floors.findIndex((it) => it === home.get(name));
        if (floor < 0) yield breach('connector-reach', file, line, `imports ${name}, whose floor cannot be told`);
        if (floor > connectorsReach) yield breach('connector-reach', file, line, `imports ${name} of ${floors[floor]}`);
      }
    }
  }
}

function* testingNamesNoConnector(sources: readonly Source[]): Iterable<Breach> {
  for (const { file, imports } of sources) {
    const own = packageOf(file);
    for (const { from, line } of imports) {
      const meetsConnector = own === 'testing' && from.startsWith('@crossdock/connector-');
      const shipsTesting = own?.startsWith('connector-') && isProduction(file) && from.startsWith('@crossdock/testing');
      if (meetsConnector || shipsTesting) yield breach('testing-named', file, line, `imports ${from}`);
    }
  }
}

function* noCycles(sources: readonly Source[]): Iterable<Breach> {
  const known = new Set(sources.map((it) => it.file));
  const next = new Map(
    sources.map((it) => [
      it.file,
      relativeImports(it)
        .map(({ to }) => to)
        .filter((to) => known.has(to)),
    ]),
  );
  const done = new Set<string>();
  const path: string[] = [];
  const circles: string[][] = [];
  const walk = (file: string): void => {
    const seenAt = path.indexOf(file);
    if (seenAt >= 0) circles.push(path.slice(seenAt));
    if (seenAt >= 0 || done.has(file)) return;
    path.push(file);
    for (const other of next.get(file) ?? []) walk(other);
    path.pop();
    done.add(file);
  };
  for (const { file } of sources) walk(file);
  for (const circle of circles) yield breach('cycle', circle[0] ?? '', 1, [...circle, circle[0]].join(' → '));
}

function* oneDoorToTheNetwork(sources: readonly Source[]): Iterable<Breach> {
  for (const { file, imports, ambient } of sources) {
    if (!isSource(file) || floorName(file) === 'http') continue;
    for (const { line } of imports.filter((it) => isModule(it, 'ky')))
      yield breach('network', file, line, 'imports ky');
    if (!isProduction(file)) continue;
    for (const { what, called, text, line } of ambient) {
      // The composition root may hand the global fetch to http/ as the default; it may not call it.
      const handedOn = floorName(file) === 'dock' && !called;
      if (what === 'network' && !handedOn) yield breach('network', file, line, `uses the global ${text}`);
    }
  }
}

function* onePlaceForRetries(sources: readonly Source[]): Iterable<Breach> {
  for (const { file, imports } of sources) {
    if (!isSource(file) || floorName(file) === 'policies') continue;
    for (const { line } of imports.filter((it) => isModule(it, 'p-retry'))) {
      yield breach('retries', file, line, 'imports p-retry');
    }
  }
}

function* timeAndChanceAreHandedIn(sources: readonly Source[]): Iterable<Breach> {
  for (const { file, imports, ambient } of sources) {
    if (!isSource(file)) continue;
    for (const { what, text, line } of ambient) {
      const source = { time: 'clock', chance: 'random', network: '' }[what];
      if (what === 'network' || file === `packages/core/src/primitives/${source}.ts`) continue;
      yield breach('time-and-chance', file, line, `uses ${text}`);
    }
    for (const { from, names, line } of imports) {
      const timer = /^(node:)?timers(\/|$)/.test(from);
      const dice = /^(node:)?crypto$/.test(from) && names.find((name) => name.startsWith('random'));
      if (timer || dice) yield breach('time-and-chance', file, line, `imports ${dice || from}`);
    }
  }
}

function* narrowDoors(sources: readonly Source[]): Iterable<Breach> {
  for (const { file, exportedValues } of sources) {
    if (!/^packages\/connector-[^/]+\/src\/index\.ts$/.test(file)) continue;
    if (exportedValues.includes('*')) yield breach('wide-door', file, 1, 'exports everything of a file');
    if (exportedValues.length > mostConnectorValues) {
      yield breach('wide-door', file, 1, `exports ${exportedValues.length} values: ${exportedValues.join(', ')}`);
    }
  }
}

const breach = (rule: Rule, file: string, line: number, says: string): Breach => ({ rule, file, line, says });

const packageOf = (file: string) => /^packages\/([^/]+)\//.exec(file)?.[1];

const isTest = (file: string) => /\.(test|test-d|bench)\.ts$/.test(file);

/** What is published: under src/, and no test. */
const isSource = (file: string) => /^packages\/[^/]+\/src\//.test(file) && !isTest(file);

/** What runs at a user's: no test, no simulator, no part of the testing package. */
const isProduction = (file: string) =>
  isSource(file) && packageOf(file) !== 'testing' && !file.includes('/src/testing/');

/** The floor's number; the files right under src/ are doors and stand above all of them; -1 is a folder that is no floor. */
function floorOf(file: string): number | undefined {
  const inside = /^packages\/core\/src\/(.+)$/.exec(file)?.[1];
  if (inside === undefined) return undefined;
  const [folder] = inside.split('/');
  return inside.includes('/') ? floors.findIndex((it) => it === folder) : floors.length;
}

const floorName = (file: string) => floors[floorOf(file) ?? -1];

const isModule = ({ from }: ImportOf, name: string) => from === name || from.startsWith(`${name}/`);

const relativeImports = ({ file, imports }: Source) =>
  imports
    .filter(({ from }) => from.startsWith('.'))
    .map(({ from, line }) => ({ to: posix.join(posix.dirname(file), from), line }));
