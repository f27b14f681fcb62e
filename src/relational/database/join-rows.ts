import { checkRows, HeteroGraphError } from '../../core/index.js';
import type { CategoryColumn, Column, Database, ForeignKey, RowIds, Table } from './types.js';

/**
 * A table with more rows behind its own. Categories are those of both, sorted.
 *
 * @param numRows of every table, the added rows included
 * @throws {HeteroGraphError} MODEL_MISMATCH where columns or keys are not those of the table; SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
function joinRows(table: Table, added: Table, numRows: ReadonlyMap<string, number>): Table {
  expectLength(added, added.time, 'times');
  if ((table.time === undefined) !== (added.time === undefined))
    throw differs(added, `${added.time ? '' : 'no '}times`);
  if ((table.ids === undefined) !== (added.ids === undefined)) throw differs(added, `${added.ids ? '' : 'no '}ids`);
  const pairs = <Thing extends { readonly name: string }>(own: readonly Thing[], more: readonly Thing[]) => {
    if (own.length !== more.length) throw differs(added, `${more.length} columns or keys instead of ${own.length}`);
    return own.map((each) => {
      const other = more.find(({ name }) => name === each.name);
      if (!other) throw differs(added, `no ${each.name}`);
      return [each, other] as const;
    });
  };
  return {
    ...table,
    numRows: table.numRows + added.numRows,
    ...(table.time && added.time ? { time: joined(table.time, added.time) } : {}),
    ...(table.ids && added.ids ? { ids: joinIds(table.ids, added.ids, table.numRows) } : {}),
    columns: pairs(table.columns, added.columns).map(([own, more]) => joinColumn(added, own, more)),
    keys: pairs(table.keys, added.keys).map(([own, more]) => joinKey(added, own, more, numRows)),
  };
}

/** All tables with more rows. @throws {HeteroGraphError} UNKNOWN_TYPE, DUPLICATE_NAME, and as {@link joinRows} */
export function joinTables({ tables }: Database, added: readonly Table[]): Database {
  const more = new Map(added.map((table) => [table.name, table]));
  if (more.size < added.length) {
    const twice = added.find((table) => more.get(table.name) !== table)!.name;
    throw new HeteroGraphError('DUPLICATE_NAME', `Rows of ${twice} are given twice.`, {
      ...{ type: twice, hint: 'Add them one after the other.' },
    });
  }
  for (const name of more.keys()) {
    if (tables.has(name)) continue;
    throw new HeteroGraphError('UNKNOWN_TYPE', `The database has no table ${name} to add rows to.`, {
      ...{ type: name, hint: `Its tables are ${[...tables.keys()].join(', ')}.` },
    });
  }
  const numRows = new Map([...tables].map(([name, table]) => [name, table.numRows + (more.get(name)?.numRows ?? 0)]));
  const grown = [...tables].map(([name, table]): [string, Table] => {
    const rows = more.get(name);
    return [name, rows ? joinRows(table, rows, numRows) : table];
  });
  return { tables: new Map(grown) };
}

function joined<Values extends Float64Array | Int32Array>(own: Values, more: Values): Values {
  const all = new (own.constructor as { new (length: number): Values })(own.length + more.length);
  all.set(own);
  all.set(more, own.length);
  return all;
}

function joinIds(own: RowIds, more: RowIds, first: number): RowIds {
  return {
    idOf: (row) => (row < first ? own.idOf(row) : more.idOf(row - first)),
    indexOf(id) {
      const old = own.indexOf(id);
      if (old >= 0) return old;
      const place = more.indexOf(id);
      return place < 0 ? -1 : first + place;
    },
  };
}

function joinKey(table: Table, own: ForeignKey, more: ForeignKey, numRows: ReadonlyMap<string, number>): ForeignKey {
  expectLength(table, more.rows, own.name);
  if (own.table !== more.table) throw differs(table, `the key ${own.name} of ${more.table}`);
  checkRows(
    more.rows.filter((row) => row !== -1),
    numRows.get(own.table)!,
    `rows of ${own.name}`,
    { type: own.table },
  );
  return { ...own, rows: joined(own.rows, more.rows) };
}

function joinColumn(table: Table, own: Column, more: Column): Column {
  if (own.kind === 'category' && more.kind === 'category') {
    expectLength(table, more.codes, own.name);
    const categories = [...new Set([...own.categories, ...more.categories])].sort();
    const places = new Map(categories.map((category, place) => [category, place]));
    const coded = (column: CategoryColumn) => {
      const codes = column.categories.map((category) => places.get(category)!);
      return column.codes.map((code) => (code < 0 ? -1 : codes[code]!));
    };
    return { ...own, categories, codes: joined(coded(own), coded(more)) };
  }
  if (own.kind === 'category' || more.kind !== own.kind) throw differs(table, `${own.name} of kind ${more.kind}`);
  expectLength(table, more.values, own.name);
  return { ...own, values: joined(own.values, more.values) };
}

function expectLength({ name, numRows }: Table, values: { readonly length: number } | undefined, what: string): void {
  if (values === undefined || values.length === numRows) return;
  throw new HeteroGraphError(
    'SHAPE_MISMATCH',
    `The added rows of ${name} are ${numRows}, their ${what} ${values.length}.`,
    {
      ...{ type: name, hint: 'Give a value for every row.' },
    },
  );
}

function differs({ name }: Table, what: string): HeteroGraphError {
  return new HeteroGraphError(
    'MODEL_MISMATCH',
    `The added rows of ${name} are not as those of the table: they have ${what}.`,
    {
      ...{ type: name, hint: 'Give the same columns, keys, ids and times as the table has.' },
    },
  );
}
