import { type Attributes, type Counter, type Histogram, metrics, SpanStatusCode, trace } from '@opentelemetry/api';
import { isIntegrationError, type Observer } from '../primitives/index.ts';

const scope = 'crossdock';

/**
 * Spans and metrics through the OpenTelemetry API: nothing happens until the application installs an SDK. Every span of
 * a business transaction carries `crossdock.txn`; no attribute carries a payload, a secret or customer data.
 *
 * @param log - where log lines go; none are written by default
 */
export function otelObserver(log: Observer['log'] = () => undefined): Observer {
  const counters = new Map<string, Counter>();
  const histograms = new Map<string, Histogram>();
  return {
    span: (name, attributes, run) =>
      trace.getTracer(scope).startActiveSpan(name, { attributes: { ...attributes } }, async (span) => {
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
      }),
    count: (name, attributes, by = 1) => {
      const counter = counters.get(name) ?? metrics.getMeter(scope).createCounter(name);
      counters.set(name, counter);
      counter.add(by, attributes as Attributes);
    },
    measure: (name, value, attributes) => {
      const histogram = histograms.get(name) ?? metrics.getMeter(scope).createHistogram(name, { unit: 'ms' });
      histograms.set(name, histogram);
      histogram.record(value, attributes as Attributes);
    },
    log,
  };
}
