/** Whether an event is told, and not refused. A webhook tells only these: what is refused waits for the sweep, which parks it. */
export function isFact<Event extends object>(event: Event): event is Exclude<Event, { readonly refused: unknown }> {
  return !('refused' in event);
}
