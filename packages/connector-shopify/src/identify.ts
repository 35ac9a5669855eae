/**
 * Other ways to write an id that people may ask for: `1001` for `#1001`, the number for a global id or for the address of
 * the order in the shop's admin.
 */
export function identify(id: string): readonly string[] {
  const text = id.trim();
  const number = /(?:^gid:\/\/shopify\/\w+|\/orders)\/(\d{1,20})(?:[/?#].*)?$/.exec(text)?.[1];
  if (number !== undefined) return [number];
  if (/^\d{1,20}$/.test(text)) return [`#${text}`, `gid://shopify/Order/${text}`];
  return text.startsWith('#') ? [text.slice(1)] : [`#${text}`];
}
