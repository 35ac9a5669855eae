import { IntegrationError, type Quantity } from '@crossdock/core';
import { type ConnectorContext } from '../context.ts';
import { type Product } from '../products.ts';

/** Products that are counted, by SKU. One that keeps no stock is refused: the platform would take it and do nothing. */
export async function countedProducts(
  { products }: ConnectorContext,
  skus: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Product>> {
  const found = await products.requiredBySkus(skus, signal);
  const free = [...found.values()].find((it) => !it.counted);
  if (!free) return found;
  throw new IntegrationError(`Lightspeed keeps no stock of '${free.sku ?? free.id}'`, { code: 'refused', path: 'sku' });
}

/** Units without sign, as the platform takes them: each, with up to five places. */
export function unitsFor({ amount, unit }: Quantity): string {
  if (unit !== 'EA') {
    throw new IntegrationError(`Lightspeed counts in EA, the change is in ${unit}`, { code: 'quantity-invalid' });
  }
  if ((amount.split('.')[1]?.length ?? 0) > 5) {
    throw new IntegrationError('Lightspeed takes five decimal places at most', { code: 'quantity-invalid' });
  }
  return amount.startsWith('-') ? amount.slice(1) : amount;
}
