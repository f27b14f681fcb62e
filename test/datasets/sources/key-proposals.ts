import { guessMapping, type MappingGuess, type TableSource } from '../../../src/datasets/index.js';
import { keyStem, plainName, singular } from '../../../src/datasets/tables/names.js';

/** A key: table and column, and the table that it names rows of. */
export type Key = readonly [table: string, column: string, parent: string];

/** How a database is called otherwise. */
export interface Renaming {
  table?(name: string): string;
  column?(name: string, table: string, keys: readonly Key[]): string;
  /** The cell of a column that is an id or a key, given the table that it names rows of. */
  id?(cell: unknown, parent: string): unknown;
}

/** A source of the same rows under other names, which declares nothing, or all keys but some. */
export function disguised(
  source: TableSource,
  keys: readonly Key[],
  { table: tableOf = (name) => name, column = (name) => name, id }: Renaming,
  keep: (key: Key) => boolean = () => false,
): TableSource {
  const columnOf = (table: string, name: string) => column(name, table, keys);
  const listed = async () => source.tables();
  return {
    name: 'disguised',
    tables: async () =>
      (await listed()).map((table) => ({
        name: tableOf(table.name),
        columns: table.columns.map(({ name, type, kind }) => ({
          ...{ name: columnOf(table.name, name), type },
          ...(kind && !id ? { kind } : {}),
        })),
        primaryKey: keys.some(keep) ? table.primaryKey.map((name) => columnOf(table.name, name)) : [],
        foreignKeys: keys
          .filter((key) => key[0] === table.name && keep(key))
          .map(([own, name, parent]) => ({ columns: [columnOf(own, name)], table: tableOf(parent), to: [] })),
      })),
    async *rows(table, columns, options) {
      const known = (await listed()).find(({ name }) => tableOf(name) === table)!;
      const names = columns.map((each) => known.columns.find(({ name }) => columnOf(known.name, name) === each)!.name);
      for await (const batch of source.rows(known.name, names, options)) {
        const cells = batch.columns.map((each, at) => {
          const key = keys.find(([own, name]) => own === known.name && name === names[at]);
          const parent = key?.[2] ?? (known.primaryKey[0] === names[at] ? known.name : undefined);
          return id && parent ? Array.from(each, (cell) => (cell === null ? null : id(cell, parent))) : each;
        });
        yield { numRows: batch.numRows, columns: cells };
      }
    },
    close: async () => {},
  };
}

/** A source whose rows are read once and kept. */
export async function remembered(source: TableSource): Promise<TableSource> {
  const tables = await source.tables();
  const kept = new Map<string, ReadonlyMap<string, readonly unknown[]>>();
  for (const { name, columns } of tables) {
    const cells = columns.map((): unknown[] => []);
    const names = columns.map((column) => column.name);
    for await (const batch of source.rows(name, names))
      for (const [at, each] of batch.columns.entries()) cells[at]!.push(...Array.from(each));
    kept.set(name, new Map(names.map((each, at) => [each, cells[at]!])));
  }
  return {
    name: source.name,
    tables: async () => tables,
    async *rows(table, columns) {
      const cells = kept.get(table)!;
      const numRows = [...cells.values()][0]!.length;
      yield { numRows, columns: columns.map((name) => cells.get(name)!) };
    },
    close: async () => {},
  };
}

/** What a guess proposes, beside what is true. */
export interface Score {
  readonly right: readonly string[];
  readonly missing: readonly string[];
  /** Wrong ones, with what is said of each. */
  readonly wrong: readonly { readonly key: string; readonly note: string }[];
  readonly guess: MappingGuess;
}

export async function scored(source: TableSource, keys: readonly Key[], renaming: Renaming): Promise<Score> {
  const guess = await guessMapping(source);
  const { table: tableOf = (name) => name, column = (name) => name } = renaming;
  const text = (table: string, name: string, parent: string) => `${table}.${name} > ${parent}`;
  const truth = new Set(keys.map((key) => text(tableOf(key[0]), column(key[1], key[0], keys), tableOf(key[2]))));
  const { nodes, edges } = guess.mapping;
  const found = edges.flatMap(({ type, table, source: from, target }, i) => {
    const note = guess.notes.edges![i]!;
    const end = (name: string, node: string) => ({ key: text(table, name, nodes[node]!.table), note });
    return [...(from === undefined ? [] : [end(from, type[0])]), end(target, type[2])];
  });
  const proposed = new Set(found.map(({ key }) => key));
  return {
    right: [...truth].filter((key) => proposed.has(key)),
    missing: [...truth].filter((key) => !proposed.has(key)),
    wrong: found.filter(({ key }) => !truth.has(key)),
    guess,
  };
}

const snake = (name: string) => plainName(name);
const isId = (name: string) => /Id$|^ReportsTo$/.test(name);

/** Ways in which people call the same things. */
export const renamings: Readonly<Record<string, Renaming>> = {
  'as they are': {},
  'small letters, plurals': { table: (name) => `${snake(name)}s`, column: snake },
  'ids called id': {
    table: (name) => `${snake(name)}s`,
    column: (name, table) =>
      isId(name) && singular(keyStem(name)) === snake(table).replaceAll('_', '_') ? 'id' : snake(name),
  },
  'fk before the name': {
    column: (name, table, keys) =>
      keys.some((key) => key[0] === table && key[1] === name) ? `fk_${keyStem(name)}` : name,
  },
  'tables with a prefix': { table: (name) => `tbl_${name}` },
  'tables by number': {
    table: (name) => `t${[...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)}`,
  },
  'columns by number': {
    table: (name) => `t${[...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)}`,
    column: (name) => `c${[...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)}`,
  },
  'columns by number, ids in letters': {
    table: (name) => `t${[...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)}`,
    column: (name) => `c${[...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)}`,
    id: (cell, parent) => `${parent.slice(0, 3)}-${cell}`,
  },
};

export const chinookKeys: readonly Key[] = [
  ['Album', 'ArtistId', 'Artist'],
  ['Customer', 'SupportRepId', 'Employee'],
  ['Employee', 'ReportsTo', 'Employee'],
  ['Invoice', 'CustomerId', 'Customer'],
  ['InvoiceLine', 'InvoiceId', 'Invoice'],
  ['InvoiceLine', 'TrackId', 'Track'],
  ['PlaylistTrack', 'PlaylistId', 'Playlist'],
  ['PlaylistTrack', 'TrackId', 'Track'],
  ['Track', 'AlbumId', 'Album'],
  ['Track', 'MediaTypeId', 'MediaType'],
  ['Track', 'GenreId', 'Genre'],
];

export const raceKeys: readonly Key[] = [
  ['races', 'circuitId', 'circuits'],
  ...['results', 'qualifying'].flatMap((table): Key[] => [
    [table, 'raceId', 'races'],
    [table, 'driverId', 'drivers'],
    [table, 'constructorId', 'constructors'],
  ]),
  ['driver_standings', 'raceId', 'races'],
  ['driver_standings', 'driverId', 'drivers'],
  ['constructor_standings', 'raceId', 'races'],
  ['constructor_standings', 'constructorId', 'constructors'],
  ['constructor_results', 'raceId', 'races'],
  ['constructor_results', 'constructorId', 'constructors'],
];
