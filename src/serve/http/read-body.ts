import { HeteroGraphError } from '../../core/index.js';
import { RequestError } from './problem.js';

/**
 * The JSON that a request carries.
 *
 * @throws {RequestError} 415 of another content type, 413 above the limit, 400 of what is no UTF-8, no JSON, or ends too early
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i.test(type)) {
    const message = type === '' ? 'The request has no content type.' : `The content type is ${JSON.stringify(type)}.`;
    throw new RequestError(
      415,
      new HeteroGraphError('MALFORMED_REQUEST', message, { hint: 'Send JSON as application/json.' }),
    );
  }
  const bytes = await readBytes(request, maxBytes).catch((error: unknown) => {
    if (error instanceof RequestError) throw error;
    // Whoever sent it went away: no fault of the server, and nothing for its log.
    throw new HeteroGraphError('MALFORMED_REQUEST', 'The body ends before its time.', { hint: 'Send the whole body.' });
  });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HeteroGraphError('INVALID_UTF8', 'The body is not UTF-8.', { hint: 'Send JSON in UTF-8.' });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new HeteroGraphError('MALFORMED_REQUEST', 'The body is not JSON.', { hint: 'Send one JSON object.' });
  }
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const length = request.headers.get('content-length');
  if (length !== null && Number(length) > maxBytes) throw tooLarge(maxBytes);
  // The server sees to it that a body is as long as its header says.
  if (length !== null && !request.headers.has('transfer-encoding')) return new Uint8Array(await request.arrayBuffer());
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length;
    if (size > maxBytes) {
      await reader?.cancel();
      throw tooLarge(maxBytes);
    }
    parts.push(part.value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function tooLarge(maxBytes: number): RequestError {
  const error = new HeteroGraphError('TOO_LARGE', `The body is longer than ${maxBytes} bytes.`, {
    hint: 'Ask for less at once.',
  });
  return new RequestError(413, error, { connection: 'close' });
}
