import { IntegrationError } from '@crossdock/core';
import { SaxesParser } from 'saxes';
import { type ReadingLimits, unreadable } from './limits.ts';
import { NameScope, type NameRules } from './names.ts';
import { beginning, type FileRecord, type Resume } from './record.ts';
import { type XmlElement } from './xml-element.ts';

/** What is read out of an XML file. */
export interface XmlRecordOptions {
  readonly names: NameRules;
  /** The element that is one record, `Transaction`. */
  readonly record: string;
  /** Elements that may stand at the root. */
  readonly roots: readonly string[];
  /** Elements that are not kept: receipt images, card numbers. */
  readonly dropped?: readonly string[] | undefined;
  readonly limits: ReadingLimits;
  /** @default the beginning */
  readonly from?: Resume;
}

/** More attributes than any tag of a feed has. */
const maxAttributes = 200;

/**
 * Reads an XML file record by record, as its text comes in. A record is given out once its end was seen, so one that is
 * cut off never is. No entity is expanded beyond XML's own five, and no document type is taken.
 *
 * @throws IntegrationError `body-invalid` where the file cannot be trusted any further; what came before it is whole.
 */
export async function* xmlRecords(
  text: AsyncIterable<string>,
  options: XmlRecordOptions,
): AsyncGenerator<readonly FileRecord<XmlElement>[]> {
  const reader = new XmlRecordReader(options);
  for await (const piece of text) {
    const records = reader.read(piece);
    if (records.length > 0) yield records;
    reader.check();
  }
  const last = reader.end();
  if (last.length > 0) yield last;
  reader.check();
}

class XmlRecordReader {
  readonly #options: XmlRecordOptions;
  readonly #parser = new SaxesParser({ xmlns: false, position: true });
  readonly #scope: NameScope;
  readonly #dropped: ReadonlySet<string>;
  /** Where the text of the file begins in what the parser is given. */
  readonly #shift: number;
  /** Open tags outside of records, as they are written. */
  #around: readonly string[] = [];
  /** Open elements of the record that is read. */
  #open: XmlElement[] = [];
  #records: FileRecord<XmlElement>[] = [];
  #failure: IntegrationError | undefined;
  #number: number;
  #depth = 0;
  #attributes = 0;
  #elements = 0;
  #recordFrom = 0;
  /** Depth of the record's own element while it is read, or of an element that is dropped. */
  #recordDepth = 0;
  #dropDepth = 0;
  #tooLarge = false;
  #lastEvent = 0;

  constructor(options: XmlRecordOptions) {
    const { from = beginning } = options;
    this.#options = options;
    this.#scope = new NameScope(options.names);
    this.#dropped = new Set(options.dropped);
    this.#number = from.record;
    this.#shift = from.offset - from.prefix.length;
    this.#listen();
    if (from.prefix !== '') this.#parser.write(from.prefix);
  }

  read(piece: string): readonly FileRecord<XmlElement>[] {
    if (this.#failure) return [];
    this.#parser.write(piece);
    const held = this.#parser.position - this.#lastEvent;
    if (held > this.#options.limits.maxTokenLength) this.#fail('has a tag or text without end');
    const isLong =
      this.#recordDepth > 0 && this.#parser.position - this.#recordFrom > this.#options.limits.maxRecordLength;
    if (isLong) this.#dropRecord();
    return this.#taken();
  }

  end(): readonly FileRecord<XmlElement>[] {
    if (!this.#failure) this.#parser.close();
    return this.#taken();
  }

  /** Throws what was found wrong with the file as a whole, after the records before it were given out. */
  check(): void {
    if (this.#failure) throw this.#failure;
  }

  #taken(): readonly FileRecord<XmlElement>[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  #listen(): void {
    const parser = this.#parser;
    parser.on('doctype', () => this.#fail('declares a document type, which no till has to'));
    parser.on('opentagstart', () => (this.#attributes = 0));
    parser.on('attribute', () => {
      if (++this.#attributes > maxAttributes) this.#fail(`has a tag with more than ${maxAttributes} attributes`);
    });
    parser.on('opentag', ({ name, attributes }) => this.#opened(name, attributes));
    parser.on('closetag', ({ name }) => this.#closed(name));
    parser.on('text', (text) => this.#said(text));
    parser.on('cdata', (text) => this.#said(text));
    parser.on('comment', () => (this.#lastEvent = parser.position));
    parser.on('processinginstruction', () => (this.#lastEvent = parser.position));
    parser.on('error', (error) => this.#fail(`is not well-formed: ${shortened(error.message)}`, error));
  }

  #opened(raw: string, attributes: Record<string, string>): void {
    if (this.#failure) return;
    this.#lastEvent = this.#parser.position;
    this.#depth += 1;
    if (this.#depth > this.#options.limits.maxDepth) return this.#fail('nests its elements too deep');
    const name = this.#scope.enter(raw, attributes);
    if (this.#depth === 1 && !this.#options.roots.includes(name)) return this.#fail(`begins with '${shortened(name)}'`);
    if (this.#dropDepth > 0) return;
    if (this.#recordDepth === 0) {
      if (name !== this.#options.record) this.#around = [...this.#around, tagOf(raw, attributes)];
      else this.#begin(name, attributes);
      return;
    }
    if (this.#dropped.has(name)) this.#dropDepth = this.#depth;
    else this.#grow({ name, attributes, children: [], text: '' });
  }

  #begin(name: string, attributes: Record<string, string>): void {
    this.#number += 1;
    this.#recordDepth = this.#depth;
    this.#recordFrom = this.#parser.position;
    this.#elements = 0;
    this.#tooLarge = false;
    this.#open = [{ name, attributes, children: [], text: '' }];
  }

  #grow(element: XmlElement): void {
    if (this.#tooLarge) return;
    this.#elements += 1;
    if (this.#elements > this.#options.limits.maxElements) return this.#dropRecord();
    this.#open.at(-1)?.children.push(element);
    this.#open.push(element);
  }

  #said(text: string): void {
    this.#lastEvent = this.#parser.position;
    if (this.#recordDepth === 0 || this.#dropDepth > 0 || this.#tooLarge || !/\S/.test(text)) return;
    const element = this.#open.at(-1);
    if (element) element.text += text;
  }

  #closed(_raw: string): void {
    if (this.#failure) return;
    this.#lastEvent = this.#parser.position;
    this.#scope.leave();
    const depth = this.#depth--;
    if (this.#dropDepth > 0) {
      if (depth === this.#dropDepth) this.#dropDepth = 0;
      return;
    }
    if (this.#recordDepth === 0) this.#around = this.#around.slice(0, -1);
    else if (depth === this.#recordDepth) this.#complete();
    else if (!this.#tooLarge) this.#open.pop();
  }

  #complete(): void {
    const [element] = this.#open;
    this.#recordDepth = 0;
    this.#open = [];
    const length = this.#parser.position - this.#recordFrom;
    const isTooLarge = this.#tooLarge || length > this.#options.limits.maxRecordLength || !element;
    const content = isTooLarge ? tooLarge(this.#number) : element;
    const next = {
      record: this.#number,
      offset: this.#parser.position + this.#shift,
      prefix: this.#around.join(''),
    };
    this.#records.push({ number: this.#number, content, next });
  }

  #dropRecord(): void {
    this.#tooLarge = true;
    this.#open = [];
  }

  #fail(what: string, cause?: unknown): void {
    const after = `after ${this.#number - (this.#recordDepth > 0 ? 1 : 0)} whole records`;
    this.#failure ??= unreadable(`The file ${what}, ${after}`, `line ${this.#parser.line}`, cause);
  }
}

function tooLarge(number: number): IntegrationError {
  return new IntegrationError('A transaction is longer than any a till makes', {
    code: 'body-too-large',
    path: `record ${number}`,
  });
}

/** The tag with what later names depend on. */
function tagOf(raw: string, attributes: Readonly<Record<string, string>>): string {
  const declared = Object.entries(attributes).filter(([key]) => key === 'xmlns' || key.startsWith('xmlns:'));
  return `<${raw}${declared.map(([key, value]) => ` ${key}="${escaped(value)}"`).join('')}>`;
}

const escaped = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** What the parser says names tags and characters, never texts; but a name may be made to be long. */
function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
