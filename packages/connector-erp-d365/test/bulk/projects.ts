/** Data projects of an environment. */
export const exportCustomers = {
  name: 'Export customers',
  operation: 'export',
  entitySet: 'CustomersV3',
  entity: 'Customers V3',
  file: 'Customers V3.csv',
} as const;
export const importCustomers = { ...exportCustomers, name: 'Import customers', operation: 'import' } as const;
