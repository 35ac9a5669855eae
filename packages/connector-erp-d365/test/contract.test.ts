import {
  cancelOrderContract,
  connectorContract,
  createOrderContract,
  processReturnContract,
} from '@crossdock/testing/contracts';
import { describe } from 'vitest';
import { d365 } from '../src/index.ts';
import { doorsInto } from './arrangements.ts';
import { eventDoor } from './event-doors.ts';

connectorContract({ manifest: d365.manifest, arrange: doorsInto(), arrangeEvents: eventDoor });

describe('with order numbers of our own', () => {
  const settings = { orderNumbers: 'manual' } as const;
  const doors = doorsInto({ settings, simulator: settings });
  createOrderContract(doors.createOrder);
  cancelOrderContract(doors.cancelOrder);
  processReturnContract(doors.processReturn);
});
