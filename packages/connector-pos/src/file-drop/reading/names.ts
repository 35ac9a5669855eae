/** How element names of a feed are told apart: the format's own, and extensions. */
export interface NameRules {
  /** Whether elements of a namespace are the format's own; `''` is none. */
  isOwn(namespace: string): boolean;
  /** The prefix under which an extension is known, whatever prefix a file gives it. */
  extensionPrefix(namespace: string): string | undefined;
}

type Bindings = Readonly<Record<string, string>>;

const noBindings: Bindings = Object.create(null) as Bindings;

/** Follows the namespaces of the open elements and names each by local name or `prefix:Name`. Never merges the two. */
export class NameScope {
  readonly #rules: NameRules;
  /** Bindings by depth; the same object again where an element declares none. */
  readonly #open: Bindings[] = [noBindings];
  readonly #names = new WeakMap<Bindings, Map<string, string>>();

  constructor(rules: NameRules) {
    this.#rules = rules;
  }

  /** Enters an element, and says what it is called. */
  enter(raw: string, attributes: Readonly<Record<string, string>>): string {
    const outer = this.#open.at(-1) ?? noBindings;
    let inner: Record<string, string> | undefined;
    for (const key in attributes) {
      if (!key.startsWith('xmlns')) continue;
      inner ??= Object.assign(Object.create(null) as Record<string, string>, outer);
      inner[key.slice('xmlns:'.length)] = (attributes[key] ?? '').trim();
    }
    const bindings = inner ?? outer;
    this.#open.push(bindings);
    return this.#nameOf(raw, bindings);
  }

  leave(): void {
    this.#open.pop();
  }

  #nameOf(raw: string, bindings: Bindings): string {
    let names = this.#names.get(bindings);
    if (!names) this.#names.set(bindings, (names = new Map<string, string>()));
    const known = names.get(raw);
    if (known !== undefined) return known;
    const name = resolve(raw, bindings, this.#rules);
    // A file may make up names without end.
    if (names.size < 2_000) names.set(raw, name);
    return name;
  }
}

function resolve(raw: string, bindings: Bindings, rules: NameRules): string {
  const colon = raw.indexOf(':');
  const prefix = colon < 0 ? '' : raw.slice(0, colon);
  const local = raw.slice(colon + 1);
  const namespace = bindings[prefix] ?? '';
  if (namespace === '' && prefix !== '') return raw;
  if (rules.isOwn(namespace)) return local;
  const known = rules.extensionPrefix(namespace) ?? prefix;
  return `${known === '' ? 'other' : known}:${local}`;
}
