import type { EdgeTypeRef } from '../../graph/index.js';
import type { DiffusionNetwork, TriggerSampler } from './network.js';

/** A number for every edge: called once for each when the network is made, with the edge's row and the rows of its ends. */
export type EdgeCallback = (edge: number, source: number, target: number) => number;

/**
 * How an activation crosses the edges of a relation.
 *
 * - `wc`, weighted cascade: each in-edge of v with probability min(1, factor / indegree(v)).
 * - `ic`, independent cascade: each edge with its own `probability`.
 * - `trivalency`: each edge with one of `levels`, drawn by `seed`.
 */
export interface EdgeRule {
  /** Default: the one whose options are given, else that of the network. */
  readonly model?: 'wc' | 'ic' | 'trivalency';
  /** Of `wc` and of `lt` without weights; above 0, at most 1 for `lt`. Default 1. */
  readonly factor?: number;
  /**
   * Of `wc` and of `lt` without weights: whether an in-degree counts the edges of this relation, or those of all relations that take
   * part (edges of probability 0 apart). Default `relation`; for `lt` `node`, so that the weights of a node add up to its factor.
   */
  readonly degree?: 'relation' | 'node';
  /** Of `ic`: one for all, the name of a column of the edges, or a callback; in [0, 1], and 0 where below 3.5e-10. */
  readonly probability?: number | string | EdgeCallback;
  /** Of `trivalency`; default 0.1, 0.01, 0.001. */
  readonly levels?: readonly number[];
  /** Of `lt`: column or callback; finite, at least 0. Default: `factor` / in-degree. */
  readonly weight?: string | EdgeCallback;
}

/** The rule of one relation; what it leaves open is as for the whole network. */
export interface RelationRule extends EdgeRule {
  /**
   * `forward`, the default: sources activate targets. `reverse`: targets activate sources. `both`: either way; within one node type
   * an in-degree then counts both, a self loop once.
   */
  readonly direction?: 'forward' | 'reverse' | 'both';
  /** Time that an activation takes along an edge, at least 0; counts where there is a `maxTime`. Default 1. */
  readonly delay?: number;
}

export interface DiffusionOptions extends Omit<EdgeRule, 'model'> {
  /**
   * Default `wc`. `lt`, linear threshold: at most one in-edge of a node is live, each with its weight. `triggering`: {@link trigger}
   * draws the live in-edges of a node.
   */
  readonly model?: 'wc' | 'ic' | 'trivalency' | 'lt' | 'triggering';
  /**
   * The relations that carry influence: names or triples, or rules by edge type key (`source>relation>target`) or relation; `true` is a
   * rule that leaves everything open. Default all, forward.
   */
  readonly relations?: readonly EdgeTypeRef[] | Readonly<Record<string, RelationRule | true>>;
  /**
   * Of `lt`, where the weights of a node add up to something else than 1. `none`, the default: with the rest of the weight no in-edge is
   * live, and a sum above 1 is an error. `clipIfAboveOne`: scaled to 1 where above it. `toOne`: always scaled to 1.
   */
  readonly normalisation?: 'none' | 'toOne' | 'clipIfAboveOne';
  /**
   * By node type, the probability that a node reached accepts: one for all, a column, or a number for each row. Types that are not named
   * accept always. A seed is active whether it would accept or not. 0 is kept as 2^-32.
   */
  readonly acceptance?: Readonly<Record<string, number | string | ArrayLike<number>>>;
  /** Of `triggering`: makes the sampler from the network and the edge row of every entry (of the table of the relation of its block). */
  readonly trigger?: (network: DiffusionNetwork, edgeRows: Int32Array) => TriggerSampler;
  /** Leave out self loops and all but the first of parallel edges, before degrees are counted; default false. */
  readonly simple?: boolean;
  /** Edges on a path of activations, at most; default no limit. */
  readonly maxHops?: number;
  /** Sum of delays on a path of activations, at most; default no limit. */
  readonly maxTime?: number;
  /** Of `trivalency`; default 1. */
  readonly seed?: number;
}
