/**
 * The journal in one SQLite file, for `createCrossdock({ journal: sqliteJournal('crossdock.db') })`.
 *
 * @module
 */
export { type SqliteJournal, sqliteJournal } from './journal/sqlite-journal.ts';
export { type SqliteJournalOptions } from './journal/sqlite-options.ts';
