import { connectorContract } from '@crossdock/testing/contracts';
import { netsuite } from '../src/index.ts';
import { doorsInto } from './arrangements/index.ts';
import { arrangeEvents } from './arrangements/reads.ts';

connectorContract({ manifest: netsuite.manifest, arrange: doorsInto(), arrangeEvents });
