import { type Backfill, type BackfillPortion, IntegrationError, isIntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { customerFields } from '../api/customer.ts';
import { type CustomerEvent, customerEvent, refusedCustomer } from '../changes/customers.ts';
import type { Rooms } from '../context.ts';
import type { DataRow } from './csv.ts';
import type { DataManagement } from './data-management.ts';

type CustomersProject = NonNullable<Rooms['config']['bulk']['exports']['customers']>;

/** Where an interrupted backfill goes on: an export, and how many rows of it were told. */
const Place = z.object({ execution: z.string().min(1), told: z.int().nonnegative() });
type Place = z.output<typeof Place>;

const portionSize = 200;

/** What a backfill works with. */
export type BackfillRooms = Pick<Rooms, 'config' | 'clock' | 'system'> & { readonly data: DataManagement };

/** Tells all customers, by a package of data management. The facts are those of the sweep, under the same ids. */
export function customerBackfill(project: CustomersProject, rooms: BackfillRooms): Backfill<'customer.changed'> {
  const columns = new Map(customerFields.map((field) => [field, columnOf(field, project)]));
  const tell = (row: DataRow): CustomerEvent => {
    const fields = Object.fromEntries([...columns].map(([field, column]) => [field, textOf(row[column])]));
    const PartyType = partyTypes.get(fields['PartyType']?.toLowerCase() ?? '');
    if (PartyType !== undefined) return customerEvent({ ...fields, PartyType }, rooms);
    const account = fields['CustomerAccount'] ?? '';
    return refusedCustomer(account, rooms.system, unknownParty(account));
  };
  return {
    emits: ['customer.changed'],
    async *run({ resume, signal, progress }) {
      const place = placeIn(resume) ?? newPlace(project, rooms);
      const { execution } = place;
      // Kept before there is anything to tell: a process that dies while it waits finds the export again.
      if (resume !== JSON.stringify(place)) yield { events: [], resume: JSON.stringify(place) };
      const files = await exportedFiles(project, place, rooms, signal);
      if (!files) {
        // Nothing can be read of it any more, so the next run begins with an export of its own.
        yield { events: [], resume: '' };
        throw new IntegrationError('Dynamics 365 did not bring the export to its end, or does not keep it any more', {
          code: 'system-unavailable',
          details: { project: project.project, execution },
        });
      }
      const rows = rooms.data.rowsIn(fileIn(files, project.file), [...columns.values()]);
      yield* portionsOf(rows, place, tell, progress);
    },
  };
}

/** Words of the platform, whatever their case. A file may have labels of another language in it, by which a company would become a person. */
const partyTypes: ReadonlyMap<string, string> = new Map([
  ['person', 'Person'],
  ['organization', 'Organization'],
  ['', ''],
]);

function columnOf(field: string, { columns }: CustomersProject): string {
  const named = Object.entries(columns).find(([name]) => name === field)?.[1];
  return (named ?? field).toUpperCase();
}

/** OData ends lines within a field in one way, files in the other. */
const textOf = (field: string | undefined): string => (field ?? '').replaceAll('\r\n', '\n');

const unknownParty = (account: string): IntegrationError =>
  new IntegrationError(`The customer ${account} is of an unknown kind of party`, {
    code: 'unmapped',
    path: 'PartyType',
  });

/** The files of the export, made unless it was made before. `undefined` when there is nothing to be read. */
async function exportedFiles(
  { project }: CustomersProject,
  { execution, told }: Place,
  { data }: BackfillRooms,
  signal: AbortSignal,
) {
  // Its history was cleared away: made once more, its rows may come in another order.
  if (told > 0 && (await data.stateOf(execution, signal)) === 'none') return undefined;
  await data.startExport(project, execution, signal);
  if ((await data.ended(execution, signal)) !== 'succeeded') return undefined;
  try {
    return await data.exported(execution, signal);
  } catch (error) {
    if (isIntegrationError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}

async function* portionsOf(
  rows: AsyncIterable<DataRow>,
  { execution, told }: Place,
  tell: (row: DataRow) => CustomerEvent,
  progress: (done: number) => void,
): AsyncGenerator<BackfillPortion<'customer.changed'>> {
  let done = 0;
  let events: CustomerEvent[] = [];
  const portion = () => ({ events, resume: JSON.stringify({ execution, told: done } satisfies Place) });
  for await (const row of rows) {
    done += 1;
    if (done <= told) continue;
    events.push(tell(row));
    if (events.length < portionSize) continue;
    yield portion();
    progress(done);
    events = [];
  }
  if (events.length === 0) return;
  yield portion();
  progress(done);
}

/** A name of its own for every export. It is kept before it is used, so an interrupted backfill has the same one. */
function newPlace({ project }: CustomersProject, { config, clock }: BackfillRooms): Place {
  const name = project.replaceAll(/[^A-Za-z0-9]+/g, '-');
  return { execution: `${config.prefix}-${name}-${clock.now()}`, told: 0 };
}

function placeIn(resume: string | undefined): Place | undefined {
  if (resume === undefined || resume === '') return undefined;
  try {
    return Place.parse(JSON.parse(resume));
  } catch {
    throw new IntegrationError('The place of an interrupted backfill cannot be read', {
      code: 'input-invalid',
      path: 'resume',
    });
  }
}

function fileIn(files: Readonly<Record<string, Uint8Array>>, name: string): Uint8Array {
  const found = Object.entries(files).find(([it]) => it.toLowerCase() === name.toLowerCase())?.[1];
  if (found) return found;
  throw new IntegrationError(`The package has no file '${name}'`, { code: 'config-invalid', path: 'bulk.exports' });
}
