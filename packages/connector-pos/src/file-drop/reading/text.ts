import { encodingOf } from './encodings.ts';
import { unreadable } from './limits.ts';

/** Enough to see a mark and a declaration in UTF-16. */
const headBytes = 1_024;

/**
 * Decodes the bytes of a file piece by piece, strictly: a byte that has no meaning in the file's encoding ends it.
 *
 * @param agreed - the encoding that the feed is said to have, if neither mark nor declaration says it
 */
export async function* textOf(bytes: AsyncIterable<Uint8Array>, agreed?: string): AsyncGenerator<string> {
  let head: Uint8Array = new Uint8Array();
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let read = 0;
  const decode = (piece?: Uint8Array): string => {
    try {
      return decoder?.decode(piece, { stream: piece !== undefined }) ?? '';
    } catch (cause) {
      const near = `near byte ${read - (piece?.length ?? 0)}`;
      throw unreadable(`The file is not written in ${decoder?.encoding ?? 'its encoding'}, ${near}`, undefined, cause);
    }
  };
  const begin = (): string => {
    const { label, skip } = encodingOf(head, agreed);
    decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
    return decode(head.subarray(skip));
  };
  for await (const piece of bytes) {
    read += piece.length;
    if (decoder) {
      const text = decode(piece);
      if (text !== '') yield text;
      continue;
    }
    head = head.length === 0 ? piece : Buffer.concat([head, piece]);
    if (head.length < headBytes) continue;
    const text = begin();
    if (text !== '') yield text;
  }
  const first = decoder ? '' : begin();
  const last = first + decode();
  if (last !== '') yield last;
}

/** Leaves out the first `length` characters. */
export async function* without(length: number, text: AsyncIterable<string>): AsyncGenerator<string> {
  let left = length;
  for await (const piece of text) {
    if (left === 0) yield piece;
    else if (piece.length <= left) left -= piece.length;
    else {
      yield piece.slice(left);
      left = 0;
    }
  }
}

/** Leaves out text that has `length` bytes in UTF-8. */
export async function* withoutBytes(length: number, text: AsyncIterable<string>): AsyncGenerator<string> {
  let left = length;
  for await (const piece of text) {
    const size = left === 0 ? 0 : Buffer.byteLength(piece);
    if (left === 0) yield piece;
    else if (size <= left) left -= size;
    else {
      yield Buffer.from(piece).subarray(left).toString();
      left = 0;
    }
  }
}
