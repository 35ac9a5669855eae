import { fetchFailed, type Simulator, simulatorFetch } from './simulator.ts';

/** Simulators by the origin under which they are called: `{ 'https://erp.test': erp }`. */
export type SimulatedHosts = Readonly<Record<string, Pick<Simulator, 'handle'>>>;

/**
 * A `fetch` for a whole world of simulators. Every other address cannot be resolved, so a test never leaves the process.
 *
 * @example
 * ```ts
 * import { type Simulator, simulatedNetwork } from '@crossdock/testing';
 *
 * const dockOptions = (shop: Simulator, erp: Simulator) => ({
 *   fetch: simulatedNetwork({ 'https://shop.test': shop, 'https://erp.test': erp }),
 * });
 * ```
 */
export function simulatedNetwork(hosts: SimulatedHosts): typeof fetch {
  const wires = new Map(Object.entries(hosts).map(([origin, host]) => [new URL(origin).origin, simulatorFetch(host)]));
  return async (input, init) => {
    const request = new Request(input, init);
    const { origin, hostname } = new URL(request.url);
    const wire = wires.get(origin);
    if (!wire) throw fetchFailed('ENOTFOUND', `getaddrinfo ENOTFOUND ${hostname}`);
    return wire(request);
  };
}
