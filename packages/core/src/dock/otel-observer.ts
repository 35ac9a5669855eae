import {
  type Attributes,
  type Context,
  context,
  type Counter,
  createContextKey,
  type Histogram,
  metrics,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { isIntegrationError, type Observer, type ObserverAttributes } from '../primitives/index.ts';

const scope = 'crossdock';

const txnAttribute = 'crossdock.txn';
const txnKey = createContextKey(txnAttribute);

/** Work that begins by itself: it belongs to no trace of whoever happened to make it ready. */
const roots: ReadonlySet<string> = new Set(['crossdock.run', 'crossdock.sweep', 'crossdock.decode']);

/**
 * Spans and metrics through the OpenTelemetry API: nothing happens until the application installs an SDK. Every span of
 * a business transaction carries `crossdock.txn`, also those of the requests inside a call; no attribute carries a payload, a secret or customer data.
 *
 * @param log - where log lines go; none are written by default
 */
export function otelObserver(log: Observer['log'] = () => undefined): Observer {
  const counters = new Map<string, Counter>();
  const histograms = new Map<string, Histogram>();
  return {
    span: (name, given, run) => {
      const { attributes, within, root } = placeOf(name, given);
      return trace.getTracer(scope).startActiveSpan(name, { attributes, root }, within, async (span) => {
        try {
          return await run({ set: (key, value) => void span.setAttribute(key, value) });
        } catch (error) {
          const code = isIntegrationError(error) ? error.code : 'internal';
          span.setAttribute('error.type', code);
          span.setStatus({ code: SpanStatusCode.ERROR, message: code });
          throw error;
        } finally {
          span.end();
        }
      });
    },
    count: (name, attributes, by = 1) => {
      const counter = counters.get(name) ?? metrics.getMeter(scope).createCounter(name);
      counters.set(name, counter);
      counter.add(by, attributes);
    },
    measure: (name, value, attributes) => {
      const histogram = histograms.get(name) ?? metrics.getMeter(scope).createHistogram(name, { unit: 'ms' });
      histograms.set(name, histogram);
      histogram.record(value, attributes);
    },
    log,
  };
}

/** A span inherits the transaction of the one around it. */
function placeOf(
  name: string,
  given: ObserverAttributes,
): { readonly attributes: Attributes; readonly within: Context; readonly root: boolean } {
  const root = roots.has(name);
  const around = context.active();
  const txn = given[txnAttribute] ?? (root ? undefined : around.getValue(txnKey));
  const attributes = typeof txn === 'string' ? { ...given, [txnAttribute]: txn } : { ...given };
  return { attributes, within: around.setValue(txnKey, txn), root };
}
