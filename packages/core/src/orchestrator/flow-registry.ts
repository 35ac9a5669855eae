import { IntegrationError } from '../primitives/index.ts';
import { type Flow } from './flow.ts';

/** Any flow, whatever it needs: what the orchestrator works with. */
export type AnyFlow = Omit<Flow, 'key' | 'run'> & {
  key(data: never): string;
  run(data: never, context: never): Promise<unknown>;
};

/** The flows by name, version and event. New runs begin with the newest version, open ones keep theirs. */
export class FlowRegistry {
  readonly #byName = new Map<string, Map<number, AnyFlow>>();

  /** @throws IntegrationError `wiring-invalid` when two flows share name and version. */
  constructor(flows: readonly AnyFlow[]) {
    for (const flow of flows) {
      const versions = this.#byName.get(flow.name) ?? new Map<number, AnyFlow>();
      if (versions.has(flow.version)) {
        throw new IntegrationError(`Flow '${flow.name}' is given twice with version ${flow.version}`, {
          code: 'wiring-invalid',
          path: `flows.${flow.name}`,
        });
      }
      this.#byName.set(flow.name, versions.set(flow.version, flow));
    }
  }

  find(name: string, version: number): AnyFlow | undefined {
    return this.#byName.get(name)?.get(version);
  }

  latest(name: string): AnyFlow | undefined {
    const versions = this.#byName.get(name);
    return versions && versions.get(Math.max(...versions.keys()));
  }

  /** The newest version of each flow that starts on the event. */
  on(event: string): readonly AnyFlow[] {
    return [...this.#byName.keys()].flatMap((name) => this.latest(name) ?? []).filter((flow) => flow.on === event);
  }
}
