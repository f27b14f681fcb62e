import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type ChannelValues, metapathChannels } from '../../propagation/internal.js';
import type { ModelResources } from '../core/types.js';
import type { Inputs, PrecomputeRequest } from '../precomputed/kind.js';
import { pathLabels } from '../precomputed/path-labels.js';
import type { SeHgnnSettings } from './settings.js';

/** One input of SeHGNN: the features, or the training labels, at the far end of a metapath. */
export interface Channel {
  readonly name: string;
  readonly width: number;
  readonly values: ChannelValues;
}

export interface SeHgnnInputs extends Inputs {
  /** The target's own features first, where it has some; labels last. */
  readonly channels: readonly Channel[];
}

/**
 * Features and labels of every metapath. Paths to a type whose features have no column give no channel.
 *
 * @throws {HeteroGraphError} MISSING_LABELS, TOO_LARGE, OUT_OF_MEMORY, SPILL_FAILED, ABORTED
 */
export async function sehgnnInputs(
  graph: HeteroGraph,
  { task, rows, trainRows, seed, choice, known }: PrecomputeRequest,
  { featureless, embeddingWidth, relations, labels: usesLabels }: SeHgnnSettings,
  run: RunOptions,
  { memoryBytes, costs }: ModelResources,
): Promise<SeHgnnInputs> {
  const { nodeType } = task;
  const means = await metapathChannels(graph, {
    ...{ target: nodeType, hops: choice.hops!, rows, featureless, embeddingWidth, relations, seed, costs },
    identityIds: known,
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...run,
  });
  try {
    const paths = { hops: choice.labelHops!, relations };
    const labels = usesLabels ? await pathLabels(graph, { task, rows, trainRows }, paths, run) : undefined;
    const channels = [
      ...means.groups.filter(({ width }) => width > 0),
      ...(labels?.channels ?? []).map(({ name, values }) => ({ name: `label ${name}`, width: labels!.width, values })),
    ];
    if (channels.length === 0) throw noColumns(nodeType);
    const shapes = channels.map(({ name, width }) => ({ name, width }));
    return { rows, channels, shapes, execution: means.execution, dispose: () => means.dispose() };
  } catch (error) {
    means.dispose();
    throw error;
  }
}

function noColumns(type: string): HeteroGraphError {
  return new HeteroGraphError('MISSING_FEATURES', 'No node type that the model reaches has a feature column.', {
    type,
    hint: 'Leave out feature matrices of width 0, or set labels: true.',
  });
}
