import { gid } from '../platform-formats.ts';

/** A metafield as it is written. */
export interface MetafieldWrite {
  readonly namespace?: string | null;
  readonly key?: string | null;
  readonly type?: string | null;
  readonly value?: string | null;
}

/** A metafield as it is kept. */
export interface KeptMetafield {
  readonly id: bigint;
  readonly namespace: string;
  readonly key: string;
  readonly type: string;
  readonly value: string;
}

/** What may carry metafields. */
export interface HasMetafields {
  readonly metafields: Map<string, KeptMetafield>;
}

/** A refusal as mutations without codes carry it. */
export interface PlainUserError {
  readonly field: readonly string[];
  readonly message: string;
}

/** Owner types that the simulated shop knows. */
export type OwnerType = 'CUSTOMER' | 'ORDER' | 'PRODUCT' | 'PRODUCTVARIANT';

/** The namespace that is the app's own: meant when none is named. */
const appNamespace = 'app--1';

/** Definitions of metafields, and the rule that values of the type `id` are unique among their owners. */
export class Metafields {
  readonly #nextId: () => bigint;
  readonly #definitions: {
    id: bigint;
    ownerType: OwnerType;
    namespace: string;
    key: string;
    name: string;
    type: string;
  }[] = [];

  constructor(nextId: () => bigint) {
    this.#nextId = nextId;
  }

  /** The definitions of one owner type. */
  definitions({
    ownerType,
    namespace,
    key,
  }: {
    ownerType: OwnerType;
    namespace?: string | null | undefined;
    key?: string | null | undefined;
  }) {
    return this.#definitions.filter(
      (it) => it.ownerType === ownerType && it.namespace === spaceOf(namespace) && (key == null || it.key === key),
    );
  }

  /** Answers `metafieldDefinitionCreate`. */
  define(definition: {
    ownerType: OwnerType;
    namespace?: string | null;
    key: string;
    name: string;
    type: string;
  }): unknown {
    if (this.definitions(definition).length > 0) {
      return { userErrors: [{ field: ['definition', 'key'], message: 'Key is in use', code: 'TAKEN' }] };
    }
    const kept = { ...definition, namespace: spaceOf(definition.namespace), id: this.#nextId() };
    this.#definitions.push(kept);
    return { createdDefinition: definitionView(kept), userErrors: [] };
  }

  /** What is wrong with metafields that are to be written, given everybody who may carry the same value. */
  problems(
    ownerType: OwnerType,
    writes: readonly MetafieldWrite[],
    others: readonly HasMetafields[],
  ): readonly PlainUserError[] {
    return writes.flatMap((write, index): PlainUserError[] => {
      const field = ['metafields', String(index)];
      const [definition] = this.definitions({ ownerType, namespace: write.namespace, key: write.key });
      if (write.type === 'json' && !isJson(write.value ?? '')) return [{ field, message: 'Value is invalid JSON' }];
      if (write.type === 'id' && definition?.type !== 'id') {
        return [{ field, message: 'Type id needs a definition' }];
      }
      if (definition?.type !== 'id') return [];
      const taken = others.some((other) => other.metafields.get(nameOf(write))?.value === write.value);
      return taken ? [{ field, message: 'Value must be unique' }] : [];
    });
  }

  /** Writes metafields that have no problems. Returns whether anything changed. */
  write(owner: HasMetafields, writes: readonly MetafieldWrite[]): boolean {
    let changed = false;
    for (const write of writes) {
      const name = nameOf(write);
      const known = owner.metafields.get(name);
      if (known?.value === write.value) continue;
      changed = true;
      owner.metafields.set(name, {
        id: known?.id ?? this.#nextId(),
        namespace: spaceOf(write.namespace),
        key: write.key ?? '',
        type: write.type ?? known?.type ?? 'single_line_text_field',
        value: write.value ?? '',
      });
    }
    return changed;
  }
}

/** Answers the field `metafield` of an owner. */
export function metafieldOf(owner: HasMetafields) {
  return ({ namespace, key }: { namespace?: string | null; key: string }): unknown => {
    const kept = owner.metafields.get(nameOf({ namespace: namespace ?? null, key }));
    return kept ? { ...kept, id: gid('Metafield', kept.id) } : null;
  };
}

/** The owner with the unique value. */
export function byCustomId<Owner extends HasMetafields>(
  owners: readonly Owner[],
  { namespace, key, value }: { namespace?: string | null; key: string; value: string },
): Owner | undefined {
  const name = nameOf({ namespace: namespace ?? null, key });
  return owners.find(
    (owner) => owner.metafields.get(name)?.value === value && owner.metafields.get(name)?.type === 'id',
  );
}

/** A definition in the shape that GraphQL selects from. */
export function definitionView<Definition extends { readonly id: bigint }>(definition: Definition) {
  return { ...definition, id: gid('MetafieldDefinition', definition.id) };
}

function nameOf({ namespace, key }: MetafieldWrite): string {
  return `${spaceOf(namespace)}/${key ?? ''}`;
}

function spaceOf(namespace: string | null | undefined): string {
  return namespace == null || namespace.startsWith('$app') ? appNamespace : namespace;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
