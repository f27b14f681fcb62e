import { expect, it } from 'vitest';
import type { HeteroGraphError } from '../../../src/core/index.js';
import { parseMapping, readMapping } from '../../../src/datasets/index.js';
import { folderOf } from './folders.js';

const sound = `version: 1
nodes:
  user: { table: users.csv, id: id, columns: { age: number, born: { role: time }, note: ignore } }
  log:
    table: logs.csv
edges:
  - type: [log, by, user]
    table: logs.csv
    target: user
`;

it('what is left out has its default', () => {
  expect(parseMapping(sound)).toEqual({
    version: 1,
    nodes: {
      user: {
        table: 'users.csv',
        id: 'id',
        columns: {
          age: { kind: 'number', role: 'feature' },
          born: { kind: 'date', role: 'time' },
          note: { kind: 'text', role: 'ignore' },
        },
      },
      log: { table: 'logs.csv', columns: {} },
    },
    edges: [
      {
        type: ['log', 'by', 'user'],
        table: 'logs.csv',
        target: 'user',
        columns: {},
        unknown: 'drop',
        inverse: 'rev_by',
      },
    ],
    ignored: {},
  });
});

it.each([
  ['a tab', ['    table: logs.csv', '\ttable: logs.csv'], 5, undefined],
  ['an unknown key', ['    target: user', '    target: user\n    goal: user'], 10, 'edges.0.goal'],
  ['an unknown kind', ['age: number', 'age: numeric'], 3, 'nodes.user.columns.age'],
  ['another version', ['version: 1', 'version: 2'], 1, 'version'],
  ['a type that is not there', ['[log, by, user]', '[log, by, person]'], 7, 'edges.0.type'],
  ['a target without ids', ['[log, by, user]', '[user, by, log]'], 9, 'edges.0.target'],
  [
    'edges of another table without source',
    ['    table: logs.csv\n    target', '    table: users.csv\n    target'],
    8,
    'edges.0.table',
  ],
  ['a time that is a number', ['{ role: time }', '{ role: time, kind: number }'], 3, 'nodes.user.columns.born.kind'],
  ['an id among the columns', ['note: ignore', 'id: number'], 3, 'nodes.user.columns.id'],
  [
    'an inverse of the same name',
    ['[log, by, user]', '[user, by, user]\n    inverse: by\n    source: a'],
    8,
    'edges.0.inverse',
  ],
] as const)('%s is refused with line and key', (_, [from, to], row, column) => {
  expect(sound).toContain(from);
  const error = (() => {
    try {
      parseMapping(sound.replace(from, to), 'graph.yaml');
    } catch (cause) {
      return cause as HeteroGraphError;
    }
    throw new Error('It was taken.');
  })();
  expect(error.code).toBe('INVALID_MAPPING');
  expect(error.location).toEqual({ file: 'graph.yaml', row, ...(column === undefined ? {} : { column }) });
});

it('a file that is not there is named', async () => {
  await expect(readMapping(`${folderOf({})}/graph.yaml`)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
});

it.each([
  [
    'aliases that multiply',
    `a: &a [${'x,'.repeat(9)}]\n${[...'bcdefghi'].map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]},`.repeat(9)}]`).join('\n')}`,
  ],
  ['more text than any mapping has', `nodes:\n${'  a: {}\n'.repeat(200_000)}`],
])('%s are a mistake in the mapping', (_, text) => {
  expect(() => parseMapping(text, 'graph.yaml')).toThrow(
    expect.objectContaining({ code: 'INVALID_MAPPING', location: expect.objectContaining({ file: 'graph.yaml' }) }),
  );
});
