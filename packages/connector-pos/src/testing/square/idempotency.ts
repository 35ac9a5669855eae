import { bad, type Json } from './answers.ts';

interface Kept {
  readonly content: string;
  readonly answer: Json;
}

/** Remembers what was answered under a key. */
export class IdempotencyKeys {
  readonly #kept = new Map<string, Kept>();

  /** Forgets what was answered: the platform does not say how long it remembers. */
  forget(): void {
    this.#kept.clear();
  }

  /** The first answer again for the same key and body; another body is refused. */
  once(
    endpoint: string,
    body: Json,
    { maxLength, required = true }: { readonly maxLength: number; readonly required?: boolean },
    write: () => Json,
  ): Json {
    const key = body['idempotency_key'];
    if (key === undefined || key === '') {
      if (required) throw bad('MISSING_REQUIRED_PARAMETER', 'idempotency_key');
      return write();
    }
    if (typeof key !== 'string') throw bad('EXPECTED_STRING', 'idempotency_key');
    if (key.length > maxLength) throw bad('VALUE_TOO_LONG', 'idempotency_key');
    const content = JSON.stringify(body);
    const known = this.#kept.get(`${endpoint}\n${key}`);
    if (known && known.content !== content) throw bad('IDEMPOTENCY_KEY_REUSED', 'idempotency_key');
    const answer = known?.answer ?? write();
    this.#kept.set(`${endpoint}\n${key}`, { content, answer });
    return answer;
  }
}
