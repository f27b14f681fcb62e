import { expectArgument, HeteroGraphError, RandomStream } from '../../core/index.js';
import { GraphBuilder } from '../build/builder.js';
import type { ColumnData } from '../columns/column-data.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { checkCount, checkDrawable, withinMemory } from '../options/check-option.js';
import { type ColumnSchema, type EdgeType, edgeTypeKey, type GraphSchema, sameEdgeType } from '../schema/schema.js';
import { checkSchema } from '../schema/schema-check.js';
import { randomColumn } from './random-column.js';

export interface RandomGraphOptions {
  readonly schema: GraphSchema;
  /** Nodes of every type, or by type; types left out are empty. */
  readonly numNodes: number | Readonly<Record<string, number>>;
  /**
   * Edges of every type, or by edge type key; types left out are empty. An inverse has as many as its partner, and a
   * relation that is its own inverse holds each drawn edge both ways, self loops once.
   */
  readonly numEdges: number | Readonly<Record<string, number>>;
  readonly seed: number;
}

/**
 * A random graph of any schema that passes `validate`: ends uniform with repetition (so with self loops and parallel
 * edges), values by type and role. For tests and benchmarks. O(nodes + edges + values).
 *
 * @throws {HeteroGraphError} INVALID_SCHEMA, INVALID_OPTION, OUT_OF_MEMORY
 */
export function randomGraph(options: RandomGraphOptions): HeteroGraph {
  return withinMemory(() => drawGraph(options));
}

function drawGraph(options: RandomGraphOptions): HeteroGraph {
  expectArgument(options, 'object', 'options');
  const { schema: given, numNodes, numEdges, seed } = options;
  const schema = checkSchema(given);
  const builder = new GraphBuilder(schema);
  const counts = new Map(schema.nodes.map(({ name }) => [name, countOf(numNodes, name, 'numNodes')]));
  for (const [name, count] of counts) {
    const { columns } = schema.nodes.find((node) => node.name === name)!;
    builder.addNodes(name, randomColumns(columns, count, new RandomStream(seed, 'nodes', name)), {
      count,
      adopt: true,
    });
  }
  const drawn = new Map<string, Ends>();
  for (const { type, columns, inverse } of schema.edges) {
    const key = edgeTypeKey(type);
    const partner = inverse && drawn.get(edgeTypeKey(inverse));
    let ends: Ends;
    if (partner) ends = { source: partner.target, target: partner.source };
    else {
      const count = countOf(numEdges, key, 'numEdges');
      const fromPartner = inverse && typeof numEdges !== 'number' ? numEdges[edgeTypeKey(inverse)] : undefined;
      if (fromPartner !== undefined && fromPartner !== count && !sameEdgeType(type, inverse!)) {
        const message = `An edge type and its inverse have the same number of edges, but ${count} and ${fromPartner} are asked for.`;
        throw new HeteroGraphError('INVALID_OPTION', message, {
          type: key,
          column: 'numEdges',
          hint: 'Give the number for one of the two.',
        });
      }
      ends = drawEnds(type, count, counts, new RandomStream(seed, 'edges', key));
      if (inverse && sameEdgeType(type, inverse)) ends = bothWays(ends);
    }
    drawn.set(key, ends);
    const values = randomColumns(columns, ends.source.length, new RandomStream(seed, 'edge columns', key));
    builder.addEdges(type, { ...values, ...ends }, { endpoints: 'index' });
  }
  return builder.build();
}

interface Ends {
  readonly source: Int32Array;
  readonly target: Int32Array;
}

function countOf(counts: number | Readonly<Record<string, number>>, name: string, option: string): number {
  const count = typeof counts === 'number' ? counts : Object.hasOwn(counts, name) ? counts[name]! : 0;
  return checkCount(`${option} of ${name}`, count);
}

function randomColumns(columns: readonly ColumnSchema[], numRows: number, stream: RandomStream) {
  const entries = columns.map((column): [string, ColumnData] => {
    return [column.name, randomColumn(column, numRows, stream.child(column.name))];
  });
  return Object.fromEntries(entries);
}

function drawEnds(type: EdgeType, count: number, counts: ReadonlyMap<string, number>, stream: RandomStream): Ends {
  const draw = (end: string): Int32Array => {
    const numNodes = counts.get(end)!;
    checkDrawable(count, numNodes, edgeTypeKey(type));
    const rows = new Int32Array(count);
    for (let e = 0; e < count; e++) rows[e] = stream.nextInt(numNodes);
    return rows;
  };
  return { source: draw(type[0]), target: draw(type[2]) };
}

function bothWays({ source, target }: Ends): Ends {
  const isLoop = (_: number, e: number) => source[e] !== target[e];
  const [back, forth] = [target.filter((row, e) => isLoop(row, e)), source.filter((row, e) => isLoop(row, e))];
  return { source: joined(source, back), target: joined(target, forth) };
}

function joined(a: Int32Array, b: Int32Array): Int32Array {
  const out = new Int32Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
