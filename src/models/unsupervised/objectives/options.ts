import * as z from 'zod/mini';
import { option } from '../../../core/index.js';

/**
 * What is learned without labels, or from labels by comparison:
 *
 * - `links`: which nodes edges join (a graph auto-encoder);
 * - `proximity`: nodes that short walks along metapaths join are alike, random ones are not;
 * - `infonce`: a node is itself in two views of the graph, each without some edges and features;
 * - `supcon`: nodes of one class are alike, in two such views.
 */
export type Objective = 'links' | 'proximity' | 'infonce' | 'supcon';

/** How objectives are trained. */
export interface ObjectiveOptions {
  /** Steps of training, each on the whole graph; of `links` epochs over all edges. Default 100; of `polarization`, which is made for links, as its settings say. */
  readonly epochs?: number;
  /** Nodes of every type that a step compares; default 512. */
  readonly batchSize?: number;
  /** Random nodes per pair, of `links` and `proximity`; default 5. */
  readonly negatives?: number;
  /** Of cosines, of `infonce` (default 0.5) and `supcon` (default 0.1). */
  readonly temperature?: number;
  /** Share of the edges that a view lacks; default 0.3. */
  readonly dropEdges?: number;
  /** Share of the columns of every type's input states (of `mlp`: of the entries of every row) that a view lacks; default 0.3. */
  readonly maskFeatures?: number;
}

export const objectiveSchema = {
  epochs: z.optional(option.countFrom(0)),
  batchSize: z.optional(option.countFrom(2)),
  negatives: z.optional(option.count),
  temperature: z.optional(option.positive),
  dropEdges: z.optional(option.rate),
  maskFeatures: z.optional(option.rate),
};
