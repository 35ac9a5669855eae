/** An element of one transaction, with everything in it. */
export interface XmlElement {
  /** Local name for what is the format's own, `prefix:Name` for an extension. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** Its own text, without that of its children. */
  text: string;
}

/** The first child of a name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((it) => it.name === name);
}

/** All children of a name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((it) => it.name === name) ?? [];
}

/** The element at the end of a path of names, `BusinessUnit/UnitID`. */
export function elementAt(element: XmlElement | undefined, path: string): XmlElement | undefined {
  let found = element;
  for (const name of path.split('/')) found = childOf(found, name);
  return found;
}

/** The trimmed text of the element at the end of a path; an empty one is as good as none. */
export function textAt(element: XmlElement | undefined, path: string): string | undefined {
  const text = elementAt(element, path)?.text.trim();
  return text === '' ? undefined : text;
}

/** Whether an attribute says yes. */
export function isFlagged(element: XmlElement | undefined, name: string): boolean {
  const value = element?.attributes[name]?.trim().toLowerCase();
  return value === 'true' || value === '1';
}
