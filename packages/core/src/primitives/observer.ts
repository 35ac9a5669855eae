/** Attributes of a span, metric or log line. Never payloads, secrets or customer data. */
export type ObserverAttributes = Readonly<Record<string, string | number | boolean>>;

/** What a running span takes. */
export interface ObservedSpan {
  set(key: string, value: string | number | boolean): void;
}

/** Where spans, metrics and log lines go. The names follow OpenTelemetry. */
export interface Observer {
  span<T>(name: string, attributes: ObserverAttributes, run: (span: ObservedSpan) => Promise<T>): Promise<T>;
  /** Adds to a counter. */
  count(name: string, attributes?: ObserverAttributes, by?: number): void;
  /** Records a value in a histogram. */
  measure(name: string, value: number, attributes?: ObserverAttributes): void;
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string, attributes?: ObserverAttributes): void;
}

const ignoredSpan: ObservedSpan = { set: () => undefined };

/** Observes nothing. */
export const silentObserver: Observer = {
  span: (_name, _attributes, run) => run(ignoredSpan),
  count: () => undefined,
  measure: () => undefined,
  log: () => undefined,
};
