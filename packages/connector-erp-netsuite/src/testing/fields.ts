/** How the fields of a record type are declared. */
export type FieldKind = 'text' | 'number' | 'boolean' | 'date' | 'instant' | 'enumeration' | 'reference' | 'object';

export interface Field {
  readonly kind: FieldKind;
  /** Type of the record that a reference must name; without it any id is taken. `item` stands for every kind of item. */
  readonly refersTo?: string;
  readonly readOnly?: true;
}

export type Fields = Readonly<Record<string, Field>>;

export function all(kind: FieldKind, names: string): Fields {
  return Object.fromEntries(names.split(' ').map((name) => [name, { kind }]));
}

export function references(targets: Readonly<Record<string, string>>): Fields {
  return Object.fromEntries(
    Object.entries(targets).map(([name, refersTo]) => [name, { kind: 'reference' as const, refersTo }]),
  );
}

export function readOnly(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, { ...field, readOnly: true as const }]),
  );
}

/** Fields that every record has. */
export const common: Fields = { ...all('text', 'externalId'), ...readOnly(all('text', 'id')) };

export const stamps: Fields = readOnly(all('instant', 'createdDate lastModifiedDate'));
