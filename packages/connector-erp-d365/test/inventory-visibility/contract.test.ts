import { connectorContract, getInventoryContract, listInventoryContract } from '@crossdock/testing/contracts';
import { describe } from 'vitest';
import { inventoryVisibility } from '../../src/inventory-visibility/index.ts';
import { doorsInto } from './arrangements.ts';
import { openVisibility } from './environment.ts';

connectorContract({ manifest: inventoryVisibility.manifest, arrange: doorsInto() });

describe('with rows that tell site and location', () => {
  const reading = { ...openVisibility().settings.reading, byPlace: true };
  const doors = doorsInto({ settings: { reading } });
  getInventoryContract(doors.getInventory);
  listInventoryContract(doors.listInventory);
});
