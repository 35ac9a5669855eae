/** Whole cents of an amount as it is kept. */
export const cents = (amount: string | number | undefined): number => Math.round(Number(amount ?? 0) * 100);

/** An amount from whole cents. */
export const fromCents = (amount: number): number => amount / 100;
