import { businessDateAt } from '../../rules/index.ts';
import { type Random, seededRandom } from '@crossdock/core';
import type { FleetProduct, FleetStore, TicketOdds } from './fleet-options.ts';
import type { Shelves } from './shelves.ts';
import {
  type TicketKind,
  type TicketLine,
  type TicketTender,
  type TillTicket,
  unitsOf,
  type ZReport,
} from './till-ticket.ts';

/** What all registers of a fleet sell by. */
export interface Trade {
  readonly seed: number;
  readonly currency: string;
  readonly taxPercent: number;
  readonly cashStep: number;
  readonly odds: TicketOdds;
  readonly shelves: Shelves;
  readonly pick: (random: Random) => FleetProduct;
}

const openingFloat = 20_000;
/** Sales that may still come back to this register. */
const remembered = 50;

/** One register of a store: its numbers, its drawer, and what it sold. */
export class Register {
  readonly name: string;
  readonly store: FleetStore;
  readonly random: Random;
  readonly #trade: Trade;
  /** What its clock is ahead by, in milliseconds. */
  skewMs = 0;
  #businessDate = '';
  #sequence = 0;
  #report: Mutable<ZReport> = emptyReport();
  #sales: TillTicket[] = [];
  #lastSale: TillTicket | undefined;

  constructor(store: FleetStore, name: string, trade: Trade) {
    this.store = store;
    this.name = name;
    this.#trade = trade;
    this.random = seededRandom(`${trade.seed}/${store.code}/${name}`);
  }

  /** Tickets of the open business day. */
  get open(): boolean {
    return this.#sequence > 0;
  }

  /** Does whatever is next. `undefined` when there is nothing that could be sold. */
  next(at: number): TillTicket | undefined {
    const { odds } = this.#trade;
    let chance = this.random();
    const isIt = (share: number): boolean => (chance -= share) < 0;
    if (isIt(odds.noSale)) return this.#ticket('no-sale', at, {});
    if (isIt(odds.paidIn)) return this.#cash('paid-in', at);
    if (isIt(odds.paidOut)) return this.#cash('paid-out', at);
    if (isIt(odds.void)) return this.#void(at) ?? this.#sale(at);
    if (isIt(odds.return)) return this.#return(at) ?? this.#sale(at);
    if (isIt(odds.exchange)) return this.#exchange(at) ?? this.#sale(at);
    return this.#sale(at);
  }

  /** Sells units of one SKU now, whatever the pattern says. Throws when they are not on the shelf. */
  sell(at: number, product: FleetProduct, quantity: number): TillTicket {
    return this.#sold('sale', at, [this.#line('1', product, quantity)]);
  }

  /** Ends the day with what was counted. `undefined` when nothing happened in it. */
  close(at: number): TillTicket | undefined {
    if (!this.open) return undefined;
    const expected = this.#report.opening + this.#report.paidIn - this.#report.paidOut + this.#cashTaken();
    // A drawer is now and then a little over or short.
    const off = this.random() < 0.1 ? Math.round((this.random() - 0.5) * 400) : 0;
    const report: ZReport = { ...this.#report, counted: Math.max(0, expected + off) };
    const ticket = this.#ticket('z-report', at, { report });
    this.#sequence = 0;
    this.#report = emptyReport();
    this.#lastSale = undefined;
    return ticket;
  }

  #cashTaken(): number {
    return this.#report.tenders.find((it) => it.kind === 'cash')?.amount ?? 0;
  }

  #sale(at: number): TillTicket | undefined {
    const lines: TicketLine[] = [];
    const wanted = 1 + Math.floor(this.random() * 3);
    for (let index = 0; index < wanted; index++) {
      const product = this.#trade.pick(this.random);
      const taken = lines.filter((it) => it.sku === product.sku).reduce((sum, it) => sum + it.quantity, 0);
      const there = this.#trade.shelves.units(this.store.code, product.sku) - taken;
      const quantity = Math.min(there, this.random() < 0.85 ? 1 : 2);
      if (quantity > 0) lines.push(this.#line(String(lines.length + 1), product, quantity));
    }
    return lines.length === 0 ? undefined : this.#sold('sale', at, lines);
  }

  #sold(kind: 'sale' | 'exchange', at: number, lines: readonly TicketLine[], original?: TillTicket): TillTicket {
    const ticket = this.#priced(kind, at, lines, original);
    for (const [sku, units] of unitsOf(ticket)) if (units !== 0) this.#trade.shelves.move(this.store.code, sku, -units);
    if (kind === 'sale') {
      this.#lastSale = ticket;
      this.#sales.push(ticket);
      if (this.#sales.length > remembered) this.#sales.shift();
    }
    return ticket;
  }

  /** Calls the last sale off: it goes back to the shelf, and the money with it. */
  #void(at: number): TillTicket | undefined {
    const sale = this.#lastSale;
    if (!sale) return undefined;
    this.#lastSale = undefined;
    this.#sales = this.#sales.filter((it) => it !== sale);
    for (const [sku, units] of unitsOf(sale)) this.#trade.shelves.move(this.store.code, sku, units);
    const { store, register, sequence, businessDate } = sale;
    const tenders = sale.tenders.map((it) => ({ ...it, amount: -it.amount }));
    const reversed = { total: -sale.total, rounding: -sale.rounding, lines: sale.lines.map(turned), tenders };
    return this.#ticket('void', at, { ...reversed, original: { store, register, sequence, businessDate } });
  }

  #return(at: number): TillTicket | undefined {
    const sale = this.#takeSale();
    const line = sale?.lines[0];
    if (!sale || !line) return undefined;
    const ticket = this.#priced('return', at, [turned(line)], sale);
    this.#trade.shelves.move(this.store.code, line.sku, line.quantity);
    return ticket;
  }

  /** Takes something back and gives something else for it. */
  #exchange(at: number): TillTicket | undefined {
    const product = this.#trade.pick(this.random);
    if (this.#trade.shelves.units(this.store.code, product.sku) < 1) return undefined;
    const sale = this.#takeSale();
    const back = sale?.lines[0];
    if (!sale || !back || back.sku === product.sku) return undefined;
    return this.#sold('exchange', at, [turned(back), this.#line('2', product, 1)], sale);
  }

  /** A sale that did not come back yet. */
  #takeSale(): TillTicket | undefined {
    const index = Math.floor(this.random() * this.#sales.length);
    const [sale] = this.#sales.splice(index, 1);
    if (sale === this.#lastSale) this.#lastSale = undefined;
    return sale;
  }

  #cash(kind: 'paid-in' | 'paid-out', at: number): TillTicket {
    return this.#ticket(kind, at, { amount: 500 + Math.floor(this.random() * 20) * 100 });
  }

  #line(id: string, { sku, price }: FleetProduct, quantity: number): TicketLine {
    const gross = price * quantity;
    const discount = this.random() < this.#trade.odds.discount ? Math.round(gross * 0.1) : 0;
    const tax = Math.round(((gross - discount) * this.#trade.taxPercent) / 100);
    return { id, sku, quantity, unitPrice: price, gross, discount, tax };
  }

  #priced(
    kind: 'sale' | 'return' | 'exchange',
    at: number,
    lines: readonly TicketLine[],
    original?: TillTicket,
  ): TillTicket {
    const owed = lines.reduce(
      (sum, line) => sum + Math.sign(line.quantity) * (line.gross - line.discount + line.tax),
      0,
    );
    const inCash = this.random() < this.#trade.odds.cash;
    const step = this.#trade.cashStep;
    const rounding = inCash ? Math.round(owed / step) * step - owed : 0;
    const total = owed + rounding;
    const { store, register, sequence, businessDate } = original ?? {
      store: '',
      register: '',
      sequence: 0,
      businessDate: '',
    };
    return this.#ticket(kind, at, {
      lines,
      rounding,
      total,
      tenders: this.#tendersOf(total, inCash),
      ...(original && { original: { store, register, sequence, businessDate } }),
    });
  }

  #tendersOf(total: number, inCash: boolean): readonly TicketTender[] {
    if (total === 0) return [];
    const first = inCash ? 'cash' : 'card';
    if (inCash || total < 1000 || this.random() >= this.#trade.odds.split) return [{ kind: first, amount: total }];
    const part = Math.floor(total / 3);
    return [
      { kind: 'gift-card', amount: part },
      { kind: 'card', amount: total - part },
    ];
  }

  #ticket(kind: TicketKind, at: number, parts: Partial<TillTicket>): TillTicket {
    const businessDate = this.#open(at);
    const ticket: TillTicket = {
      store: this.store.code,
      register: this.name,
      sequence: ++this.#sequence,
      businessDate,
      kind,
      at,
      deviceAt: at + this.skewMs,
      currency: this.#trade.currency,
      lines: [],
      rounding: 0,
      total: 0,
      tenders: [],
      ...parts,
    };
    this.#count(ticket);
    return ticket;
  }

  /** A day that was not closed goes on: its Z comes when the store closes. */
  #open(at: number): string {
    if (this.#sequence === 0) {
      const { timeZone, dayCut = '04:00' } = this.store;
      this.#businessDate = businessDateAt(new Date(at).toISOString(), { timeZone, dayCut });
    }
    return this.#businessDate;
  }

  #count({ kind, total, rounding, lines, tenders, amount = 0 }: TillTicket): void {
    const report = this.#report;
    if (kind === 'sale' || kind === 'exchange') report.tickets++;
    if (kind === 'return') report.returns++;
    if (kind === 'void') report.voids++;
    if (kind === 'no-sale') report.noSales++;
    if (kind === 'paid-in') report.paidIn += amount;
    if (kind === 'paid-out') report.paidOut += amount;
    report.total += total;
    report.rounding += rounding;
    report.tax += lines.reduce((sum, line) => sum + Math.sign(line.quantity) * line.tax, 0);
    const sums = new Map(report.tenders.map((it) => [it.kind, it.amount]));
    for (const tender of tenders) sums.set(tender.kind, (sums.get(tender.kind) ?? 0) + tender.amount);
    report.tenders = [...sums].map(([means, sum]) => ({ kind: means, amount: sum }));
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function emptyReport(): Mutable<ZReport> {
  const counts = { tickets: 0, returns: 0, voids: 0, noSales: 0, total: 0, tax: 0, rounding: 0 };
  return { ...counts, tenders: [], opening: openingFloat, paidIn: 0, paidOut: 0, counted: 0 };
}

/** The same line the other way round. */
const turned = (line: TicketLine): TicketLine => ({ ...line, quantity: -line.quantity });
