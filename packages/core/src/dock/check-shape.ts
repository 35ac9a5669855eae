import { type AnySystem, notAnOption } from '../capabilities/index.ts';
import { type AnyFlow } from '../orchestrator/index.ts';
import { type WiringProblem } from './cannot-start.ts';
import { type CrossdockOptions } from './crossdock.ts';

/** The options of a dock as plain JavaScript may give them. */
type Given = Readonly<Record<string, unknown>>;

type Options = CrossdockOptions<Readonly<Record<string, AnySystem>>, readonly AnyFlow[]>;

/** Every option by its name, and what is in those that have parts. The compiler keeps it complete. */
const known: { readonly [K in keyof Required<Options>]: readonly string[] | undefined } = {
  journal: undefined,
  systems: undefined,
  owns: undefined,
  flows: undefined,
  availability: undefined,
  owners: undefined,
  maintenance: undefined,
  concurrency: undefined,
  intake: ['highWater', 'concurrency', 'retryDelay'] satisfies PartsOf<'intake'>,
  retry: ['firstDelay', 'maxDelay', 'giveUpAfter'] satisfies PartsOf<'retry'>,
  sweeps: ['since', 'every', 'alarmAfter'] satisfies PartsOf<'sweeps'>,
  observer: undefined,
  clock: undefined,
  random: undefined,
  fetch: undefined,
};
type PartsOf<K extends keyof Options> = readonly (keyof NonNullable<Options[K]>)[];

/** What is of another kind than the compiler would let through, so that nothing else can be checked. */
export function shapeProblems(options: Given): WiringProblem[] {
  const { journal, systems, flows, owns } = options;
  return [
    ...unless(
      has(journal, ['open', 'append']),
      'journal',
      "must be a journal, as sqliteJournal('crossdock.db') gives one",
    ),
    ...(isObject(systems)
      ? Object.entries(systems).flatMap(([name, it]) =>
          unless(has(it, ['manifest', 'problems', 'connect']), `systems.${name}`, systemExpected(it)),
        )
      : [{ path: 'systems', message: 'must be an object of systems by their names' }]),
    ...(Array.isArray(flows)
      ? flows.flatMap((it: unknown, index) => flowShape(it, `flows.${index}`))
      : [{ path: 'flows', message: 'must be a list of flows' }]),
    ...unless(isObject(owns), 'owns', 'must be an object that names the owner of every domain'),
  ];
}

/** Options that nobody reads, and owners or windows of what is not there. */
export function unknownProblems(options: Given): WiringProblem[] {
  const systems = Object.keys(options['systems'] as object);
  const flows = (options['flows'] as readonly AnyFlow[]).map(({ name }) => name);
  return [
    ...strange(options, Object.keys(known), ''),
    ...Object.entries(known).flatMap(([name, parts]) => (parts ? strange(options[name], parts, `${name}.`) : [])),
    ...strange(options['maintenance'], systems, 'maintenance.', 'there is no such system'),
    ...strange(options['owners'], [...systems, ...flows, 'availability'], 'owners.', 'there is no such system or flow'),
  ];
}

function strange(given: unknown, names: readonly string[], path: string, message?: string): WiringProblem[] {
  if (!isObject(given)) return [];
  return Object.entries(given)
    .filter(([name, value]) => value !== undefined && !names.includes(name))
    .map(([name]) => ({ path: `${path}${name}`, message: message ?? notAnOption(name, names) }));
}

const systemExpected = (it: unknown): string =>
  typeof it === 'function'
    ? 'must be a system: call the connector with its options'
    : 'must be a system, as a connector makes it of its options';

function flowShape(it: unknown, path: string): WiringProblem[] {
  if (!isObject(it)) return [{ path, message: 'must be a flow, as defineFlow gives it' }];
  return [
    ...unless(typeof it['name'] === 'string' && it['name'] !== '', `${path}.name`, 'must be a text'),
    ...unless(
      Number.isInteger(it['version']) && Number(it['version']) > 0,
      `${path}.version`,
      'must be a whole number from 1 up',
    ),
    ...unless(typeof it['on'] === 'string', `${path}.on`, "must be the name of an event, like 'order.placed'"),
    ...unless(typeof it['key'] === 'function', `${path}.key`, 'must be a function that gives the key of an event'),
    ...unless(typeof it['run'] === 'function', `${path}.run`, 'must be a function'),
    ...unless(
      isObject(it['needs']),
      `${path}.needs`,
      "must name capabilities by system, like { erp: ['createOrder'] }",
    ),
  ];
}

const isObject = (it: unknown): it is Given => typeof it === 'object' && it !== null && !Array.isArray(it);

const has = (it: unknown, parts: readonly string[]): boolean => isObject(it) && parts.every((part) => part in it);

const unless = (right: boolean, path: string, message: string): WiringProblem[] => (right ? [] : [{ path, message }]);
