import type { RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { propagationInput } from '../../propagation/index.js';
import { neighbourMeans, relationSubsets } from '../../propagation/internal.js';
import { noRelations } from '../inputs/check.js';
import type { Inputs, PrecomputeRequest } from '../precomputed/kind.js';
import { type PathLabels, pathLabels } from '../precomputed/path-labels.js';
import type { NarsSettings } from './settings.js';

/**
 * Averages of a hop in S subgraphs: [rows, S, W], row-major; S is 1 for hop 0, which is the same in all. Or labels that come along S metapaths,
 * W columns each.
 */
export interface NarsHop {
  readonly name: string;
  readonly isLabels?: boolean;
  readonly subsets: number;
  readonly width: number;
  readonly values: Float32Array;
}

export interface NarsInputs extends Inputs {
  readonly hops: readonly NarsHop[];
}

/** @throws {HeteroGraphError} NO_RELATIONS, UNKNOWN_TYPE, OUT_OF_MEMORY, ABORTED */
export async function narsInputs(
  graph: HeteroGraph,
  { task, rows, trainRows, seed, choice }: PrecomputeRequest,
  { hops, subsets: count, width, relations, labels: usesLabels }: NarsSettings,
  run: RunOptions,
): Promise<NarsInputs> {
  const { nodeType } = task;
  const input = propagationInput(graph, nodeType, relations);
  const subsets = relationSubsets(input, count, seed);
  if (subsets.length === 0) throw noRelations(nodeType);
  const means = await neighbourMeans(input, { subsets, hops, width, rows, seed, ...run });
  const features = means.map((values, hop) => {
    return { name: `hop-${hop}`, subsets: hop === 0 ? 1 : subsets.length, width, values };
  });
  const paths = { hops: choice.labelHops!, relations };
  const labels = usesLabels ? await pathLabels(graph, { task, rows, trainRows }, paths, run) : undefined;
  return {
    rows,
    hops: labels ? [...features, sideBySide(labels, rows.length)] : features,
    shapes: [
      ...features.map((hop) => ({ name: hop.name, width: hop.subsets * hop.width })),
      ...(labels?.channels ?? []).map(({ name }) => ({ name: `${OF_LABELS}${name}`, width: labels!.width })),
    ],
    dispose: () => {},
  };
}

/** What names of inputs that are labels begin with. */
export const OF_LABELS = 'label ';

function sideBySide({ channels, width }: PathLabels, numRows: number): NarsHop {
  const subsets = channels.length;
  const values = new Float32Array(numRows * subsets * width);
  for (const [s, channel] of channels.entries()) {
    for (let row = 0; row < numRows; row++) {
      const place = (row * subsets + s) * width;
      values.set(channel.values.subarray(row * width, (row + 1) * width), place);
    }
  }
  return { name: 'labels', isLabels: true, subsets, width, values };
}
