import { type PageArguments, type Place, pageOf } from '../connection.ts';
import type { Domain, ShopContext } from '../domain.ts';
import { locationView } from '../order-view.ts';
import { numberOf } from '../platform-formats.ts';

/** Locations and what lies there: the fields of the root that read them. */
export function inventoryDomain({ books }: ShopContext): Domain {
  return {
    queries: {
      location: ({ id }: { id?: string | null }) =>
        locationView(
          id == null
            ? books.locations[0]
            : books.locations.find((location) => location.id === numberOf(id, 'Location')),
        ),
      locations: (page: PageArguments) =>
        pageOf(
          books.locations,
          page,
          (location): Place => [location.name, location.id.toString()],
          (location) => locationView(location),
        ),
    },
  };
}
