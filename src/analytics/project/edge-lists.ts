import { HeteroGraphError } from '../../core/index.js';
import { type EdgeType, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { chunk, isNumeric, numbers, validity } from '../../graph/internal.js';

/** Edges of one relation: rows of both node types, and where these begin in the numbering over types. */
export interface EdgeList {
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly sourceStart: number;
  readonly targetStart: number;
  readonly weights?: ArrayLike<number>;
  /** Whether every edge stands there both ways, so that without directions it is dealt once. */
  readonly isBothWays?: boolean;
}

/** Edges of a relation with the weights of a column. @throws {HeteroGraphError} UNKNOWN_COLUMN, WRONG_DTYPE, INVALID_WEIGHT */
export function relationEdges(
  graph: HeteroGraph,
  type: EdgeType,
  starts: ReadonlyMap<string, number>,
  weights: string | undefined,
): EdgeList {
  const { inverse } = graph.edgeSchema(type);
  const ends = {
    ...graph.edgeIndex(type),
    ...(inverse && edgeTypeKey(inverse) === edgeTypeKey(type) && { isBothWays: true }),
    sourceStart: starts.get(type[0])!,
    targetStart: starts.get(type[2])!,
  };
  return weights === undefined ? ends : { ...ends, weights: weightColumn(graph, type, weights) };
}

/** Checks that the relation has the column, before any work. @throws {HeteroGraphError} UNKNOWN_COLUMN, WRONG_DTYPE */
export function weightColumnAt(graph: HeteroGraph, type: EdgeType, name: string): number {
  const { columns } = graph.edgeSchema(type);
  const at = columns.findIndex((column) => column.name === name);
  const location = { type: edgeTypeKey(type), column: name };
  const numeric = columns.filter((column) => isNumeric(column.type)).map((column) => column.name);
  const hint = `Columns of numbers there: ${numeric.join(', ') || 'none'}. Name relations that have the column, or no weights.`;
  if (at < 0) throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column "${name}".`, { ...location, hint });
  if (isNumeric(columns[at]!.type)) return at;
  const message = `The column is ${columns[at]!.type}; weights are numbers.`;
  throw new HeteroGraphError('WRONG_DTYPE', message, { ...location, hint });
}

function weightColumn(graph: HeteroGraph, type: EdgeType, name: string): ArrayLike<number> {
  const data = chunk(graph.edgeTable(type).getChildAt(weightColumnAt(graph, type, name) + 2)!);
  const values = numbers(data);
  const weights = values instanceof BigInt64Array ? Float64Array.from(values, Number) : values;
  const valid = validity(data);
  for (let e = 0; e < weights.length; e++) {
    if (valid?.[e] !== 0 && Number.isFinite(weights[e])) continue;
    const found = valid?.[e] === 0 ? 'missing' : String(weights[e]);
    throw new HeteroGraphError('INVALID_WEIGHT', `The weight of an edge is ${found}.`, {
      ...{ type: edgeTypeKey(type), column: name, row: e },
      hint: 'Weights are finite numbers: fill the column, or remove the edges.',
    });
  }
  return weights;
}
