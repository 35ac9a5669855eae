import type { Channel, OrderLine } from '@crossdock/core';
import type { D365Config } from '../options/options.ts';
import type { TillWay } from '../options/tills.ts';

/** How goods of a sale may be handed over that is complete when it is told. */
const handedOver: ReadonlySet<string | undefined> = new Set([undefined, 'carry-out', 'digital']);

/** The way of a till sale; `undefined` for every other one: its channel is none of the tills', or something is still to be shipped. */
export function wayOfSale(
  { channel, lines }: { readonly channel: Channel; readonly lines: readonly Pick<OrderLine, 'method'>[] },
  { tills }: Pick<D365Config, 'tills'>,
): TillWay | undefined {
  return tills?.channels.includes(channel) === true && lines.every((line) => handedOver.has(line.method))
    ? tills
    : undefined;
}

/** The way of what comes back at a till; `undefined` for what comes back elsewhere. */
export function wayOfReturn(
  { channel, exchange }: { readonly channel: Channel; readonly exchange: readonly Pick<OrderLine, 'method'>[] },
  { tills }: Pick<D365Config, 'tills'>,
): TillWay | undefined {
  return wayOfSale({ channel, lines: exchange }, { tills });
}
