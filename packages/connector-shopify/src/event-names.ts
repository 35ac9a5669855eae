/** What the connector tells of products. */
export const catalogEventNames = ['product.changed', 'price.changed'] as const;

/** What the connector tells of customers. */
export const customerEventNames = ['customer.changed', 'customer.merged'] as const;
