import { z } from 'zod';

/** A value that never prints itself: not in logs, errors, JSON or templates. */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself. Call it only where it goes onto the wire. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}

/**
 * The schema of a secret field: takes a non-empty text or a {@link Secret}, gives a {@link Secret}.
 */
export function secret() {
  return z
    .union([z.string().min(1, 'must not be empty'), z.instanceof(Secret)], { error: 'must be a non-empty text' })
    .transform((value): Secret => (typeof value === 'string' ? new Secret(value) : (value as Secret)));
}
