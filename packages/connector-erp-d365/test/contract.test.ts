import { connectorContract } from '@crossdock/testing/contracts';
import { describe } from 'vitest';
import { d365 } from '../src/index.ts';
import { doorsInto } from './arrangements.ts';

const { manifest } = d365;

describe('with order numbers of the environment', () => {
  connectorContract({ manifest, arrange: doorsInto() });
});

describe('with order numbers of our own', () => {
  const settings = { orderNumbers: 'manual' } as const;
  connectorContract({ manifest, arrange: doorsInto({ settings, simulator: settings }) });
});
