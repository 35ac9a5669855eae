/** What a caller may do after a failure: repeat it, look first, or call a person. */
export type Disposition = 'retry' | 'reject' | 'unknown';

interface CodeEntry {
  readonly disposition: Disposition;
  /** What happened, in a user's words. */
  readonly meaning: string;
  /** What to do about it. */
  readonly action: string;
}

/**
 * Every code an {@link IntegrationError} can carry, for core and all connectors. `docs/errors.md` is generated from it.
 */
export const errorCodes = {
  'config-invalid': {
    disposition: 'reject',
    meaning: 'The configuration of a system does not fit its schema.',
    action: 'Mend every path that the message lists; nothing was started.',
  },
  'wiring-invalid': {
    disposition: 'reject',
    meaning: 'Systems, flows and owners do not fit together, or a connector does not keep its manifest.',
    action: 'Mend every path that the message lists; nothing was started.',
  },
  'input-invalid': {
    disposition: 'reject',
    meaning: 'What was handed to a function or capability does not fit its schema.',
    action: 'Mend the value at the path; nothing was sent.',
  },
  'output-invalid': {
    disposition: 'unknown',
    meaning: 'A connector returned something that its capability does not promise; a write may have happened.',
    action: 'Look in the target system, then report the connector.',
  },
  'response-invalid': {
    disposition: 'unknown',
    meaning: 'A system answered with something that its documentation does not describe.',
    action: 'Look in the target system; compare its API version with the one the connector is written for.',
  },
  'redirect-refused': {
    disposition: 'reject',
    meaning:
      'A system answered with a redirect or a link that leads away from its configured address; it was not followed.',
    action: 'Check the base URL of the system.',
  },
  'response-too-large': {
    disposition: 'reject',
    meaning: 'A system answered with more bytes than are read.',
    action: 'Ask for less at once, or raise the limit of the client.',
  },
  'body-too-large': {
    disposition: 'reject',
    meaning: 'An incoming message is longer than allowed; it was not read.',
    action: 'Raise the limit of the source if the sender is right.',
  },
  'body-invalid': {
    disposition: 'reject',
    meaning: 'An incoming message is not readable as the format it claims.',
    action: 'Look at the sender; nothing was stored.',
  },
  'signature-missing': {
    disposition: 'reject',
    meaning: 'An incoming message carries no signature.',
    action: 'Check the webhook set-up at the sender; nothing was stored.',
  },
  'signature-invalid': {
    disposition: 'reject',
    meaning: 'The signature of an incoming message does not match any accepted secret.',
    action: 'Check the secret (also the former one during a rotation); nothing was stored.',
  },
  unauthorized: {
    disposition: 'reject',
    meaning: 'A system does not accept our credentials, also after they were renewed once.',
    action: 'Check the credentials of the system and whether access was revoked.',
  },
  forbidden: {
    disposition: 'reject',
    meaning: 'Our credentials lack a permission for this call.',
    action: 'Grant the permission or scope that the message names.',
  },
  'not-found': {
    disposition: 'reject',
    meaning: 'What was asked for is not there (or not visible to us).',
    action: 'Check the id and the permissions.',
  },
  conflict: {
    disposition: 'reject',
    meaning: 'The target changed meanwhile, or holds something that contradicts this write.',
    action: 'Read the target again and decide which side is right.',
  },
  'insufficient-stock': {
    disposition: 'reject',
    meaning: 'There are not as many units to promise as were asked for; nothing is held.',
    action: 'Look at what is short in the message, and ask availability to explain the number.',
  },
  duplicate: {
    disposition: 'reject',
    meaning: 'The target holds a document under this reference already, and it is not ours.',
    action: 'Find out who else writes this reference.',
  },
  throttled: {
    disposition: 'retry',
    meaning: 'The system asks us to slow down.',
    action: 'Nothing; it is tried again, never sooner than told.',
  },
  busy: {
    disposition: 'retry',
    meaning: 'The system has too many requests of ours at once.',
    action: 'Nothing; lower the concurrency of the system if it happens often.',
  },
  timeout: {
    disposition: 'unknown',
    meaning: 'No answer came in time; a write may have happened.',
    action: 'Nothing; the outcome is looked up. Raise the timeout if the system is slow by nature.',
  },
  'connection-lost': {
    disposition: 'unknown',
    meaning: 'The connection broke before the answer was complete; a write may have happened.',
    action: 'Nothing; the outcome is looked up.',
  },
  'system-unavailable': {
    disposition: 'retry',
    meaning: 'The system cannot be reached or answers that it is down.',
    action: 'Nothing; it is tried again.',
  },
  maintenance: {
    disposition: 'retry',
    meaning: 'The system is in maintenance.',
    action: 'Nothing; calls wait until it is open again.',
  },
  'gate-closed': {
    disposition: 'retry',
    meaning: 'A declared window keeps calls from this system just now.',
    action: 'Nothing; calls wait until the window is over.',
  },
  'circuit-open': {
    disposition: 'retry',
    meaning: 'The system failed so often in a row that it is given a rest.',
    action: 'Nothing; one call probes it from time to time.',
  },
  'period-closed': {
    disposition: 'reject',
    meaning: 'The posting date lies in a closed or locked accounting period.',
    action: 'Open the period, or set the closed-period policy to the next open day.',
  },
  'posting-pending': {
    disposition: 'retry',
    meaning: 'The document is booked but has not reached the ledger yet.',
    action: 'Nothing; it is asked again.',
  },
  'outcome-unknown': {
    disposition: 'unknown',
    meaning: 'Whether a write happened could not be found out.',
    action: 'Look in the target system for the reference; then retry or resolve.',
  },
  unmapped: {
    disposition: 'reject',
    meaning: 'A value of one system has no counterpart in the other.',
    action: 'Add it to the mapping at the path, then replay.',
  },
  refused: {
    disposition: 'reject',
    meaning: 'A system refuses the document by a rule of its own; nothing was written.',
    action: 'Read its reason in the message, mend the data or the rule, then replay.',
  },
  'unsupported-document': {
    disposition: 'reject',
    meaning: 'A document has a shape that this target cannot take.',
    action: 'Book it by hand and resolve the exception.',
  },
  unbalanced: {
    disposition: 'reject',
    meaning: 'Lines, tax, shipping, fees and rounding of a document do not add up to its total, or the tenders do not.',
    action: 'Compare the difference in the message with the source document.',
  },
  'currency-mismatch': {
    disposition: 'reject',
    meaning: 'Amounts of different currencies meet in one calculation.',
    action: 'Convert one of them on purpose, or mend the document.',
  },
  'money-invalid': {
    disposition: 'reject',
    meaning: 'An amount is no decimal number, or its currency is unknown.',
    action: 'Mend the value at the path.',
  },
  'quantity-invalid': {
    disposition: 'reject',
    meaning: 'A quantity is no decimal number, or its unit does not fit.',
    action: 'Mend the value at the path.',
  },
  'event-version-unknown': {
    disposition: 'reject',
    meaning: 'An event has a type or version that this release does not know.',
    action: 'Upgrade crossdock, or register how to read that version.',
  },
  'not-owner': {
    disposition: 'reject',
    meaning: 'The call would let a system write a domain that another one owns.',
    action: 'Change the owner of the domain or the target of the call.',
  },
  'key-mismatch': {
    disposition: 'reject',
    meaning: 'A platform saw this idempotency key before with other content.',
    action: 'Report it: one step sent two different payloads.',
  },
  'step-name-reused': {
    disposition: 'reject',
    meaning: 'A flow asked for two steps of the same name in one run.',
    action: "Tell them apart with 'as'.",
  },
  'step-result-too-large': {
    disposition: 'reject',
    meaning: 'A step returned more than 1 MiB.',
    action: 'Return a reference to the data instead of the data.',
  },
  'step-result-unserializable': {
    disposition: 'reject',
    meaning: 'A step returned something that cannot be kept in the journal.',
    action: 'Return plain data, dates, bigints, maps, sets or bytes.',
  },
  'flow-changed': {
    disposition: 'reject',
    meaning: 'A flow does not ask for its steps as it did when this run began.',
    action: 'Restore the old definition under its version and give the changed one a new version.',
  },
  'flow-version-missing': {
    disposition: 'reject',
    meaning: 'A run began with a version of a flow that is no longer given.',
    action: 'Give the old version beside the new one until its runs have ended.',
  },
  'run-cancelled': {
    disposition: 'reject',
    meaning: 'The run was cancelled by a person.',
    action: 'Nothing.',
  },
  'journal-locked': {
    disposition: 'reject',
    meaning: 'Another process owns the journal file.',
    action: 'Stop the other process, or give this one a file of its own.',
  },
  'journal-unwritable': {
    disposition: 'retry',
    meaning: 'The journal file cannot be written.',
    action: 'Check the path, its permissions and the disk; nothing was acknowledged.',
  },
  'journal-full': {
    disposition: 'retry',
    meaning: 'There is no room left for the journal.',
    action: 'Make room or prune; nothing was acknowledged.',
  },
  'journal-corrupt': {
    disposition: 'reject',
    meaning: 'The journal file is damaged or no journal.',
    action: 'Restore the last backup; sweeps bring back what came since.',
  },
  'journal-closed': {
    disposition: 'reject',
    meaning: 'The journal was used before it was opened or after it was closed.',
    action: 'Start the dock first; do not use it after stop.',
  },
  'intake-full': {
    disposition: 'retry',
    meaning: 'More is waiting than may be taken in at once.',
    action: 'Nothing; the sender sends again.',
  },
  'deadline-exceeded': {
    disposition: 'unknown',
    meaning: 'The time given for the whole operation is over.',
    action: 'Look at what it was waiting for.',
  },
  cancelled: {
    disposition: 'unknown',
    meaning: 'The caller or the stopping process gave up waiting; a write may have happened.',
    action: 'Nothing; an open run goes on at the next start.',
  },
  'query-too-expensive': {
    disposition: 'reject',
    meaning: 'A single request costs more than the platform allows at all.',
    action: 'Ask for less at once.',
  },
  'version-mismatch': {
    disposition: 'reject',
    meaning: 'The platform answers with another API version than the one asked for.',
    action: 'Upgrade the connector to a supported API version.',
  },
  internal: {
    disposition: 'unknown',
    meaning: 'Something failed that no rule describes, usually a bug.',
    action: 'Look at the cause; report it if it is ours.',
  },
} as const satisfies Record<string, CodeEntry>;

/** A documented code. */
export type ErrorCode = keyof typeof errorCodes;
