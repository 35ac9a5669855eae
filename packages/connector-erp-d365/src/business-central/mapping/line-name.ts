import { unsuitable } from './refusals.ts';

/** Longest description of a line. */
const longest = 100;
const longestMark = 60;

/**
 * What a line is to us stands at the end of its description, the only text of a line that the platform keeps through posting:
 * `Parka, medium [L-1]`.
 */
export function describe(text: string, name: string, path: string): string {
  const mark = `[${name}]`;
  if (mark.length > longestMark || !/^\[[^\]\p{Cc}]+\]$/u.test(mark)) {
    throw unsuitable('The id of a line is too long, or has brackets in it, to stand in its description', path);
  }
  const plain = text.replaceAll(/\p{Cc}+/gu, ' ');
  return `${plain.slice(0, longest - mark.length - 1).trim()} ${mark}`.trim();
}

/** Our name of a line, `L-1`; `undefined` for one that others made. */
export function nameIn(description: string): string | undefined {
  return /\[((?:L|X|C|F|T|R|A)-[^\]]+)\]$/.exec(description)?.[1];
}

/** The line's id in the selling system, if it sells goods. */
export function lineIdIn(description: string): string | undefined {
  const name = nameIn(description);
  return name?.startsWith('L-') === true ? name.slice(2) : undefined;
}

/** What stands before the mark. */
export function textIn(description: string): string {
  return description.replace(/\s*\[(?:L|X|C|F|T|R|A)-[^\]]+\]$/, '');
}
