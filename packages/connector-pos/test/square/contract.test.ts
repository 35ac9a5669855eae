import { connectorContract } from '@crossdock/testing/contracts';
import { square } from '../../src/square/index.ts';
import { doorsInto } from './support/doors.ts';
import { arrangeEvents } from './support/order-doors.ts';

connectorContract({ manifest: square.manifest, arrange: doorsInto(), arrangeEvents: arrangeEvents() });
