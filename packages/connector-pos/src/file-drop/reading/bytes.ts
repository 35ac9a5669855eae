import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { unreadable } from './limits.ts';

/** Bytes that are decoded at once. What is read of one piece lives until the next, so small pieces keep memory low. */
const pieceBytes = 16 * 1_024;

/** The bytes of a local file, unpacked if its name ends in `.gz`, and never more than `maxBytes`. */
export async function* bytesOf(path: string, maxBytes: number): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: pieceBytes });
  const isPacked = path.endsWith('.gz');
  const unpacked = isPacked ? file.pipe(createGunzip({ chunkSize: pieceBytes })) : file;
  // A pipe does not hand an error on.
  if (isPacked) file.once('error', (error) => unpacked.destroy(error));
  let read = 0;
  try {
    for await (const piece of unpacked as AsyncIterable<Buffer>) {
      read += piece.length;
      if (read > maxBytes) throw unreadable(`The file has more than ${maxBytes} bytes`);
      yield piece;
    }
  } catch (error) {
    if (isPacked && isZlibError(error)) throw unreadable('The packed file is damaged or cut off', undefined, error);
    throw error;
  } finally {
    unpacked.destroy();
    file.destroy();
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(Z_|ERR_ZLIB)/.test(String(error.code));
}
