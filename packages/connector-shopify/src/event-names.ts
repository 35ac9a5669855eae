/** What the connector tells of products. */
export const catalogEventNames = ['product.changed', 'price.changed'] as const;

/** What the connector tells of stock and of the places where it lies. */
export const stockEventNames = ['inventory.changed', 'location.changed'] as const;

/** What the connector tells of customers. */
export const customerEventNames = ['customer.changed', 'customer.merged'] as const;
