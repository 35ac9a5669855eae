/** Returns and refunds. */
export const returnsSchema = /* GraphQL */ ``;
