import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import type { EdgeTypeRef, HeteroGraph } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';

export interface EchoIndexOptions {
  /** Relations over which nodes meet; default all that the node type has. */
  readonly relations?: readonly EdgeTypeRef[];
}

/** How much nodes of one side meet their own. */
export interface EchoIndex {
  /** Of every node, the share of those it meets that are on its side, [N]; NaN where its side is not known or it meets none. */
  readonly index: Float64Array;
  /** Nodes of known side that each meets, [N]. */
  readonly met: Int32Array;
  /** Mean of the index over all nodes that have one; NaN where none has. */
  readonly mean: number;
  readonly sides: readonly {
    readonly side: number;
    /** Nodes of the side. */
    readonly count: number;
    /** Mean of the index over its nodes; NaN where none has one. */
    readonly mean: number;
    /** Share of the side among the other nodes of known side: the index if nodes met at random. */
    readonly expected: number;
    /**
     * (h - expected) / (1 - expected), where h is the share of their own among all that the nodes of the side meet: 1 where a side meets its own alone, 0 as by
     * chance, below 0 where it meets the others; NaN where it meets none, or there is no other side.
     */
    readonly inbreeding: number;
  }[];
}

const edgeType = z.union([z.string('a relation'), z.array(z.string('a text'))], 'a relation');
const optionsSchema = z.strictObject({
  relations: z.optional(z.array(edgeType).check(z.minLength(1, 'at least one relation'))),
});

/**
 * The echo index: of the nodes that a node meets, which is those joined with it to a third node in whichever direction, each counted once,
 * the share on its own side. By side also the inbreeding homophily of Coleman ("Relational analysis", Human Organization 1958; named so by
 * Currarini, Jackson and Pin, Econometrica 2009), which allows for the sizes of the sides. O(sum over third nodes of degree^2).
 *
 * @param sides of every node, such as 0 and 1, [N]; below 0 where it is not known
 * @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_TYPE, AMBIGUOUS; SHAPE_MISMATCH; NO_RELATIONS
 * @example
 * const sides = Int32Array.from(principalAxis(vectors).scores, (score) => Number(score > 0));
 * const { mean } = echoIndex(graph, 'user', sides);
 */
export function echoIndex(
  graph: HeteroGraph,
  nodeType: string,
  sides: Int32Array,
  options: EchoIndexOptions = {},
): EchoIndex {
  expectGraph(graph);
  checkOptions(optionsSchema, options);
  const numNodes = graph.numNodes(nodeType);
  if (!(sides instanceof Int32Array) || sides.length !== numNodes) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${sides?.length} sides for ${numNodes} nodes.`, {
      ...{ type: nodeType, column: 'sides' },
      hint: 'Give an Int32Array with a side for every node, below 0 where it is not known.',
    });
  }
  const steps = stepsFrom(graph, nodeType, options.relations);
  const { index, same, met } = shares(steps, nodeType, sides);
  const known = sides.reduce((sum, side) => sum + Number(side >= 0), 0);
  const names = [...new Set(sides.filter((side) => side >= 0))].sort((a, b) => a - b);
  const meanWhere = (isIt: (row: number) => boolean) => {
    let [sum, count] = [0, 0];
    for (const [row, value] of index.entries()) {
      if (Number.isNaN(value) || !isIt(row)) continue;
      sum += value;
      count++;
    }
    return sum / count;
  };
  return {
    ...{ index, met, mean: meanWhere(() => true) },
    sides: names.map((side) => {
      const count = sides.reduce((sum, each) => sum + Number(each === side), 0);
      const mean = meanWhere((row) => sides[row] === side);
      const expected = (count - 1) / (known - 1);
      const sumOf = (values: Int32Array) =>
        values.reduce((sum, value, row) => sum + (sides[row] === side ? value : 0), 0);
      const share = sumOf(same) / sumOf(met);
      return { side, count, mean, expected, inbreeding: (share - expected) / (1 - expected) };
    }),
  };
}

/** A way from the nodes of the type to a third node, and the same way back. */
interface Step {
  readonly third: string;
  readonly out: Neighbours;
  readonly back: Neighbours;
}

type Neighbours = ReturnType<HeteroGraph['adjacency']>;

function stepsFrom(graph: HeteroGraph, nodeType: string, relations: readonly EdgeTypeRef[] | undefined): Step[] {
  const types = relations?.map((each) => graph.resolveEdgeType(each)) ?? graph.edgeTypes;
  const steps = types.flatMap((type): Step[] => {
    const [out, back] = [graph.adjacency(type, 'out'), graph.adjacency(type, 'in')];
    return [
      ...(type[0] === nodeType ? [{ third: type[2], out, back }] : []),
      ...(type[2] === nodeType ? [{ third: type[0], out: back, back: out }] : []),
    ];
  });
  if (steps.length > 0) return steps;
  throw new HeteroGraphError('NO_RELATIONS', `No relation that is chosen has ends of type "${nodeType}".`, {
    type: nodeType,
    hint: 'Choose a relation of the node type.',
  });
}

function shares(steps: readonly Step[], nodeType: string, sides: Int32Array) {
  const index = new Float64Array(sides.length).fill(Number.NaN);
  const [same, met] = [new Int32Array(sides.length), new Int32Array(sides.length)];
  // The node that a node was met by last, so that each counts once.
  const metBy = new Int32Array(sides.length).fill(-1);
  for (let node = 0; node < sides.length; node++) {
    if (sides[node]! < 0) continue;
    metBy[node] = node;
    for (const { third, out } of steps) {
      for (let e = out.indptr[node]!; e < out.indptr[node + 1]!; e++) {
        for (const { third: its, back } of steps) {
          if (its !== third) continue;
          const middle = out.indices[e]!;
          // Who is an end of the edge itself is no third node.
          if (third === nodeType && middle === node) continue;
          for (let f = back.indptr[middle]!; f < back.indptr[middle + 1]!; f++) {
            const other = back.indices[f]!;
            if (metBy[other] === node || sides[other]! < 0 || (third === nodeType && other === middle)) continue;
            metBy[other] = node;
            met[node]!++;
            if (sides[other] === sides[node]) same[node]!++;
          }
        }
      }
    }
    if (met[node]! > 0) index[node] = same[node]! / met[node]!;
  }
  return { index, same, met };
}
