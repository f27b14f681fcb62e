import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { HeteroGraphError } from '../../core/index.js';
import { problemOf, RequestError } from '../http/problem.js';

/** What Node's parser says of requests that never become one. */
const known: Readonly<Record<string, readonly [status: number, code: 'TOO_LARGE' | 'TIMED_OUT', message: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'TOO_LARGE', 'The head of the request is too long.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'TIMED_OUT', 'The request was not sent in time.'],
};

/** Answers what is not HTTP with coded JSON, too. */
export function answerBrokenRequests(server: Server): void {
  server.on('clientError', (cause: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || cause.code === 'ECONNRESET' || (socket as Socket).bytesWritten > 0) {
      socket.destroy();
      return;
    }
    const [status, code, message] = known[cause.code ?? ''] ?? [
      400,
      'MALFORMED_REQUEST',
      'The request is not HTTP/1.1.',
    ];
    const error = new HeteroGraphError(code, message, { hint: 'Send a whole request of HTTP/1.1.' });
    const body = JSON.stringify(problemOf(new RequestError(status, error)).body);
    const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n`;
    socket.end(head + body, () => socket.destroy());
  });
}
