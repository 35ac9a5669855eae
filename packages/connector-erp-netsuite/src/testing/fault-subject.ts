import { isObject } from './json.ts';

/** What one request is about, as faults see it: the same request has the same subject in every run. */
export interface FaultSubject {
  /**
   * `token`, `query/<external id>`, `read/<record type>/<id>`, or for a write `<record type>/<external id>`:
   * `salesOrder/CD_SO_shop-1001`, `itemFulfillment/CD_FUL_shop-1001-1`.
   */
  readonly name: string;
  readonly writes: boolean;
  /** The record type that a write makes or changes. */
  readonly type?: string;
}

const recordPrefix = '/services/rest/record/v1/';

export async function faultSubjectOf(request: Request): Promise<FaultSubject> {
  const path = new URL(request.url).pathname;
  if (path.endsWith('/oauth2/v1/token')) return { name: 'token', writes: false };
  if (path.endsWith('/suiteql')) return { name: querySubject(await request.clone().text()), writes: false };
  if (!path.startsWith(recordPrefix)) return { name: path.slice(path.lastIndexOf('/') + 1), writes: false };
  const [from = '', key = '', , target] = path.slice(recordPrefix.length).split('/').map(decodeURIComponent);
  if (request.method === 'GET') return { name: `read/${from}/${key.replace(/^eid:/, '')}`, writes: false };
  const type = target ?? from;
  const externalId = externalIdIn(await request.clone().text()) ?? key.replace(/^eid:/, '');
  return { name: `${type}/${externalId}`, writes: true, type };
}

function externalIdIn(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) && typeof parsed['externalId'] === 'string' ? parsed['externalId'] : undefined;
  } catch {
    return undefined;
  }
}

function querySubject(body: string): string {
  const externalId = /externalid\s*(?:=|in\s*\()\s*'([^']+)'/i.exec(body)?.[1];
  return externalId === undefined ? 'query' : `query/${externalId}`;
}
