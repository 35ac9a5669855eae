import { type CsvRow } from '../reading/csv-records.ts';
import { missing, unmapped } from '../values.ts';
import { itemIn, numberIn } from './cells.ts';
import { type CsvColumns, type CsvMapping, type RowMeaning } from './mapping.ts';

/** Reads cells of one row by what they hold. */
export class RowReader {
  readonly #row: CsvRow;
  readonly #mapping: CsvMapping;
  readonly #path: string;

  constructor(row: CsvRow, mapping: CsvMapping, index: number) {
    this.#row = row;
    this.#mapping = mapping;
    this.#path = `row ${index + 1}`;
  }

  pathOf(what: keyof CsvColumns): string {
    return `${this.#path}.${this.#mapping.columns[what] ?? what}`;
  }

  text(what: keyof CsvColumns): string | undefined {
    const name = this.#mapping.columns[what];
    const cell = name === undefined ? '' : (this.#row.cells[name] ?? '').trim();
    return cell === '' ? undefined : cell;
  }

  needed(what: keyof CsvColumns): string {
    const text = this.text(what);
    if (text === undefined) throw missing(what, this.pathOf(what));
    return text;
  }

  number(what: keyof CsvColumns): string | undefined {
    return numberIn(this.text(what) ?? '', this.#mapping, this.pathOf(what));
  }

  neededNumber(what: keyof CsvColumns): string {
    const value = this.number(what);
    if (value === undefined) throw missing(what, this.pathOf(what));
    return value;
  }

  item(): string | undefined {
    return itemIn(this.text('sku') ?? '', this.pathOf('sku'));
  }

  /** What the row is: by its word, or by what it holds. */
  meanings(): readonly RowMeaning[] {
    const word = this.text('type');
    if (this.#mapping.columns.type !== undefined) {
      const meaning = this.#mapping.types?.[word ?? ''];
      if (meaning === undefined) throw unmapped('type of row', word ?? '', this.pathOf('type'));
      return [meaning];
    }
    const goods = this.text('sku') === undefined ? [] : (['sale'] as const);
    const money = this.text('tender') === undefined ? [] : (['tender'] as const);
    if (goods.length + money.length === 0) throw missing('item or tender', this.#path);
    return [...goods, ...money];
  }
}
