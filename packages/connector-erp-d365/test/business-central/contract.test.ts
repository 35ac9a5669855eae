import { connectorContract } from '@crossdock/testing/contracts';
import { businessCentral } from '../../src/business-central/index.ts';
import { doorsInto } from './arrangements.ts';
import { arrangeEvents } from './news.ts';

connectorContract({ manifest: businessCentral.manifest, arrange: doorsInto(), arrangeEvents });
