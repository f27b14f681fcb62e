import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { Sampler } from './sampler.js';

export interface BudgetSamplerOptions {
  /**
   * How many nodes of a type are taken, hop by hop: `[512, 512]` for every node type, or by node type. Types that a record leaves out get
   * none beyond the seeds.
   */
  readonly samples: readonly number[] | Readonly<Record<string, readonly number[]>>;
}

const hopsSchema = z.array(option.countFrom(0), 'a list with a number of nodes for every hop');
const optionsSchema = z.strictObject({ samples: z.union([hopsSchema, z.record(z.string(), hopsSchema)]) });

/**
 * HGSampling: takes about as many nodes of every type, however unequal the types are. Nodes that are not in the batch yet collect, from
 * every in-edge of a node that is, 1 / (its in-degree by that relation); in each hop and type so many are drawn, in proportion to the
 * squares of these sums, without replacement. The batch has all edges among its nodes.
 *
 * @see Hu, Dong, Wang and Sun, "Heterogeneous Graph Transformer", WWW 2020, algorithms 1 and 2
 */
export class BudgetSampler extends Sampler {
  readonly hops: number;

  /** @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_TYPE, OUT_OF_MEMORY */
  constructor(graph: HeteroGraph, options: BudgetSamplerOptions) {
    checkOptions(optionsSchema, options);
    const { samples } = options;
    const isList = Array.isArray(samples);
    const named = new Map(isList ? [] : Object.entries(samples as Record<string, readonly number[]>));
    for (const type of named.keys()) graph.nodeSchema(type);
    const lengths = new Set(isList ? [samples.length] : [...named.values()].map(({ length }) => length));
    if (lengths.size > 1) {
      throw new HeteroGraphError('INVALID_OPTION', 'The node types have numbers for different numbers of hops.', {
        column: 'samples',
        hint: 'Give every type as many; 0 where a type gets no nodes in a hop.',
      });
    }
    const hops = [...lengths][0] ?? 0;
    const most = (type: string) => graph.numNodes(type);
    const countsOf = (type: string) => (isList ? (samples as number[]) : (named.get(type) ?? new Array(hops).fill(0)));
    super(graph, {
      kernel: 'sampleBudget',
      hops,
      relations: graph.edgeTypes,
      budgets: graph.nodeTypes.map((type) =>
        Int32Array.from(countsOf(type), (count: number) => Math.min(count, most(type))),
      ),
      ...{ replace: false, disjoint: false, latest: false },
    });
    this.hops = hops;
  }
}
