/** Text of one element. Absent content makes none. */
export function element(
  name: string,
  content: string | undefined,
  attributes: Readonly<Record<string, string | undefined>> = {},
): string {
  if (content === undefined) return '';
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(value)}"`],
  );
  return content === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`;
}

/** An element with text that may hold any character. */
export function textElement(
  name: string,
  text: string | undefined,
  attributes: Readonly<Record<string, string | undefined>> = {},
): string {
  return element(name, text === undefined ? undefined : escaped(text), attributes);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
