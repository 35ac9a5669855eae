import { domains } from '../capabilities/index.ts';
import { IntegrationError } from '../primitives/index.ts';
import { type AnyFlow, reservedNames } from '../orchestrator/index.ts';
import { type Systems } from './wiring.ts';

/** One thing that is wrong before anything starts. */
export interface WiringProblem {
  /** `systems.erp.accountId`, `flows.order-to-cash.needs.erp`. */
  readonly path: string;
  readonly message: string;
}

/** What is given to {@link checkWiring}. */
export interface Wiring {
  readonly systems: Systems;
  readonly flows: readonly AnyFlow[];
  readonly owns: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Checks configuration and wiring of everything at once, before anything starts.
 *
 * @throws IntegrationError `config-invalid` (or `wiring-invalid` when the configurations are fine) that names every
 * problem by its path.
 */
export function checkWiring(wiring: Wiring): void {
  const configuration = configProblems(wiring.systems);
  const problems = [...configuration, ...systemProblems(wiring), ...flowProblems(wiring), ...ownerProblems(wiring)];
  const [first] = problems;
  if (!first) return;
  const list = problems.map(({ path, message }) => `\n  ${path}: ${message}`).join('');
  throw new IntegrationError(`crossdock cannot start; ${problems.length} to mend:${list}`, {
    code: configuration.length > 0 ? 'config-invalid' : 'wiring-invalid',
    path: first.path,
    details: { problems: problems.length },
  });
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
  return flows.flatMap((flow) => {
    const path = `flows.${flow.name}`;
    const silent = told.has(flow.on) ? [] : [{ path: `${path}.on`, message: `no wired system tells '${flow.on}'` }];
    return [...silent, ...needProblems(systems, flow, path)];
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

const joinPath = (base: string, path: string): string => (path === '' ? base : `${base}.${path}`);
