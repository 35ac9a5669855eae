/**
 * A `fetch` that calls the simulators of this machine under the names of the real platforms, so that the connectors
 * run with the addresses they would use in production.
 */
export function reroutedFetch(hosts: Readonly<Record<string, string>>): typeof fetch {
  return (input, init) => {
    const request = new Request(input, init);
    const { origin, pathname, search } = new URL(request.url);
    const address = hosts[origin];
    if (address === undefined) throw new TypeError(`The demo calls nobody but its simulators, and ${origin} is none`);
    return fetch(new Request(`${address}${pathname}${search}`, request));
  };
}
