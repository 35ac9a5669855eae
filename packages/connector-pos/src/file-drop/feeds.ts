import { type CsvMapping } from './csv/mapping.ts';
import { type PosLogDialect } from './poslog/dialect.ts';

interface FeedFiles {
  /** Names of its files. One that no feed takes is left where it is. */
  readonly files: RegExp;
}

/** Files of one kind, and how they are read. */
export type Feed = FeedFiles &
  (
    | { readonly dialect: PosLogDialect; readonly csv?: undefined }
    | { readonly csv: CsvMapping; readonly dialect?: undefined }
  );

/** The first feed that takes a name. */
export function feedOf(name: string, feeds: readonly Feed[]): Feed | undefined {
  return feeds.find(({ files }) => {
    // An expression with the flag `g` remembers where it was.
    files.lastIndex = 0;
    return files.test(name);
  });
}
