/** Where the schema is kept once it was fetched. */
export declare const cachedSchema: string;
/** Fetches the schema unless it is there, and returns its path. */
export declare function fetchAdminSchema(): Promise<string>;
