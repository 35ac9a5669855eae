import { describe, expect, it } from 'vitest';
import { isIntegrationError } from '@crossdock/core';
import { defaultLimits } from './limits.ts';
import { type FileRecord, type Resume } from './record.ts';
import { without } from './text.ts';
import { type XmlElement } from './xml-element.ts';
import { xmlRecords, type XmlRecordOptions } from './xml-records.ts';

const options: XmlRecordOptions = {
  names: { isOwn: (it) => it === '' || it === 'urn:own', extensionPrefix: () => undefined },
  record: 'Transaction',
  roots: ['POSLog', 'Transaction', 'Answer'],
  limits: defaultLimits,
};

async function* inPieces(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}

interface Read {
  readonly records: FileRecord<XmlElement>[];
  readonly failure?: unknown;
}

async function read(text: string, length = 7, changes: Partial<XmlRecordOptions> = {}): Promise<Read> {
  const records: FileRecord<XmlElement>[] = [];
  try {
    const from = changes.from?.offset ?? 0;
    for await (const some of xmlRecords(without(from, inPieces(text, length)), { ...options, ...changes }))
      records.push(...some);
    return { records };
  } catch (failure) {
    return { records, failure };
  }
}

const contents = ({ records }: Read) => records.map((it) => it.content);

const drop = `<?xml version="1.0"?>\r\n<o:POSLog xmlns:o="urn:own" xmlns:e="urn:ext">
<o:Header><o:Any>1</o:Any></o:Header>
<o:Transaction n="1"><o:Amount>1.00</o:Amount><e:Amount>9</e:Amount></o:Transaction>\r\n
<o:Batch xmlns="urn:own" xmlns:x="urn:other"><Transaction><Amount><![CDATA[2.]]>00</Amount><x:Amount/></Transaction>
<!-- 😀 --><Transaction><Amount>3.00 &amp; 😀</Amount></Transaction></o:Batch>
<o:Transaction><o:Amount>4.00</o:Amount></o:Transaction></o:POSLog>`;

describe('reading XML record by record', () => {
  it('gives the same records in pieces of any length', async () => {
    const whole = await read(drop, drop.length);
    expect(whole.failure).toBeUndefined();
    expect(whole.records.map((it) => it.number)).toEqual([1, 2, 3, 4]);
    for (const length of [1, 2, 3, 5, 64]) expect((await read(drop, length)).records).toEqual(whole.records);
  });

  it("keeps a format's own elements apart from extensions of the same name", async () => {
    const [first, second] = contents(await read(drop)) as XmlElement[];
    expect(first?.children.map((it) => [it.name, it.text])).toEqual([
      ['Amount', '1.00'],
      ['e:Amount', '9'],
    ]);
    expect(second?.children.map((it) => [it.name, it.text])).toEqual([
      ['Amount', '2.00'],
      ['x:Amount', ''],
    ]);
  });

  it('goes on behind any record as if it had never stopped', async () => {
    const { records } = await read(drop);
    for (const length of [1, 3, 1_000]) {
      for (const [index, { next }] of records.entries()) {
        const from: Resume = JSON.parse(JSON.stringify(next)) as Resume;
        const rest = await read(drop, length, { from });
        expect(rest.failure).toBeUndefined();
        expect(rest.records).toEqual(records.slice(index + 1));
      }
    }
  });

  it.each([
    ['a bare transaction', '<Transaction><A/></Transaction>'],
    ['an envelope', '<Answer><Log><Transaction><A/></Transaction></Log></Answer>'],
  ])('takes %s', async (_what, text) => {
    expect(await read(text)).toMatchObject({ records: [{ number: 1 }] });
  });

  it('gives out nothing of a file that is cut off but what was whole', async () => {
    const end = drop.indexOf('<o:Batch');
    for (let length = 0; length < drop.length; length += 1) {
      const { records, failure } = await read(drop.slice(0, length), 50);
      expect(isIntegrationError(failure) && failure.code).toBe('body-invalid');
      const whole = drop.slice(0, length).match(/<\/(o:)?Transaction>/g)?.length ?? 0;
      expect(records).toHaveLength(whole);
    }
    expect(end).toBeGreaterThan(0);
  });

  it.each([
    ['a document type', '<!DOCTYPE POSLog [<!ENTITY a "b">]><POSLog/>', /document type/],
    ['an entity of its own', '<POSLog><Transaction>&lol9;</Transaction></POSLog>', /not well-formed/],
    ['tags that do not match', '<POSLog><Transaction></POSLog></Transaction>', /not well-formed/],
    ['another root', '<html><Transaction/></html>', /begins with 'html'/],
    ['depth', `<POSLog>${'<a>'.repeat(100)}`, /too deep/],
    ['no end of a text', `<POSLog><Transaction>${'x'.repeat(5_000)}`, /without end/],
    ['no end of a name', `<POSLog><${'x'.repeat(5_000)}`, /without end/],
    ['no end of an attribute', `<POSLog><a b="${'x'.repeat(5_000)}`, /without end/],
    ['no end of a comment', `<POSLog><!-- ${'x'.repeat(5_000)}`, /without end/],
    ['no end of attributes', `<POSLog><a ${Array.from({ length: 300 }, (_, i) => `a${i}=""`).join(' ')}`, /attributes/],
    ['nothing', '', /not well-formed/],
    ['a character that XML has not', '<POSLog>\u0001</POSLog>', /not well-formed/],
  ])('refuses a file with %s', async (_what, text, reason) => {
    const { failure } = await read(text, 100, { limits: { ...defaultLimits, maxTokenLength: 4_000 } });
    expect(failure).toMatchObject({ code: 'body-invalid', message: expect.stringMatching(reason) as string });
  });

  it.each([
    ['is too long', `<A>${'x'.repeat(2_000)}</A>`.repeat(3)],
    ['has too many elements', '<A/>'.repeat(200)],
  ])('refuses a transaction that %s by itself', async (_what, inner) => {
    const text = `<POSLog><Transaction/><Transaction>${inner}</Transaction><Transaction/></POSLog>`;
    const limits = { ...defaultLimits, maxRecordLength: 3_000, maxElements: 100 };
    const { records, failure } = await read(text, 100, { limits });
    expect(failure).toBeUndefined();
    expect(records.map((it) => isIntegrationError(it.content) && it.content.code)).toEqual([
      false,
      'body-too-large',
      false,
    ]);
  });

  it('does not keep what is dropped', async () => {
    const text = '<POSLog><Transaction><Card><No>4111</No></Card><A>1</A></Transaction></POSLog>';
    expect(JSON.stringify(await read(text, 7, { dropped: ['Card'] }))).not.toContain('4111');
  });
});
