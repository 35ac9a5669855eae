/**
 * The journal in one SQLite file, for `createCrossdock({ journal: sqliteJournal('crossdock.db') })`.
 *
 * @module
 */
export { type SqliteJournal, sqliteJournal, type SqliteJournalOptions } from './journal/sqlite-journal.ts';
