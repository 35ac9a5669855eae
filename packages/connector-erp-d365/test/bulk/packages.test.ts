/** Packages that are damaged, that lie about themselves, or that are made to fill the memory. */
import { isIntegrationError, seededRandom } from '@crossdock/core';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, test } from 'vitest';
import { packFiles, unpackFiles } from '../../src/bulk/zip.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 200);
const seed = process.env['FUZZ_SEED'] ?? '1129';
const limits = { maxFiles: 10, maxBytes: 1_000_000 };

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

const files = {
  'Manifest.xml': bytesOf('<Manifest/>'),
  'Customers V3.csv': bytesOf('CUSTOMERACCOUNT,NAME\r\n'.repeat(100)),
  'Größe/ñ.csv': bytesOf(''),
};

/** Where a signature begins, the last one or the first. */
function at(zip: Uint8Array, signature: number, from = 0): number {
  const found = Buffer.from(zip).indexOf(Uint8Array.of(0x50, 0x4b, signature, signature + 1), from);
  if (found === -1) throw new Error('There is no such record');
  return found;
}

/** The same package with some bytes of it changed: `local` and `central` count from the beginning of the first record of their kind. */
function changed(
  zip: Uint8Array,
  change: (view: DataView, places: { readonly local: number; readonly central: number }) => void,
) {
  const copy = new Uint8Array(zip);
  change(new DataView(copy.buffer), { local: at(copy, 3), central: at(copy, 1) });
  return copy;
}

const refusal = (bytes: Uint8Array, most = limits) =>
  unpackFiles(bytes, most).then(
    () => 'unpacked',
    (error: unknown) => (isIntegrationError(error) ? error.code : error),
  );

describe('a package', () => {
  test('comes out as it went in, and the same files make the same bytes', async () => {
    const packed = await packFiles(files);
    const unpacked = await unpackFiles(packed, limits);
    expect(Object.keys(unpacked)).toEqual(Object.keys(files));
    for (const [name, bytes] of Object.entries(files)) expect(textOf(unpacked[name])).toBe(textOf(bytes));
    expect(Buffer.compare(packed, await packFiles(files))).toBe(0);
  });

  test('may have folders, and files that are not compressed or whose sizes stand behind them', async () => {
    const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, dataDescriptor: true });
    await writer.add('folder/', undefined, { directory: true });
    await writer.add('stored.csv', new Uint8ArrayReader(bytesOf('a,b')), { level: 0 });
    await writer.add('folder/deflated.csv', new Uint8ArrayReader(bytesOf('c,d'.repeat(50))));
    const unpacked = await unpackFiles(await writer.close(), limits);
    expect(Object.keys(unpacked)).toEqual(['stored.csv', 'folder/deflated.csv']);
    expect(textOf(unpacked['stored.csv'])).toBe('a,b');
  });

  test.each([
    ['is empty', () => new Uint8Array()],
    ['is no package', () => bytesOf('<html>Sign in</html>')],
    ['breaks off', (zip: Uint8Array) => zip.subarray(0, zip.length - 30)],
    ['lacks its beginning', (zip: Uint8Array) => zip.subarray(40)],
    [
      'has another checksum in its directory',
      (zip: Uint8Array) => changed(zip, (view, { central }) => view.setUint32(central + 16, 7)),
    ],
    [
      'has a byte flipped in a file',
      (zip: Uint8Array) => changed(zip, (view, { local }) => view.setUint8(local + 46, 0xff)),
    ],
    [
      'is encrypted',
      (zip: Uint8Array) =>
        changed(zip, (view, { local, central }) => {
          view.setUint8(local + 6, 1);
          view.setUint8(central + 8, 1);
        }),
    ],
    [
      'is compressed in a way that nobody knows',
      (zip: Uint8Array) =>
        changed(zip, (view, { local, central }) => {
          view.setUint16(local + 8, 99, true);
          view.setUint16(central + 10, 99, true);
        }),
    ],
  ])('that %s is refused', async (_, damage) => {
    expect(await refusal(damage(await packFiles(files)))).toBe('response-invalid');
  });

  test.each(['../evil.csv', '/etc/evil.csv', 'C:\\evil.csv', '..\\evil.csv'])(
    'with a file that would lie outside of it is refused: %s',
    async (name) => {
      expect(await refusal(await packFiles({ [name]: bytesOf('x') }))).toBe('response-invalid');
    },
  );

  test('with two files of one name is refused', async () => {
    const zip = await packFiles({ 'a.csv': bytesOf('one'), 'b.csv': bytesOf('two') });
    const same = Buffer.from(Buffer.from(zip).toString('latin1').replaceAll('b.csv', 'a.csv'), 'latin1');
    expect(await refusal(same)).toBe('response-invalid');
  });
});

describe('a package that is made to fill the memory', () => {
  const zeros = new Uint8Array(12_000_000);

  test('is unpacked up to the limit, and no further', async () => {
    const exact = { 'a.csv': zeros.subarray(0, 600_000), 'b.csv': zeros.subarray(0, 400_000) };
    expect(await refusal(await packFiles(exact))).toBe('unpacked');
    expect(await refusal(await packFiles({ ...exact, 'c.csv': bytesOf('x') }))).toBe('response-too-large');
    expect(await refusal(await packFiles({ 'bomb.csv': zeros }))).toBe('response-too-large');
  });

  test('is not believed about its sizes', async () => {
    const bomb = await packFiles({ 'bomb.csv': zeros });
    expect(bomb.length).toBeLessThan(50_000);
    const lying = changed(bomb, (view, { local, central }) => {
      view.setUint32(local + 22, 10, true);
      view.setUint32(central + 24, 10, true);
    });
    const before = process.memoryUsage().arrayBuffers;
    expect(await refusal(lying)).toMatch(/^response-(?:invalid|too-large)$/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000);
  });

  test('may not have more files than allowed, folders counted', async () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${String(index)}.csv`, bytesOf('')]));
    expect(await refusal(await packFiles(many(10)))).toBe('unpacked');
    expect(await refusal(await packFiles(many(11)))).toBe('response-too-large');
    const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
    for (let folder = 0; folder < 11; folder += 1)
      await writer.add(`${String(folder)}/`, undefined, { directory: true });
    expect(await refusal(await writer.close())).toBe('response-too-large');
  });

  test('may not tell one file many times', async () => {
    const zip = Buffer.from(await packFiles({ 'a.csv': zeros.subarray(0, 300_000) }));
    const [central, end] = [at(zip, 1), at(zip, 5)];
    const record = zip.subarray(central, end);
    const copies = Array.from({ length: 3 }, (_, index) => {
      const copy = Buffer.from(record);
      copy.write(`${'abc'[index] ?? ''}.csv`, 46);
      return copy;
    });
    const last = Buffer.from(zip.subarray(end));
    last.writeUInt16LE(3, 8);
    last.writeUInt16LE(3, 10);
    last.writeUInt32LE(record.length * 3, 12);
    const overlapping = Buffer.concat([zip.subarray(0, central), ...copies, last]);
    expect(await refusal(overlapping)).toBe('response-invalid');
  });
});

test(
  'packages with something wrong in them are unpacked as they are, or refused',
  async () => {
    const random = seededRandom(`${seed} packages`);
    const whole = await packFiles(files);
    const one = () => Math.floor(random() * 256);
    let taken = 0;
    for (let run = 0; run < runs; run += 1) {
      const length = random() < 0.2 ? Math.floor(random() * whole.length) : whole.length;
      const broken = new Uint8Array(whole.subarray(0, length));
      for (let left = Math.floor(random() * 3); left > 0 && length > 0; left -= 1) {
        broken[Math.floor(random() * length)] = one();
      }
      try {
        const unpacked = await unpackFiles(broken, limits);
        taken += 1;
        // What comes out passed its checksum, so it is what went in, whatever its name is now.
        const known = new Set(Object.values(files).map(textOf));
        for (const bytes of Object.values(unpacked)) expect(known).toContain(textOf(bytes));
      } catch (error) {
        if (!isIntegrationError(error))
          throw new Error(`Nothing of ours is thrown in run ${String(run)} of ${seed}`, { cause: error });
        expect(error.disposition).toBe('reject');
      }
    }
    expect(taken).toBeGreaterThan(0);
  },
  Math.max(30_000, runs * 40),
);
