import { connectorContract } from '@crossdock/testing/contracts';
import { lightspeed } from '../../src/lightspeed/index.ts';
import { doorsInto } from './support/doors.ts';
import { arrangeEvents } from './support/order-doors.ts';

connectorContract({ manifest: lightspeed.manifest, arrange: doorsInto(), arrangeEvents: arrangeEvents() });
