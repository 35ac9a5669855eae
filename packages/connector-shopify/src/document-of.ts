import type { ConnectorContext } from './context.ts';
import { numberOf } from './mapping/ids.ts';

/** A document of the shop, as writes answer with it. */
export function documentOf(
  { name: system, config }: Pick<ConnectorContext, 'name' | 'config'>,
  type: 'Order' | 'Fulfillment' | 'Return' | 'Refund',
  { id, name }: { readonly id: string; readonly name?: string | undefined },
  reference: string,
) {
  return {
    system,
    type,
    id,
    ...(name !== undefined && { number: name }),
    reference,
    ...(type === 'Order' && { url: `https://${config.shop}/admin/orders/${numberOf(id, 'id')}` }),
  };
}
