import { unreadable } from './limits.ts';

/** Characters that a decoder takes from the beginning of a file, and the bytes that say so. */
export interface Encoding {
  readonly label: string;
  /** Length of the byte order mark. */
  readonly skip: number;
}

const marks: readonly { readonly bytes: readonly number[]; readonly label: string }[] = [
  { bytes: [0xff, 0xfe, 0x00, 0x00], label: 'utf-32' },
  { bytes: [0x00, 0x00, 0xfe, 0xff], label: 'utf-32' },
  { bytes: [0xef, 0xbb, 0xbf], label: 'utf-8' },
  { bytes: [0xff, 0xfe], label: 'utf-16le' },
  { bytes: [0xfe, 0xff], label: 'utf-16be' },
];

/**
 * Finds out how a file is written: from its mark, from the way its first characters lie, from what it declares, and from
 * what was agreed. Where these contradict each other the file is refused, for one of them is wrong.
 *
 * @param head - the first bytes of the file
 * @param agreed - the encoding that the feed is said to have
 */
export function encodingOf(head: Uint8Array, agreed?: string): Encoding {
  const mark = marks.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  if (mark?.label === 'utf-32') throw unreadable('The file is written in UTF-32, which no reader takes');
  const lies = mark?.label ?? unmarkedUtf16(head);
  const declared = declaredIn(head, lies);
  const wide = lies?.startsWith('utf-16') === true;
  if (declared !== undefined && lies !== undefined && !agrees(declared, lies)) {
    throw unreadable(`The file declares ${declared} and is written in ${lies}`);
  }
  if (declared?.startsWith('utf-16') === true && !wide) {
    throw unreadable(`The file declares ${declared} and is written with one byte for a letter`);
  }
  return { label: lies ?? declared ?? known(agreed ?? 'utf-8'), skip: mark?.bytes.length ?? 0 };
}

/** `<` as the first character, in two bytes. */
function unmarkedUtf16(head: Uint8Array): string | undefined {
  if (head[0] === 0x3c && head[1] === 0x00) return 'utf-16le';
  return head[0] === 0x00 && head[1] === 0x3c ? 'utf-16be' : undefined;
}

function declaredIn(head: Uint8Array, label = 'latin1'): string | undefined {
  const text = new TextDecoder(label).decode(head.subarray(0, 512));
  const name = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']/.exec(text)?.[1];
  return name === undefined ? undefined : known(name);
}

/** UTF-16 leaves the order of bytes to the mark. */
function agrees(declared: string, lies: string): boolean {
  return declared === lies || (declared.startsWith('utf-16') && lies.startsWith('utf-16'));
}

function known(name: string): string {
  try {
    return new TextDecoder(name, { fatal: true }).encoding;
  } catch (cause) {
    throw unreadable(`The encoding '${name}' is not known`, undefined, cause);
  }
}
