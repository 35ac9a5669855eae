/** The part of a journaled CloudEvents envelope that a flow needs. It was validated before it was journaled. */
export interface JournaledEnvelope {
  readonly data: unknown;
}

export function readEnvelope(text: string): JournaledEnvelope {
  return JSON.parse(text) as JournaledEnvelope;
}
