/** A simulated Business Central company. */
export {
  type BusinessCentralSimulator,
  businessCentralSimulator,
  type BusinessCentralSimulatorOptions,
} from './simulator.ts';
export type { BusinessCentralBooks, BookedDocument as BusinessCentralDocument } from './read-books.ts';
export type { CompanySeeds as BusinessCentralSeeds, SeedItem as BusinessCentralItem } from './seeds.ts';
