import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ErrorCode, HeteroGraphError } from '../../core/index.js';
import { type Problem, problemOf, RequestError } from '../http/problem.js';

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
    end(socket, refused(status, code, message, 'Send a whole request of HTTP/1.1.'));
  });
  server.on('connect', (_, socket) =>
    end(socket, refused(405, 'UNKNOWN_ROUTE', 'This is no proxy.', 'Use GET or POST.')),
  );
  server.on('checkExpectation', (_, response) => {
    const { status, body } = refused(417, 'MALFORMED_REQUEST', 'The Expect header is unknown.', 'Leave it out.');
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.prependListener('request', (request) => {
    // HTTP/1.0 has no Host, and balancers that ask for the health of a server send none.
    if (request.httpVersion === '1.0') request.headers.host ??= 'localhost';
  });
}

/** The answer to a request whose target and Host make no address. */
export function unaddressed(): Response {
  const { status, body } = refused(
    400,
    'MALFORMED_REQUEST',
    'The target and the Host of the request make no address.',
    'Send a path, and a Host as HTTP/1.1 has it.',
  );
  return Response.json(body, { status });
}

function refused(status: number, code: ErrorCode, message: string, hint: string): Problem {
  return problemOf(new RequestError(status, new HeteroGraphError(code, message, { hint })));
}

/** Answers on a connection that has no response of Node's. */
function end(socket: Duplex, { status, body }: Problem): void {
  const text = JSON.stringify(body);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n`;
  socket.end(head + text, () => socket.destroy());
}
