import { checkOptions } from '../../core/index.js';
import type { ColumnData } from '../columns/column-data.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import type { EdgeType, GraphSchema } from '../schema/schema.js';
import { type AddEdgesOptions, type AddNodesOptions, GraphBuilder, type GraphBuilderOptions } from './builder.js';
import { graphArrays } from './check-input.js';
import type { EdgeEnds } from './end-store.js';

/** Nodes of one type: its columns, or a number of nodes without columns. */
export type NodeArrays = number | (AddNodesOptions & { readonly data?: Readonly<Record<string, ColumnData>> });

export type EdgeArrays = AddEdgesOptions & {
  readonly type: EdgeType;
  readonly source: EdgeEnds;
  readonly target: EdgeEnds;
  /** Columns besides the ends. */
  readonly data?: Readonly<Record<string, ColumnData>>;
  readonly inverse?: EdgeType;
};

export interface GraphArrays {
  readonly schema?: GraphSchema;
  readonly nodes: Readonly<Record<string, NodeArrays>>;
  readonly edges?: readonly EdgeArrays[];
}

/**
 * A graph from typed arrays, plain arrays and matrices, all at once; {@link GraphBuilder} takes the same in chunks.
 *
 * @throws {HeteroGraphError} as the builder does
 * @example
 * ```ts
 * const graph = graphFromArrays({
 *   nodes: { user: { data: { id: ['ann', 'bob'] }, ids: 'id' }, movie: 3 },
 *   edges: [{ type: ['user', 'rates', 'movie'], source: ['ann', 'bob', 'bob'], target: [2, 0, 2], data: { stars: [5, 3, 4] } }],
 * });
 * ```
 */
export function graphFromArrays(arrays: GraphArrays, options?: GraphBuilderOptions): HeteroGraph {
  checkOptions(graphArrays, arrays);
  const { schema, nodes, edges = [] } = arrays;
  const builder = new GraphBuilder(schema, options);
  for (const [type, given] of Object.entries(nodes)) {
    if (typeof given === 'number') builder.addNodes(type, given);
    else {
      const { data = {}, ...rest } = given;
      builder.addNodes(type, data, rest);
    }
  }
  for (const { type, source, target, data, inverse, ...rest } of edges) {
    builder.addEdges(type, { ...data, source, target }, rest);
    if (inverse) builder.setInverse(type, inverse);
  }
  return builder.build();
}
