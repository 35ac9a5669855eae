import { IntegrationError } from '../primitives/index.ts';

/** A stream of bytes with the headers that announced it: a `Request` or a `Response`. */
interface Message {
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array> | null;
}

/**
 * Reads the body of an incoming message, at most so many bytes. A message that declares more is refused unread, one
 * that turns out longer is cut off: both are `body-too-large`. A body that breaks off is `body-invalid`.
 */
export async function readLimited(message: Message, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = (): IntegrationError =>
    new IntegrationError(`The message is longer than ${maxBytes} bytes`, {
      code: 'body-too-large',
      details: { maxBytes },
    });
  try {
    return await readBytes(message, maxBytes, tooLarge);
  } catch (cause) {
    if (cause instanceof IntegrationError) throw cause;
    throw new IntegrationError('The message broke off', { code: 'body-invalid', cause });
  }
}

/** Reads a body up to a limit, the declared and the real length both checked. Throws what the stream throws. */
export async function readBytes(message: Message, maxBytes: number, tooLarge: () => Error): Promise<Uint8Array> {
  const { headers, body } = message;
  if (Number(headers.get('content-length') ?? 0) > maxBytes) {
    await body?.cancel();
    throw tooLarge();
  }
  if (!body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop by an error cancels the stream.
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
