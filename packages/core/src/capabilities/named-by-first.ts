/** How a question about several things is named in logs: the first one, and how many more. */
export const namedByFirst = ([first = '', ...others]: readonly string[]): string =>
  others.length === 0 ? first : `${first}+${others.length}`;
