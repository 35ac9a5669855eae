import { IntegrationError } from '@crossdock/core';
import { type FileEntry, Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';

/** The files of a package, by name. */
export type PackageFiles = Readonly<Record<string, Uint8Array>>;

/** How much of a package is unpacked at most: nobody can tell from its outside how much is in it. */
export interface UnpackLimits {
  /** Files and folders. */
  readonly maxFiles: number;
  /** Bytes of all files together, unpacked. */
  readonly maxBytes: number;
}

/** In this process: a worker would be one more thing to end, and only zlib works here, outside of the main thread already. */
const here = { useWebWorkers: false } as const;
/** The first day that the format knows, and no extra fields with another one: the same files make the same package. */
const timeless = { lastModDate: new Date(1980, 0, 1), extendedTimestamp: false, dataDescriptor: false } as const;
/** What is not unpacked whole is not unpacked: a checksum that differs, files that lie on one another, headers that contradict. */
const checked = { checkCrc32: true, checkOverlappingEntry: true } as const;

/** Packs files as the platform takes them. The same files make the same bytes. */
export async function packFiles(files: PackageFiles): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { ...here, ...timeless });
  for (const [name, bytes] of Object.entries(files)) await writer.add(name, new Uint8ArrayReader(bytes));
  return writer.close();
}

/**
 * Unpacks a package in memory, every file checked by its checksum.
 *
 * @throws IntegrationError `response-invalid` when it is no package or is damaged, `response-too-large` beyond the limits
 */
export async function unpackFiles(bytes: Uint8Array, limits: UnpackLimits): Promise<PackageFiles> {
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { ...here, ...checked });
  try {
    return await filesIn(reader, limits);
  } catch (error) {
    throw error instanceof IntegrationError ? error : damaged(error);
  } finally {
    await reader.close();
  }
}

async function filesIn(reader: ZipReader<Uint8Array>, { maxFiles, maxBytes }: UnpackLimits): Promise<PackageFiles> {
  const files = new Map<string, Uint8Array>();
  let left = maxBytes;
  let count = 0;
  for await (const entry of reader.getEntriesGenerator()) {
    count += 1;
    if (count > maxFiles) throw tooLarge();
    if (entry.directory) continue;
    if (files.has(entry.filename)) throw damaged();
    const file = await unpacked(entry, left);
    left -= file.length;
    files.set(entry.filename, file);
  }
  return Object.fromEntries(files);
}

/** What a file says of its size is not believed: the bytes are counted while they come, and no more than `most` is ever kept. */
async function unpacked(entry: FileEntry, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const counted = new WritableStream<Uint8Array>({
    write(chunk) {
      length += chunk.length;
      if (length > most) throw tooLarge();
      chunks.push(chunk);
    },
  });
  try {
    await entry.getData(counted);
  } catch (error) {
    // A stream that was stopped may be told as one that is broken.
    throw length > most ? tooLarge() : error;
  }
  return Buffer.concat(chunks);
}

function damaged(cause?: unknown): IntegrationError {
  return new IntegrationError('A data package of Dynamics 365 is damaged or of another kind', {
    code: 'response-invalid',
    disposition: 'reject',
    ...(cause !== undefined && { cause }),
  });
}

function tooLarge(): IntegrationError {
  return new IntegrationError('A data package of Dynamics 365 has more in it than is unpacked', {
    code: 'response-too-large',
  });
}
