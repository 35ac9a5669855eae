import { IntegrationError } from '../src/primitives/index.ts';

/** How a platform recognises a write that it has seen before. */
export type Recognition = 'key' | 'reference' | 'nothing';

/** One request that reached the platform. */
export interface BookedRequest {
  readonly capability: string;
  readonly reference: string;
  readonly key: string;
}

/** One document that the platform made. */
export interface BookedEffect extends BookedRequest {
  readonly id: string;
  readonly input: unknown;
}

/** The books of a simulated platform: what was asked of it, and what it did. */
export class Books {
  readonly requests: BookedRequest[] = [];
  readonly effects: BookedEffect[] = [];
  /** Called before anything happens; what it throws is the answer. */
  before: (request: BookedRequest) => unknown = () => undefined;
  /** Called when it has happened and before the answer arrives; what it throws is the answer. */
  after: (request: BookedRequest) => unknown = () => undefined;
  readonly recognition: Recognition;

  constructor(recognition: Recognition = 'key') {
    this.recognition = recognition;
  }

  async write(request: BookedRequest, input: unknown): Promise<BookedEffect> {
    this.requests.push(request);
    await this.before(request);
    const known = this.effects.find((it) => this.#isSame(it, request));
    const effect = known ?? { ...request, id: `D${this.effects.length + 1}`, input };
    if (!known) this.effects.push(effect);
    await this.after(request);
    return effect;
  }

  find(capability: string, reference: string): BookedEffect | undefined {
    return this.effects.find((it) => it.capability === capability && it.reference === reference);
  }

  /** `createOrder A-1`, in the order in which they took effect. */
  get told(): readonly string[] {
    return this.effects.map(({ capability, reference }) => `${capability} ${reference}`);
  }

  #isSame(effect: BookedEffect, request: BookedRequest): boolean {
    if (effect.capability !== request.capability || this.recognition === 'nothing') return false;
    return this.recognition === 'key' ? effect.key === request.key : effect.reference === request.reference;
  }
}

/** Throws the error for the first so many requests. */
export function failing(times: number, code: IntegrationError['code'], more: object = {}): () => void {
  let left = times;
  return () => {
    if (left-- > 0) throw new IntegrationError(`The platform answers '${code}'`, { code, ...more });
  };
}
