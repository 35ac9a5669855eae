import type { BookedLocation } from '../book-entries.ts';
import type { ShopContext } from '../domain.ts';
import { gid, payloadTime } from '../platform-formats.ts';
import type { WebhookTopic } from '../topics.ts';

/** What a location is entered with. */
export interface NewLocation {
  readonly name: string;
  /** ISO 3166-1 code. */
  readonly country?: string | null;
}

/** What happens to the places of the shop: every call books it and tells it. */
export interface LocationControls {
  addLocation(location: NewLocation): BookedLocation;
  editLocation(id: bigint | string, change: Partial<NewLocation>): void;
  /** Closes a location, or opens it again. */
  activateLocation(id: bigint | string): void;
  deactivateLocation(id: bigint | string): void;
  /** Removes a location; past orders keep its number. */
  deleteLocation(id: bigint | string): void;
}

/** What a test or a demo does with the places of the shop. */
export function locationControls(shop: ShopContext): LocationControls {
  const { locations } = shop.books;
  const second = (): number => Math.floor(shop.now() / 1000) * 1000;
  const change = (id: bigint | string, topic: WebhookTopic, changes: Partial<BookedLocation>): void => {
    const location = locationOf(shop, id);
    Object.assign(location, changes, { updatedAt: second() });
    tell(shop, topic, location);
  };
  return {
    addLocation({ name, country = null }) {
      const at = second();
      const location = { id: shop.nextId(), name, country, active: true, createdAt: at, updatedAt: at };
      locations.push(location);
      tell(shop, 'locations/create', location);
      return location;
    },
    editLocation: (id, changes) => change(id, 'locations/update', changes),
    activateLocation: (id) => change(id, 'locations/activate', { active: true }),
    deactivateLocation: (id) => change(id, 'locations/deactivate', { active: false }),
    deleteLocation(id) {
      const location = locationOf(shop, id);
      locations.splice(locations.indexOf(location), 1);
      const subject = gid('Location', location.id);
      shop.tell({ topics: ['locations/delete'], subject, payload: () => ({ id: location.id }) });
    },
  };
}

function locationOf({ books }: ShopContext, id: bigint | string): BookedLocation {
  const location = books.location(BigInt(id));
  if (!location) throw new RangeError(`There is no location ${id}`);
  return location;
}

function tell(shop: ShopContext, topic: WebhookTopic, location: BookedLocation): void {
  const { id, name, country, active, createdAt, updatedAt } = location;
  shop.tell({
    topics: [topic],
    subject: `${gid('Location', id)} ${updatedAt}`,
    payload: () => ({
      id,
      name,
      address1: null,
      address2: null,
      city: null,
      zip: null,
      province: null,
      country,
      phone: null,
      created_at: payloadTime(createdAt, shop.offsetMinutes),
      updated_at: payloadTime(updatedAt, shop.offsetMinutes),
      country_code: country,
      legacy: false,
      active,
      admin_graphql_api_id: gid('Location', id),
    }),
  });
}
