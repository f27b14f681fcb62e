import type { AnalysisResult } from '../../analytics/index.js';
import { writeIdTable } from '../../data/internal.js';
import type { HeteroGraph } from '../../graph/index.js';

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

/** The result under the name of a column: by itself, or with what it is behind it where there are several. */
export function renamed(result: AnalysisResult, column: string | undefined): AnalysisResult {
  if (column === undefined) return result;
  const { values = {}, groups = {}, vectors = {} } = result;
  const isOne = Object.keys({ ...values, ...groups, ...vectors }).length === 1;
  const under = <T>(each: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(each).map(([name, of]) => [isOne ? column : `${column}_${name}`, of]));
  return {
    ...result,
    ...(result.values && { values: under(values) }),
    ...(result.groups && { groups: under(groups) }),
    ...(result.vectors && { vectors: under(vectors) }),
  };
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
