/**
 * Reads JSON with every number as the text that was sent: `19.90` stays `'19.90'` and a 20-digit id keeps its last digits,
 * where a JavaScript number would lose them.
 */
export function parseJsonExactly(text: string): unknown {
  return JSON.parse(quoteNumbers(text)) as unknown;
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const quote = 34;
const backslash = 92;

/** Puts every number into quotes, several times as fast as asking for the source of each value while it is parsed. */
function quoteNumbers(text: string): string {
  const parts: string[] = [];
  let taken = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === 45 || (code >= 48 && code <= 57)) {
      number.lastIndex = at;
      const [digits] = number.exec(text) ?? [];
      // What only looks like a number stays as it is, for the parser to refuse.
      if (digits === undefined || !endsValue(text.charCodeAt(at + digits.length))) continue;
      parts.push(text.slice(taken, at), '"', digits, '"');
      taken = at + digits.length;
      at = taken - 1;
    }
  }
  return taken === 0 ? text : parts.join('') + text.slice(taken);
}

/** Position of the closing quote of a string that opens at a position. */
function endOfString(text: string, opensAt: number): number {
  for (let at = opensAt + 1; ; at++) {
    at = text.indexOf('"', at);
    if (at === -1) return text.length;
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return at;
  }
}

/** Whether a number may end before this character: white space, a comma, a closing bracket, or the end of the text. */
function endsValue(code: number): boolean {
  return Number.isNaN(code) || code === 44 || code === 93 || code === 125 || code <= 32;
}

/** The body of a failed answer: JSON if it is JSON, else text. Never throws. */
export function parseLeniently(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
