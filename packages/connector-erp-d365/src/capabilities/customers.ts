import { Customer, type Implementation, isIntegrationError, parse } from '@crossdock/core';
import { z } from 'zod';
import { CustomerRow, customerFields } from '../api/customer.ts';
import { documentOf, type Rooms } from '../context.ts';
import { isAhead, nextOf, told } from '../listing.ts';
import { toCustomer, toCustomerRow } from '../mapping/customer.ts';
import { unmapped } from '../lookups/refusals.ts';
import type { Filter } from '../odata/literals.ts';
import { customerAccountOf } from '../references.ts';

const Made = z.object({ CustomerAccount: z.string().min(1) });

/**
 * Makes a customer under an account number of our own (the number sequence has to allow it), or changes the one that has it. Only what the
 * document carries is written.
 */
export function upsertCustomer(rooms: Rooms): Implementation<'upsertCustomer'> {
  const { client, config } = rooms;
  return {
    once: { reference: 'CustomerAccount' },
    async run(customer, { signal }) {
      const id = customerAccountOf(config.prefix, customer.ref);
      const key = { dataAreaId: config.company, CustomerAccount: id };
      const fields = toCustomerRow(customer);
      const change = () => client.update('CustomersV3', key, fields, { signal });
      if (await client.read('CustomersV3', key, { row: Made, select: ['CustomerAccount'], signal })) await change();
      else {
        const group = config.customers.group;
        if (group === undefined) throw unmapped('A new customer', 'customers.group', 'ref');
        const made = { ...key, CustomerGroupId: group, SalesCurrencyCode: config.customers.currency, ...fields };
        try {
          await client.create('CustomersV3', made, { row: Made, signal });
        } catch (error) {
          // Made by another attempt between the look and this one.
          if (!isIntegrationError(error) || error.code !== 'duplicate') throw error;
          await change();
        }
      }
      return documentOf(rooms, 'customer', { id, reference: customer.ref });
    },
  };
}

/** Looks for customers by exact identity. */
export function findCustomers(rooms: Rooms): Implementation<'findCustomers'> {
  const { client, config } = rooms;
  return {
    async run(identity, { signal }) {
      const found = new Map<string, CustomerRow>();
      const look = async (filter: Filter, isIt: (row: CustomerRow) => boolean): Promise<void> => {
        const rows = await client.list('CustomersV3', {
          filter: { dataAreaId: config.company, ...filter },
          select: customerFields,
          row: CustomerRow,
          signal,
        });
        for (const row of rows) if (isIt(row)) found.set(row.CustomerAccount, row);
      };
      const { ref, email, phone, taxId } = identity;
      if (ref !== undefined) {
        const account = customerAccountOf(config.prefix, ref);
        await look({ CustomerAccount: account }, (row) => row.CustomerAccount === account);
      }
      if (email !== undefined) {
        const wanted = email.toLowerCase();
        await look({ PrimaryContactEmail: email }, (row) => row.PrimaryContactEmail.toLowerCase() === wanted);
      }
      if (phone !== undefined) await look({ PrimaryContactPhone: phone }, (row) => row.PrimaryContactPhone === phone);
      if (taxId !== undefined) await look({ TaxExemptNumber: taxId }, (row) => row.TaxExemptNumber === taxId);
      return [...found.values()].map((row) => toCustomer(row, { system: rooms.system, prefix: config.prefix }));
    },
  };
}

/** Lists customers in the order of their accounts. The platform does not tell when one changed, so all of them are listed. */
export function listCustomers(rooms: Rooms): Implementation<'listCustomers'> {
  const { client, config } = rooms;
  return {
    async run({ changedFrom, cursor: after, limit }, { signal }) {
      if (isAhead(changedFrom, rooms.clock)) return { items: [], refused: [] };
      const rows = await client.list('CustomersV3', {
        filter: { dataAreaId: config.company, ...(after !== undefined && { CustomerAccount: { after } }) },
        select: customerFields,
        orderBy: 'CustomerAccount',
        top: limit,
        row: CustomerRow,
        signal,
      });
      const page = await told(
        rows,
        // Other names of a customer are customer data.
        (row) => [row.CustomerAccount],
        (row) => {
          const what = `The customer ${row.CustomerAccount}`;
          const customer = toCustomer(row, { system: rooms.system, prefix: config.prefix });
          return [parse(Customer, customer, { what, code: 'response-invalid' })];
        },
      );
      return { ...page, ...nextOf(rows, { after, limit }, (row) => row.CustomerAccount) };
    },
  };
}
