import * as z from 'zod/mini';
import { type Csr, checkOptions, HeteroGraphError, option, type RunOptions, throwIfAborted } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type PropagationInput, propagationInput } from '../input.js';
import { aggregated, type Columns, chooseOwn, joined, measuredColumns, ownColumns } from './columns.js';
import { type AggregatePlan, aggregatePlanSchema, planWidth, type RelationAggregate } from './plan.js';

/** Whose aggregates, and how far related rows may be. */
export interface AggregateOptions extends RunOptions {
  /** Whose columns. */
  readonly target: string;
  /** How far, from 0; default 2. Less where there would be more than 2,048 columns. */
  readonly hops?: number;
  /** Along these relations only; default all. */
  readonly relations?: readonly string[];
}

/** Columns of the nodes of a type, and how they were made. */
export interface Aggregates {
  readonly plan: AggregatePlan;
  /** [N, width], row-major. */
  readonly values: Float32Array;
  readonly width: number;
}

const MOST_COLUMNS = 2048;
/** Numbers of the columns of one type at most. */
const MOST_VALUES = 2 ** 28;

const optionsSchema = z.looseObject({
  target: z.string('the name of a node type'),
  hops: z.optional(option.countFrom(0)),
});

/**
 * A table of one row a node, as people make by hand of several tables: the node's own features; of every relation, how many rows it joins
 * (and the logarithm), the means of their columns, and of measured numbers sums, least and greatest values; of relations to a single row its
 * values; the same of what these are joined to, so that `customer` gets the share of its orders whose product is of a category, how many
 * there are and when the last was. Relations are followed both ways, but not back to the one row that was come from. O(hops E width).
 *
 * @example
 * const { values, width, plan } = fitAggregates(graph, { target: 'customer' });
 * const same = applyAggregates(otherGraph, plan); // the same columns of other nodes
 * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_TYPE, OUT_OF_MEMORY, ABORTED
 */
export function fitAggregates(graph: HeteroGraph, options: AggregateOptions): Aggregates {
  checkOptions(optionsSchema, options);
  const { target, hops = 2, relations, signal } = options;
  const input = propagationInput(graph, target, relations);
  for (let reach = hops; ; reach--) {
    const made = fitType(input, input.target, reach, undefined, signal);
    if (reach === 0 || made.columns.width <= MOST_COLUMNS) return { plan: made.plan, ...made.columns };
  }
}

/**
 * The columns of a plan, of another graph.
 *
 * @throws {HeteroGraphError} INVALID_OPTION where it is no plan; MODEL_MISMATCH where a node type or its features are others;
 *   OUT_OF_MEMORY, ABORTED
 */
export function applyAggregates(graph: HeteroGraph, plan: AggregatePlan, { signal }: RunOptions = {}): Aggregates {
  checkOptions(aggregatePlanSchema, plan, { what: 'plan' });
  const input = propagationInput(graph, plan.nodeType);
  return { plan, ...applyType(input, input.target, plan, signal) };
}

/** One way along a relation: from a node to the rows that it is joined to. */
interface Way {
  readonly relation: number;
  readonly end: RelationAggregate['end'];
  readonly csr: Csr;
  readonly to: number;
}

function waysFrom({ relations }: PropagationInput, type: number): Way[] {
  return relations.flatMap(({ a, b, aFromB, bFromA }, relation): Way[] => [
    ...(a === type ? [{ relation, end: 'source' as const, csr: aFromB, to: b }] : []),
    // Between nodes of one type edges count both ways already.
    ...(b === type && a !== b ? [{ relation, end: 'target' as const, csr: bFromA, to: a }] : []),
  ]);
}

function fitType(
  input: PropagationInput,
  type: number,
  hops: number,
  cameBy: Way | undefined,
  signal: AbortSignal | undefined,
): { plan: AggregatePlan; columns: Columns } {
  throwIfAborted(signal);
  const { name, count, features } = input.types[type]!;
  const own = chooseOwn(features);
  const parts = [ownColumns(features, count, own)];
  const relations: AggregatePlan['relations'][number][] = [];
  for (const way of hops === 0 ? [] : waysFrom(input, type)) {
    const isToMany = mostEntries(way.csr) > 1;
    // The one row that was come from.
    if (cameBy?.relation === way.relation && !isToMany) continue;
    const { plan: from, columns } = fitType(input, way.to, hops - 1, way, signal);
    const measured = isToMany ? measuredColumns(columns) : [];
    const made = { relation: input.relations[way.relation]!.name, end: way.end, isToMany, from, measured };
    relations.push(made);
    parts.push(aggregated(way.csr, columns, made));
  }
  const plan = { nodeType: name, own, relations };
  checkRoom(plan, count);
  return { plan, columns: joined(parts, count) };
}

function applyType(
  input: PropagationInput,
  type: number,
  plan: AggregatePlan,
  signal: AbortSignal | undefined,
): Columns {
  throwIfAborted(signal);
  const { name, count, features } = input.types[type]!;
  const { own, relations } = plan;
  if (name !== plan.nodeType || (features?.width ?? 0) !== own.width || !own.kept.every((c) => c < own.width)) {
    const found = `The features of the node type are ${features?.width ?? 0} wide, not ${own.width} as those fitted on.`;
    throw mismatch(found, name);
  }
  checkRoom(plan, count);
  const ways = waysFrom(input, type);
  const parts = relations.map((made) => {
    const way = ways.find(({ relation, end }) => input.relations[relation]!.name === made.relation && end === made.end);
    if (!way) throw mismatch(`The graph lacks the relation ${made.relation}.`, name);
    const columns = applyType(input, way.to, made.from, signal);
    if (!made.measured.every((c) => c < columns.width)) throw mismatch('The plan contradicts itself.', name);
    return aggregated(way.csr, columns, made);
  });
  return joined([ownColumns(features, count, own), ...parts], count);
}

function mostEntries({ indptr, numRows }: Csr): number {
  let most = 0;
  for (let row = 0; row < numRows; row++) most = Math.max(most, indptr[row + 1]! - indptr[row]!);
  return most;
}

function checkRoom(plan: AggregatePlan, count: number): void {
  const width = planWidth(plan);
  if (width * count <= MOST_VALUES) return;
  throw new HeteroGraphError('OUT_OF_MEMORY', `The ${width} columns of ${count} nodes take too much memory.`, {
    type: plan.nodeType,
    hint: 'Take fewer hops, or fewer relations.',
  });
}

function mismatch(message: string, type: string): HeteroGraphError {
  return new HeteroGraphError('MODEL_MISMATCH', message, {
    type,
    hint: 'Give a graph of the same node types, columns and relations; edge types may be empty.',
  });
}
