import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError } from '../../core/index.js';
import { type EdgeType, type EdgeTypeRef, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { chunk, expectGraph, isNumeric, numbers, validity } from '../../graph/internal.js';
import type { Better, Measurements } from './input.js';

export interface GraphMeasurementsOptions {
  /** The edge type; default the only one with a column of numbers. */
  readonly relation?: EdgeTypeRef;
  /** The column of its edges with what was measured; default its only column of numbers. */
  readonly value?: string;
  /** The end of the edges at which contestants are; default `source`. */
  readonly contestants?: 'source' | 'target';
  /** Default `larger`; by task where they differ. */
  readonly better?: Better | Readonly<Record<string, Better>>;
}

const schema = z.strictObject({
  relation: z.optional(z.any()),
  value: z.optional(z.string()),
  contestants: z.optional(z.enum(['source', 'target'])),
  better: z.optional(z.any()),
});

/**
 * What the edges of a relation measure, for `rank`: contestants at one end, tasks at the other, a column of numbers on the edges.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_TYPE, UNKNOWN_COLUMN, WRONG_DTYPE; AMBIGUOUS where several relations or columns fit and none is named
 * @example
 * const { contestants } = await rank({ measurements: graphMeasurements(graph, { relation: 'scored', value: 'accuracy' }) });
 */
export function graphMeasurements(graph: HeteroGraph, options: GraphMeasurementsOptions = {}): Measurements {
  expectGraph(graph);
  expectArgument(options, 'object', 'options');
  checkOptions(schema, options);
  const { contestants = 'source', better } = options;
  const type = options.relation === undefined ? onlyRelation(graph) : graph.resolveEdgeType(options.relation);
  const { columns } = graph.edgeSchema(type);
  const name = options.value ?? onlyColumn(graph, type);
  const at = columns.findIndex((column) => column.name === name);
  const location = { type: edgeTypeKey(type), column: name };
  if (at < 0) {
    throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column "${name}".`, {
      ...location,
      hint: `The edges have: ${columns.map((column) => column.name).join(', ') || 'none'}.`,
    });
  }
  if (!isNumeric(columns[at]!.type)) {
    throw new HeteroGraphError('WRONG_DTYPE', `The column is ${columns[at]!.type}; it must be numeric.`, location);
  }
  const data = chunk(graph.edgeTable(type).getChildAt(at + 2)!);
  const valid = validity(data);
  const value = Float64Array.from(numbers(data) as ArrayLike<number | bigint>, (number, e) =>
    valid?.[e] === 0 ? Number.NaN : Number(number),
  );
  const { source, target } = graph.edgeIndex(type);
  const [sources, targets] = [graph.ids(type[0]), graph.ids(type[2])];
  const [from, to] = [Array.from(source, (v) => sources.idOf(v)), Array.from(target, (v) => targets.idOf(v))];
  const [contestant, task] = contestants === 'source' ? [from, to] : [to, from];
  return { contestant, task, value, ...(better !== undefined && { better }) };
}

function numericColumns(graph: HeteroGraph, type: EdgeTypeRef): string[] {
  const { columns } = graph.edgeSchema(type);
  return columns.filter((column) => isNumeric(column.type) && column.role !== 'time').map((column) => column.name);
}

function onlyRelation(graph: HeteroGraph): EdgeType {
  const fitting = graph.edgeTypes.filter((type) => numericColumns(graph, type).length > 0);
  if (fitting.length === 1) return fitting[0]!;
  if (fitting.length === 0) {
    throw new HeteroGraphError('UNKNOWN_COLUMN', 'No edges have a column of numbers.', {
      hint: 'Measurements are a column of the edges between contestants and tasks.',
    });
  }
  throw new HeteroGraphError('AMBIGUOUS', 'Several edge types have columns of numbers.', {
    hint: `Name one: ${fitting.map(edgeTypeKey).join(', ')}.`,
  });
}

function onlyColumn(graph: HeteroGraph, type: EdgeType): string {
  const names = numericColumns(graph, type);
  if (names.length === 1) return names[0]!;
  const location = { type: edgeTypeKey(type) };
  if (names.length === 0) {
    throw new HeteroGraphError('UNKNOWN_COLUMN', 'The edges have no column of numbers.', {
      ...location,
      hint: 'Name an edge type whose edges have one.',
    });
  }
  throw new HeteroGraphError('AMBIGUOUS', 'The edges have several columns of numbers.', {
    ...location,
    hint: `Name one: ${names.join(', ')}.`,
  });
}
