import { checkConfig, domains } from '../capabilities/index.ts';
import { type Duration, toMs } from '../primitives/index.ts';
import { type AnyFlow, reservedNames } from '../orchestrator/index.ts';
import { AvailabilityRules } from '../services/index.ts';
import { type DockAvailabilityOptions } from './availability.ts';
import { cannotStart, type WiringProblem } from './cannot-start.ts';
import { shapeProblems, unknownProblems } from './check-shape.ts';
import { type Systems } from './wiring.ts';

/** What is given to {@link checkWiring}. */
export interface Wiring {
  readonly systems: Systems;
  readonly flows: readonly AnyFlow[];
  readonly owns: Readonly<Record<string, string | readonly string[]>>;
  readonly options?: WiringOptions;
  readonly availability?: DockAvailabilityOptions | undefined;
}

/** The numbers and times among the options of a dock. */
export interface WiringOptions {
  readonly concurrency?: number | undefined;
  readonly intake?: { readonly highWater?: number; readonly concurrency?: number; readonly retryDelay?: Duration };
  readonly retry?: { readonly firstDelay?: Duration; readonly maxDelay?: Duration; readonly giveUpAfter?: Duration };
  readonly sweeps?: { readonly since?: string; readonly every?: Duration; readonly alarmAfter?: number };
}

/**
 * Checks configuration and wiring of everything at once, before anything starts.
 *
 * @throws IntegrationError `config-invalid` (or `wiring-invalid` when the configurations are fine) that names every
 * problem by its path.
 */
export function checkWiring(wiring: Wiring): void {
  const shape = shapeProblems({ ...wiring.options });
  if (shape.length > 0) throw cannotStart(shape, 'config-invalid');
  const configuration = [
    ...configProblems(wiring.systems),
    ...unknownProblems({ ...wiring.options }),
    ...optionProblems(wiring.options ?? {}),
    ...ruleProblems(wiring.availability),
  ];
  const problems = [
    ...configuration,
    ...systemProblems(wiring),
    ...flowProblems(wiring),
    ...ownerProblems(wiring),
    ...availabilityProblems(wiring),
  ];
  if (problems.length > 0) throw cannotStart(problems, configuration.length > 0 ? 'config-invalid' : 'wiring-invalid');
}

function optionProblems({ concurrency, intake = {}, retry = {}, sweeps = {} }: WiringOptions): WiringProblem[] {
  const counts = {
    concurrency,
    'intake.highWater': intake.highWater,
    'intake.concurrency': intake.concurrency,
    'sweeps.alarmAfter': sweeps.alarmAfter,
  };
  const times = {
    'intake.retryDelay': intake.retryDelay,
    'retry.firstDelay': retry.firstDelay,
    'retry.maxDelay': retry.maxDelay,
    'retry.giveUpAfter': retry.giveUpAfter,
    'sweeps.every': sweeps.every,
  };
  const isCount = (it: unknown) => it === undefined || (Number.isInteger(it) && Number(it) > 0);
  const since = sweeps.since === undefined || !Number.isNaN(Date.parse(sweeps.since));
  return [
    ...wrong(counts, isCount, 'must be a whole number from 1 up'),
    ...wrong(
      times,
      isDuration,
      "must be a time that is not zero: milliseconds, or a text like '30s', '20m', '6h', '2d'",
    ),
    ...(since ? [] : [{ path: 'sweeps.since', message: 'must be an ISO instant like 2026-11-27T10:00:00Z' }]),
  ];
}

function wrong(
  values: Readonly<Record<string, unknown>>,
  isRight: (value: unknown) => boolean,
  message: string,
): WiringProblem[] {
  return Object.entries(values).flatMap(([path, value]) => (isRight(value) ? [] : [{ path, message }]));
}

function isDuration(value: unknown): boolean {
  if (value === undefined) return true;
  try {
    return toMs(value as Duration) > 0;
  } catch {
    return false;
  }
}

function configProblems(systems: Systems): WiringProblem[] {
  return Object.entries(systems).flatMap(([name, system]) =>
    system.problems.map(({ path, message }) => ({ path: joinPath(`systems.${name}`, path), message })),
  );
}

function systemProblems({ systems }: Wiring): WiringProblem[] {
  const reserved: readonly string[] = reservedNames;
  return Object.keys(systems).flatMap((name) => {
    const path = `systems.${name}`;
    if (reserved.includes(name))
      return [{ path, message: `'${name}' is the name of a flow's own tool; choose another` }];
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
      return [
        { path, message: 'a system name is a letter followed by letters and digits, because ids are made from it' },
      ];
    }
    return [];
  });
}

function flowProblems({ systems, flows }: Wiring): WiringProblem[] {
  const told = new Set(Object.values(systems).flatMap((system) => system.manifest.events as readonly string[]));
  const known = new Set<string>();
  return flows.flatMap((flow) => {
    const path = `flows.${flow.name}`;
    const identity = `${flow.name}/${flow.version}`;
    const twice = known.has(identity) ? [{ path, message: `version ${flow.version} is given twice` }] : [];
    known.add(identity);
    const silent = told.has(flow.on) ? [] : [{ path: `${path}.on`, message: `no wired system tells '${flow.on}'` }];
    return [...twice, ...silent, ...needProblems(systems, flow, path)];
  });
}

function needProblems(systems: Systems, flow: AnyFlow, path: string): WiringProblem[] {
  return Object.entries(flow.needs).flatMap(([name, needed]) => {
    const system = systems[name];
    if (!system) return [{ path: `${path}.needs.${name}`, message: `there is no system '${name}'` }];
    const has: readonly string[] = system.manifest.capabilities;
    return needed
      .filter((capability) => !has.includes(capability))
      .map((capability) => ({
        path: `${path}.needs.${name}`,
        message: `${system.manifest.name} has no capability '${capability}'`,
      }));
  });
}

function ownerProblems({ systems, owns }: Wiring): WiringProblem[] {
  const names = new Set([...Object.keys(systems), 'availability']);
  return domains.flatMap((domain) => {
    const path = `owns.${domain}`;
    const owners = [owns[domain] ?? []].flat();
    if (owners.length === 0) return [{ path, message: 'the domain needs an owner' }];
    return owners
      .filter((owner) => !names.has(owner))
      .map((owner) => ({ path, message: `the owner '${owner}' is neither a system nor 'availability'` }));
  });
}

function ruleProblems(availability: DockAvailabilityOptions = {}): WiringProblem[] {
  return [availability.rules ?? []].flat().flatMap((rules, index) => {
    return checkConfig(AvailabilityRules, rules).problems.map(({ path, message }) => ({
      path: joinPath(`availability.rules.${index}`, path),
      message,
    }));
  });
}

function availabilityProblems({ systems, availability = {} }: Wiring): WiringProblem[] {
  const { levels = {}, publish = {}, from = {}, heardByLocation = [] } = availability;
  const lacks = (path: string, name: string, needed: readonly string[]): WiringProblem[] => {
    const system = systems[name];
    if (!system) return [{ path, message: `there is no system '${name}'` }];
    const has: readonly string[] = system.manifest.capabilities;
    const missing = needed.filter((it) => !has.includes(it));
    return missing.map((it) => ({ path, message: `${system.manifest.name} has no capability '${it}'` }));
  };
  return [
    ...Object.keys(levels).flatMap((name) => lacks(`availability.levels.${name}`, name, ['listInventory'])),
    ...Object.keys(publish).flatMap((name) =>
      lacks(`availability.publish.${name}`, name, ['setInventory', 'getInventory']),
    ),
    ...Object.entries(publish).flatMap(([name, it]) => unruledProblems(name, it, availability.rules)),
    ...Object.entries(from).flatMap(([event, names]) =>
      names.flatMap((name) => lacks(`availability.from.${event}`, name, [])),
    ),
    ...heardByLocation.flatMap((name, index) => lacks(`availability.heardByLocation.${index}`, name, [])),
  ];
}

/** The newest rules have to name what is published; an older version need not. */
function unruledProblems(
  name: string,
  published: { readonly channel: string; readonly method?: string } | undefined,
  rules: DockAvailabilityOptions['rules'] = [],
): WiringProblem[] {
  const [newest] = [rules].flat().toSorted((a, b) => b.version - a.version);
  const channels = newest?.channels ?? {};
  if (!published || Object.keys(channels).length === 0) return [];
  const { channel, method } = published;
  const path = `availability.publish.${name}`;
  const lacks = `version ${newest?.version} of the rules names no`;
  const methods: Readonly<Record<string, unknown>> | undefined = channels[channel];
  if (!methods) return [{ path: `${path}.channel`, message: `${lacks} channel '${channel}'` }];
  if (method === undefined || methods[method] !== undefined) return [];
  return [{ path: `${path}.method`, message: `${lacks} method '${method}' of the channel '${channel}'` }];
}

const joinPath = (base: string, path: string): string => (path === '' ? base : `${base}.${path}`);
