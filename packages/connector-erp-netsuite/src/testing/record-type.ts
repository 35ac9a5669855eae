import type { Fields } from './fields.ts';

/** External ids are unique inside a group, not inside a type, and without regard to case. */
export type RecordGroup = 'transaction' | 'entity' | 'item' | 'location' | 'subsidiary' | 'accountingPeriod';

export interface RecordType {
  readonly group: RecordGroup;
  readonly label: string;
  readonly fields: Fields;
  readonly sublists: Readonly<Record<string, Fields>>;
  /** Field and label, as the platform asks for it: "Please enter value(s) for: Customer". */
  readonly required: Readonly<Record<string, string>>;
  readonly hasExternalId: boolean;
  /** `type` in SuiteQL's transaction table. */
  readonly queryType?: string;
  /** Prefix of the document number. */
  readonly numberPrefix?: string;
}
