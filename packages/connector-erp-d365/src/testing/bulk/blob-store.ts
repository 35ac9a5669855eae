const signature = 'c2lnbmF0dXJlK29mL3RoZS1lbnZpcm9ubWVudA==';

/** Where the environment keeps packages. */
export const blobOrigin = 'https://contosostore.blob.core.windows.net';

/** The blob store of an environment: whoever has a link may read and write, nobody else. */
export class BlobStore {
  readonly #blobs = new Map<string, Uint8Array>();

  /** A link with its signature in it. */
  linkTo(path: string): string {
    return `${blobOrigin}${encodeURI(path)}?sv=2014-02-14&sr=b&sig=${encodeURIComponent(signature)}`;
  }

  put(path: string, bytes: Uint8Array): void {
    this.#blobs.set(path, bytes);
  }

  /** What lies behind a link. */
  at(link: string): Uint8Array | undefined {
    return this.#blobs.get(decodeURI(URL.parse(link)?.pathname ?? ''));
  }

  /** Packages are kept for some days only. */
  clear(): void {
    this.#blobs.clear();
  }

  async answer(request: Request): Promise<Response> {
    const { searchParams, pathname } = new URL(request.url);
    if (searchParams.get('sig') !== signature || request.headers.has('authorization')) {
      return new Response(null, { status: 403 });
    }
    if (request.method === 'PUT') {
      if (request.headers.get('x-ms-blob-type') !== 'BlockBlob') return new Response(null, { status: 400 });
      this.put(decodeURI(pathname), new Uint8Array(await request.arrayBuffer()));
      return new Response(null, { status: 201 });
    }
    const found = this.at(request.url);
    return found ? new Response(new Uint8Array(found)) : new Response(null, { status: 404 });
  }
}
