import { type AnySystem, type CapabilitiesOf, type Domain, type EventsOf } from '../capabilities/index.ts';
import { type AnyFlow, type Needs, type reservedNames } from '../orchestrator/index.ts';

/** The wired systems by name. */
export type Systems = Readonly<Record<string, AnySystem>>;

/** Services of ours that can own a domain instead of a system. */
export type OwningService = 'availability';

/**
 * Who owns which domain: the system of record (or several, by field or channel), or one of our services. Every domain
 * has an owner.
 */
export type Owners<Name extends string> = {
  readonly [D in Domain]: Name | OwningService | readonly (Name | OwningService)[];
};

/** The names under which the systems are known to flows: a name of the flow's own tools is refused. */
export type CheckedSystems<S extends Systems> = {
  readonly [K in keyof S]: K extends (typeof reservedNames)[number] ? never : S[K];
};

type NeedsOf<F> = F extends { readonly needs: infer N extends Needs } ? N : never;

type MissingOf<N extends Needs, S extends Systems> = {
  [K in keyof N]: K extends keyof S
    ? Exclude<N[K][number], CapabilitiesOf<S[K]>>
    : `there is no system '${K & string}'`;
}[keyof N];

/** The event names that some wired system tells. */
type ToldBy<S extends Systems> = { [K in keyof S]: EventsOf<S[K]> }[keyof S];

/** A flow as it is, or what keeps it from working with the systems. */
export type CheckedFlow<F extends AnyFlow, S extends Systems> = [MissingOf<NeedsOf<F>, S>] extends [never]
  ? F['on'] extends ToldBy<S>
    ? F
    : { readonly 'no wired system tells the event': F['on'] }
  : { readonly 'a wired system lacks': MissingOf<NeedsOf<F>, S> };

/** Every flow checked against the systems. */
export type CheckedFlows<F extends readonly AnyFlow[], S extends Systems> = {
  readonly [I in keyof F]: F[I] extends AnyFlow ? CheckedFlow<F[I], S> : F[I];
};
