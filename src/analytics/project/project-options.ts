import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option, type RunOptions } from '../../core/index.js';
import type { EdgeTypeRef, MetapathStep } from '../../graph/index.js';

/** Which edges an algorithm sees; the same options everywhere. */
export interface ProjectOptions extends RunOptions {
  /** Edge types, several under one numbering of the node types at their ends; default all, and with them all node types. */
  readonly relations?: readonly EdgeTypeRef[];
  /**
   * Instead of relations: steps from one node type to another (or back to the same). An edge joins two nodes for which the metapath has
   * an instance, and weighs their number, a float32 (exact up to 2^24).
   */
  readonly metapath?: readonly MetapathStep[];
  /**
   * `out`: from source to target; `in`: backwards; `both`: without direction, so that every edge stands at both of its ends. Default `out`,
   * or what the algorithm says; algorithms that know no directions, such as `bridges` or `triangles`, take edges both ways in any case.
   *
   * Without a direction, an edge type and its declared inverse are the same edges: where `relations` does not name both, one counts. An
   * edge type that is its own inverse, and a metapath that reads the same backwards, join each pair once.
   */
  readonly direction?: EdgeDirection;
  /** Column of the edges with their weights, which every relation must have; default: all edges weigh 1. */
  readonly weights?: string;
  /** Whether edges from a node to itself are kept; default true, with a metapath false: every node would be joined with itself. */
  readonly selfLoops?: boolean;
}

export type EdgeDirection = 'out' | 'in' | 'both';

const columnName = z.string('the name of a column');
const isRef = (value: unknown) =>
  typeof value === 'string' || (Array.isArray(value) && value.every((part) => typeof part === 'string'));
const edgeType = z.custom<EdgeTypeRef>(isRef, 'an edge type: [source, relation, target], or its relation');
const step = z.custom<MetapathStep>(
  (value) => isRef(value) || isRef((value as { reverse?: unknown } | null | undefined)?.reverse),
  'an edge type, or { reverse: edge type }',
);

/** Pieces of the schema of an algorithm's options: `z.strictObject({ ...projectOptions, damping: option.fraction })`. */
export const projectOptions = {
  ...option.runOptions,
  relations: z.optional(z.array(edgeType, 'a list of edge types')),
  metapath: z.optional(z.array(step, 'a list of steps')),
  direction: z.optional(z.enum(['out', 'in', 'both'])),
  weights: z.optional(columnName),
  selfLoops: z.optional(z.boolean('true or false')),
};

const schema = z.strictObject(projectOptions);

/** @throws {HeteroGraphError} INVALID_OPTION */
export function checkProjectOptions(options: ProjectOptions): void {
  checkOptions(schema, options);
  const { relations, metapath, weights } = options;
  if (metapath === undefined) return;
  const other = relations !== undefined ? 'relations' : weights !== undefined ? 'weights' : undefined;
  if (other === undefined) return;
  throw new HeteroGraphError('INVALID_OPTION', `There are both metapath and ${other}.`, {
    column: other,
    hint: 'Give one of them: an edge of a metapath weighs the number of its instances.',
  });
}

/** The options of a projection among those of an algorithm. */
export function projectionOf(options: ProjectOptions): ProjectOptions {
  const { relations, metapath, direction, weights, selfLoops, signal, onProgress } = options;
  const all = { relations, metapath, direction, weights, selfLoops, signal, onProgress };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
