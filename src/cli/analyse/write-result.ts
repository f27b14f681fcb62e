import type { Algorithm, AnalysisResult } from '../../analytics/index.js';
import { HeteroGraphError } from '../../core/index.js';
import { writeIdTable } from '../../data/internal.js';
import type { HeteroGraph } from '../../graph/index.js';
import { invalidOption } from '../options/options.js';

/** Writes all nodes with their types and values, or the table of a result that has none. @throws {HeteroGraphError} WRITE_FAILED */
export async function writeResult(
  path: string,
  { values = {}, groups = {}, vectors = {}, table = {} }: AnalysisResult,
): Promise<void> {
  const columns = Object.entries({ ...values, ...groups });
  const matrices = Object.entries(vectors);
  const first = columns[0]?.[1] ?? matrices[0]?.[1];
  if (first === undefined) return writeRows(path, table);
  const nodes = first.graph.types.flatMap(({ name, count, ids }) =>
    Array.from({ length: count }, (_, row) => ({ type: name, id: ids ? ids.idOf(row) : row })),
  );
  await writeIdTable(path, {
    ids: nodes.map(({ id }) => id),
    texts: { type: nodes.map(({ type }) => type) },
    numbers: Object.fromEntries(columns.map(([name, of]) => [name, Float64Array.from(of.values)])),
    matrices: Object.fromEntries(
      matrices.map(([name, { values: matrix, width }]) => [name, { values: matrix, width }]),
    ),
  });
}

/** Columns that name the nodes beside those of a result. */
const taken = ['node', 'type', 'id'];

/**
 * What the columns of an algorithm are called: with `--column` by that name, or with what it is behind it where there are several.
 *
 * @throws {HeteroGraphError} INVALID_OPTION where `--column` names what names the nodes, or there is nothing to be named
 */
export function columnNames({ name, nodeColumns }: Algorithm, column: string | undefined): Map<string, string> {
  if (column !== undefined && nodeColumns.length === 0)
    throw invalidOption(`${name} gives nothing of every node that --column could name.`, 'Leave --column out.');
  const isOne = nodeColumns.length === 1;
  const named = nodeColumns.map((of): [string, string] => [
    of,
    column === undefined ? of : isOne ? column : `${column}_${of}`,
  ]);
  const other = named.find(([, to]) => taken.includes(to));
  if (other !== undefined)
    throw invalidOption(`--column is ${other[1]}, by which nodes are named.`, 'Give another name.');
  return new Map(named);
}

/** The result with its columns under other names. */
export function renamed(result: AnalysisResult, names: ReadonlyMap<string, string>): AnalysisResult {
  const under = <T>(each: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(each).map(([name, of]) => [names.get(name) ?? name, of]));
  return {
    ...result,
    ...(result.values && { values: under(result.values) }),
    ...(result.groups && { groups: under(result.groups) }),
    ...(result.vectors && { vectors: under(result.vectors) }),
  };
}

/** Checks that node types have no columns of these names yet. @throws {HeteroGraphError} DUPLICATE_NAME */
export function checkNewColumns(graph: HeteroGraph, types: readonly string[], names: Iterable<string>): void {
  for (const name of names) {
    const type = types.find((each) => graph.nodeSchema(each).columns.some((column) => column.name === name));
    if (type === undefined) continue;
    throw new HeteroGraphError('DUPLICATE_NAME', `Nodes of type ${type} have a column ${name} already.`, {
      type,
      column: name,
      hint: 'Call the new one otherwise with --column.',
    });
  }
}

/** The graph with the result as columns of its nodes. @throws {HeteroGraphError} DUPLICATE_NAME */
export function withResult(graph: HeteroGraph, { values, groups, vectors }: AnalysisResult): HeteroGraph {
  const columns = Object.entries({ ...values, ...groups, ...vectors });
  return columns.reduce((changed, [name, of]) => of.addTo(changed, name), graph);
}

/** The first column names the rows. */
async function writeRows(path: string, table: NonNullable<AnalysisResult['table']>): Promise<void> {
  const [first, ...others] = Object.entries(table);
  const isNumbers = (column: ArrayLike<string | number>) =>
    Array.from(column).every((cell) => typeof cell === 'number');
  const numbers = others.filter(([, column]) => isNumbers(column));
  const texts = others.filter(([, column]) => !isNumbers(column));
  await writeIdTable(path, {
    ids: Array.from(first?.[1] ?? []),
    texts: Object.fromEntries(texts.map(([name, column]) => [name, Array.from(column, String)])),
    numbers: Object.fromEntries(
      numbers.map(([name, column]) => [name, Float64Array.from(column as ArrayLike<number>)]),
    ),
    matrices: {},
  });
}
