/**
 * Reads JSON with every number as the text that was sent: `19.90` stays `'19.90'` and a 20-digit id keeps its last digits,
 * where a JavaScript number would lose them.
 */
export function parseJsonExactly(text: string): unknown {
  const keepText = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' ? (context?.source ?? String(value)) : value;
  return JSON.parse(text, keepText) as unknown;
}

/** The body of a failed answer: JSON if it is JSON, else text. Never throws. */
export function parseLeniently(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
