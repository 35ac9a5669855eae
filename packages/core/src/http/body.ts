import { type HttpRequest } from '../capabilities/index.ts';

/** A request's body as it goes onto the wire, with the content type that belongs to it. */
export function encodeBody({ json, form, body }: HttpRequest): {
  readonly contentType: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
} {
  if (json !== undefined) return { contentType: { 'content-type': 'application/json' }, body: JSON.stringify(json) };
  if (form) {
    return {
      contentType: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    };
  }
  return { contentType: {}, body };
}
