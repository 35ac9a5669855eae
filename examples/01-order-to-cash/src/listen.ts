import { type Crossdock } from '@crossdock/core';
import { type ShopAndErp } from './dock.ts';

/** What the web side needs of a dock. */
export type ServedDock = Pick<Crossdock<ShopAndErp>, 'status'> & {
  readonly systems: { readonly shop: Pick<Crossdock<ShopAndErp>['systems']['shop'], 'webhook'> };
};

/** Where to listen. */
export interface Address {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** Puts a dock behind a web server. */
export type Listen = (
  dock: ServedDock,
  address: Address,
) => Promise<{ readonly url: string; close(): Promise<unknown> }>;
