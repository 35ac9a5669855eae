import { type Books } from './books.ts';
import {
  type BookedClosure,
  type BookedLine,
  type BookedPayment,
  type BookedRegister,
  type BookedSale,
} from './entries.ts';
import { minorUnit, partsOfText } from './numbers.ts';
import { lineBack, priceLine } from './price-lines.ts';
import { type CloseInput, type SellInput, type TakeBackInput, type TenderInput } from './sale-input.ts';
import { confirmed, paidStatus, totalsOf } from './sale-totals.ts';
import { type Stock } from './stock.ts';
import { expectedOf, type WebhookSender } from './webhook-sender.ts';

/** A sale as a till hands it over: the platform adds its own times and its place in the order of changes. */
export type NewSale = Omit<BookedSale, 'version' | 'createdAt' | 'updatedAt'>;

/** What the tills of the retailer do. */
export class Till {
  readonly #books: Books;
  readonly #stock: Stock;
  readonly #sender: WebhookSender;
  /** Ids of the sales that were paid since a register was opened, by that opening. */
  readonly #soldIn = new Map<string, Set<string>>();

  constructor(books: Books, stock: Stock, sender: WebhookSender) {
    this.#books = books;
    this.#stock = stock;
    this.#sender = sender;
  }

  /** Sells over the counter, parks a sale, or begins one that is paid later. */
  sell(input: SellInput): BookedSale {
    const { status = 'CLOSED', lines, surcharge = 0 } = input;
    const register = this.#registerFor(input);
    const { currency, defaultTaxId } = this.#outletOf(register);
    const tax = input.tax === undefined ? this.#tax(defaultTaxId) : this.#books.taxNamed(input.tax);
    const isParked = status === 'SAVED' || status === 'OPEN';
    const lineStatus = isParked ? 'SAVED' : 'CONFIRMED';
    const priced = lines.map((it) => priceLine(it, { books: this.#books, currency, tax, status: lineStatus }));
    const adjustments =
      surcharge === 0
        ? []
        : [{ name: 'Surcharge', type: 'SURCHARGE' as const, value: surcharge * minorUnit(currency) }];
    const soldAt = input.soldAt ?? this.#books.instant();
    const sale = { ...this.#numbered(register), status, lines: priced, adjustments, soldAt };
    const { due } = totalsOf({ ...sale, payments: [] }, currency);
    const isOwed = isParked || ['ONACCOUNT', 'LAYBY', 'SERVICE'].includes(status);
    const means = input.payments ?? (isOwed ? [] : [{ type: 'Credit Card' }]);
    const payments = this.#paid(means, { due, rounding: input.rounding ?? 0, register, currency, paidAt: soldAt });
    return this.book({
      ...sale,
      note: input.note ?? '',
      payments,
      ...(input.customerId !== undefined && { customerId: input.customerId }),
    });
  }

  /** Takes goods back, with other goods in exchange or without; it is a sale of its own. */
  takeBack(input: TakeBackInput): BookedSale {
    const { status = 'CLOSED', unlinked = [], exchange = [] } = input;
    const source = input.saleId === undefined ? undefined : this.#sale(input.saleId);
    const registerId = input.registerId ?? source?.registerId;
    const register = this.#registerFor(registerId === undefined ? {} : { registerId });
    const { currency, defaultTaxId } = this.#outletOf(register);
    const tax = input.tax === undefined ? this.#tax(defaultTaxId) : this.#books.taxNamed(input.tax);
    const pricing = { books: this.#books, currency, tax, status: 'SAVED' as const };
    const back = source ? this.#linesBack(source, input) : [];
    const free = unlinked.map((it) => priceLine({ ...it, quantity: `-${it.quantity ?? '1'}` }, pricing));
    const lines = [...back, ...free, ...exchange.map((it) => priceLine(it, pricing))];
    const soldAt = input.soldAt ?? this.#books.instant();
    const parked = {
      ...this.#numbered(register),
      status: 'SAVED' as const,
      lines,
      adjustments: [],
      payments: [],
      soldAt,
    };
    const linked = source && { returnFor: source.id };
    if (status === 'SAVED') return this.book({ ...parked, ...linked });
    const { due } = totalsOf(parked, currency);
    const means = input.payments ?? (due === 0 ? [] : [{ type: 'Credit Card' }]);
    const payments = this.#paid(means, { due, rounding: input.rounding ?? 0, register, currency, paidAt: soldAt });
    return this.book({ ...parked, ...linked, status, lines: confirmed(lines), payments });
  }

  /** Pays what is left of a sale that was parked or begun, and ends it. */
  pay(saleId: string, means: readonly TenderInput[] = [{ type: 'Cash' }]): BookedSale {
    const sale = this.#sale(saleId);
    const register = this.#registerFor(sale);
    const { currency } = this.#outletOf(register);
    const { due, paid } = totalsOf(sale, currency);
    const paidAt = this.#books.instant();
    const more = this.#paid(means, { due: due - paid, rounding: 0, register, currency, paidAt });
    const payments = [...sale.payments, ...more];
    const isPaid = totalsOf({ ...sale, payments }, currency).paid === due;
    const status = isPaid ? (paidStatus[sale.status] ?? sale.status) : sale.status;
    return this.book({ ...sale, payments, status, lines: isPaid ? confirmed(sale.lines) : sale.lines });
  }

  /** Calls a sale off, also long after it was closed: it keeps its id. */
  void(saleId: string): BookedSale {
    return this.book({ ...this.#sale(saleId), status: 'VOIDED' });
  }

  /** Parks a return of these lines. */
  takeBackParked(sale: BookedSale, lines: readonly BookedLine[]): BookedSale {
    const register = this.#register(sale.registerId);
    const customer = sale.customerId === undefined ? {} : { customerId: sale.customerId };
    const empty = { adjustments: [], payments: [], soldAt: this.#books.instant() };
    return this.book({
      ...this.#numbered(register),
      ...customer,
      ...empty,
      status: 'SAVED',
      lines,
      returnFor: sale.id,
    });
  }

  /** The number of the next receipt of a register, which it uses up. */
  numberFor(register: BookedRegister): Pick<BookedSale, 'invoiceNumber' | 'invoiceSequence'> {
    const { invoiceNumber, invoiceSequence } = this.#numbered(register);
    return { invoiceNumber, invoiceSequence };
  }

  /** What came in since an opening of a register, by payment type. */
  takenIn(openSequenceId: string): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    for (const id of this.#soldIn.get(openSequenceId) ?? []) {
      const sale = this.#books.sales.get(id);
      if (!sale || sale.status === 'VOIDED') continue;
      for (const it of sale.payments) {
        if (it.openSequenceId === openSequenceId) sums.set(it.typeId, (sums.get(it.typeId) ?? 0) + it.amount);
      }
    }
    return sums;
  }

  /** Changes a sale as an employee of the platform could: for words that the connector does not know. */
  corrupt(saleId: string, patch: Readonly<Record<string, unknown>>): BookedSale {
    const sale = this.#sale(saleId);
    return this.book({ ...sale, patch: { ...sale.patch, ...patch } });
  }

  /** Opens a register; its first sale opens it too. */
  open(registerId: string, float = 0): BookedRegister {
    const register = this.#register(registerId);
    if (register.openSequenceId !== undefined) return register;
    const { closedAt: _, ...rest } = register;
    const openingFloat = float * minorUnit(this.#outletOf(register).currency);
    return this.#books.registers.put({
      ...rest,
      openCount: register.openCount + 1,
      openSequenceId: this.#books.nextId(),
      openedAt: this.#books.instant(),
      openingFloat,
      version: this.#books.nextVersion(),
    });
  }

  /** Closes a register: what it took is told once, by webhook. */
  close({ registerId, counted = {}, withdrawn = 0, opening }: CloseInput): BookedClosure {
    const { openSequenceId, openedAt, ...register } = this.#register(registerId);
    if (openSequenceId === undefined || openedAt === undefined) throw new Error(`The register ${registerId} is closed`);
    const { currency } = this.#outletOf(register);
    const minor = minorUnit(currency);
    const openingFloat = opening === undefined ? register.openingFloat : opening * minor;
    const sold = [...(this.#soldIn.get(openSequenceId) ?? [])].flatMap((id) => this.#books.sales.get(id) ?? []);
    const kept = sold.filter((it) => it.status !== 'VOIDED');
    const taken = this.takenIn(openSequenceId);
    const own = kept.filter((it) => it.createdAt >= openedAt);
    const types = this.#books.paymentTypes.values();
    const counts = types.flatMap(({ id, name }) => {
      const paid = taken.get(id) ?? 0;
      const count = { typeId: id, paid, withdrawn: name === 'Cash' ? withdrawn * minor : 0 };
      const expected = expectedOf(count, { openingFloat }, name);
      const said = counted[name];
      if (paid === 0 && name !== 'Cash' && said === undefined) return [];
      return [{ ...count, counted: said === undefined ? expected : said * minor }];
    });
    const closedAt = this.#books.instant();
    const sums = own.map((it) => totalsOf(it, currency));
    const closure: BookedClosure = {
      id: openSequenceId,
      registerId,
      openCount: register.openCount,
      openedAt,
      closedAt,
      openingFloat,
      counts,
      sales: sums.reduce((sum, it) => sum + it.price, 0),
      tax: sums.reduce((sum, it) => sum + it.tax, 0),
      discounts: own.flatMap((it) => it.lines).reduce((sum, it) => sum + it.discountTotal, 0),
    };
    this.#soldIn.delete(openSequenceId);
    this.#books.closures.push(closure);
    this.#books.registers.put({ ...register, closedAt, version: this.#books.nextVersion() });
    this.#sender.tellClosure(closure);
    return closure;
  }

  /** Books a sale in its newest edition, and moves the stock by what changed. */
  book(sale: NewSale): BookedSale {
    const before = this.#books.sales.get(sale.id);
    const now = this.#books.instant();
    const booked = {
      ...sale,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
      version: this.#books.nextVersion(),
    };
    for (const { openSequenceId } of sale.payments) {
      const ids = this.#soldIn.get(openSequenceId);
      if (ids) ids.add(sale.id);
      else this.#soldIn.set(openSequenceId, new Set([sale.id]));
    }
    this.#books.sales.put(booked);
    this.#stock.follow(before, booked);
    this.#sender.tellSale(booked);
    return booked;
  }

  /** The next receipt of a register, which opens with it. */
  #numbered(register: BookedRegister) {
    const open = this.open(register.id);
    const { prefix, suffix, sequence } = open;
    this.#books.registers.put({ ...open, sequence: sequence + 1, version: this.#books.nextVersion() });
    return {
      id: this.#books.nextId(),
      outletId: register.outletId,
      registerId: register.id,
      invoiceNumber: `${prefix}${sequence}${suffix}`,
      invoiceSequence: sequence,
      source: 'USER',
      note: '',
      attributes: [],
    };
  }

  #paid(
    means: readonly TenderInput[],
    {
      due,
      rounding,
      register,
      currency,
      paidAt,
    }: {
      readonly due: number;
      readonly rounding: number;
      readonly register: BookedRegister;
      readonly currency: string;
      readonly paidAt: string;
    },
  ): readonly BookedPayment[] {
    const minor = minorUnit(currency);
    const { openSequenceId = '' } = this.open(register.id);
    const pay = (name: string, amount: number): BookedPayment => ({
      id: this.#books.nextId(),
      registerId: register.id,
      openSequenceId,
      typeId: this.#books.paymentTypeNamed(name).id,
      paidAt,
      amount,
    });
    // What rounding brings the buyer pays on top: the payment that evens it out has the other sign.
    const rounded = rounding === 0 ? [] : [pay('Cash rounding', -rounding * minor)];
    let left = due + rounding * minor;
    const paid = means.map(({ type, amount }) => {
      const share = amount === undefined ? left : amount * minor;
      left -= share;
      return pay(type, share);
    });
    return [...paid, ...rounded];
  }

  #linesBack(source: BookedSale, { lines }: TakeBackInput): readonly ReturnType<typeof lineBack>[] {
    const wanted = lines?.map((it) => ({ line: source.lines[it.line], units: partsOfText(it.quantity) }));
    const all = source.lines.filter((it) => it.status !== 'VOIDED').map((line) => ({ line, units: line.quantity }));
    return (wanted ?? all).flatMap(({ line, units }) => (line ? [lineBack(line, units, this.#books)] : []));
  }

  #sale(id: string): BookedSale {
    const sale = this.#books.sales.get(id);
    if (!sale) throw new Error(`The retailer has no sale ${id}`);
    return sale;
  }

  #register(id: string): BookedRegister {
    const register = this.#books.registers.get(id);
    if (!register) throw new Error(`The retailer has no register ${id}`);
    return register;
  }

  #registerFor({ registerId, outletId }: { readonly registerId?: string; readonly outletId?: string }): BookedRegister {
    if (registerId !== undefined) return this.#register(registerId);
    const register = this.#books.registers.find((it) => outletId === undefined || it.outletId === outletId);
    if (!register) throw new Error(`The retailer has no register at ${outletId}`);
    return register;
  }

  #outletOf({ outletId }: Pick<BookedRegister, 'outletId'>) {
    const outlet = this.#books.outlets.get(outletId);
    if (!outlet) throw new Error(`The retailer has no outlet ${outletId}`);
    return outlet;
  }

  #tax(id: string) {
    const tax = this.#books.taxes.get(id);
    if (!tax) throw new Error(`The retailer has no tax ${id}`);
    return tax;
  }
}
