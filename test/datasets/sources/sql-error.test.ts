import { expect, it } from 'vitest';
import { sqlError } from '../../../src/datasets/sources/base/sql-error.js';

it.each([
  [{ message: 'timeout expired' }],
  [{ message: 'The client was disconnected by the server because of inactivity.', code: 4031 }],
  [{ message: 'x', code: 'ER_CLIENT_INTERACTION_TIMEOUT', errno: 4031 }],
  [{ message: 'Connection was killed', errno: 1927 }],
  [{ message: 'Server shutdown in progress', code: 1053 }],
  [{ message: 'x', code: '57P01' }],
])('%j is a connection that was lost', (cause) => {
  expect(sqlError(cause, 'a')).toMatchObject({ code: 'CONNECTION_FAILED' });
});

it.each([
  [{ message: 'canceling statement: the lock timeout expired', code: '55P03' }],
  [{ message: 'no such table', errno: 1146 }],
])('%j is none', (cause) => {
  expect(sqlError(cause, 'a')).toMatchObject({ code: 'QUERY_FAILED' });
});
