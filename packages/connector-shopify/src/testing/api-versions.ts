/** The versions that the platform serves in late 2026, oldest first. */
export const supportedVersions = ['2026-01', '2026-04', '2026-07', '2026-10'] as const;

/** The version that really answers: a retired one falls forward, without a word, to the oldest that is still served. */
export function servedVersion(requested: string): string | undefined {
  if (!/^\d{4}-(?:01|04|07|10)$/.test(requested)) return undefined;
  const known = supportedVersions.find((version) => version === requested);
  if (known) return known;
  return requested < supportedVersions[0] ? supportedVersions[0] : undefined;
}
