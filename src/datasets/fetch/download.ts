import { HeteroGraphError, type RunOptions, throwIfAborted } from '../../core/index.js';

/** Bytes of a download at most: several times the largest. */
const MOST_BYTES = 2 ** 28;

/**
 * The bytes that a server answers with.
 *
 * @param hint what to do where it does not
 * @throws {HeteroGraphError} FETCH_FAILED (no connection, or another answer than the file), TOO_LARGE, ABORTED
 */
export async function download(url: string, hint: string, { signal, onProgress }: RunOptions): Promise<Uint8Array> {
  throwIfAborted(signal);
  const pieces: Uint8Array[] = [];
  let done = 0;
  try {
    const response = await fetch(url, signal ? { signal } : {});
    if (!response.ok || !response.body) throw failed(url, `the server answers ${response.status}`, hint);
    const length = Number(response.headers.get('content-length'));
    const total = response.headers.get('content-encoding') === null && length > 0 ? length : undefined;
    for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
      done += bytes.length;
      if (done > MOST_BYTES) {
        throw new HeteroGraphError('TOO_LARGE', `${url} has more than ${MOST_BYTES} bytes.`, { hint });
      }
      pieces.push(bytes);
      onProgress?.({ stage: 'download', done, unit: 'bytes', ...(total === undefined ? {} : { total }) });
    }
  } catch (cause) {
    throwIfAborted(signal);
    if (cause instanceof HeteroGraphError) throw cause;
    throw failed(url, reasonOf(cause), hint, cause);
  }
  return Buffer.concat(pieces);
}

function failed(url: string, why: string, hint: string, cause?: unknown): HeteroGraphError {
  return new HeteroGraphError('FETCH_FAILED', `${url} cannot be downloaded: ${why}.`, { hint, cause });
}

/** What the system says, which `fetch` hides in the cause of its error. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as { readonly cause?: { readonly message?: string }; readonly message?: string };
  return (cause?.message || message || 'no connection').replace(/\.$/, '');
}
