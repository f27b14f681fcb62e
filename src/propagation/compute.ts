import { getPool } from '../compute/index.js';
import { withPauses } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import type { ExecutionReport } from '../schedule/index.js';
import type { RpHgnnEstimate } from './estimate.js';
import type { PropagationInput } from './input.js';
import { labelGroups } from './label-groups.js';
import type { FeatureGroup, GroupValues } from './node/feature-group.js';
import { disposeGroups } from './node/feature-store.js';
import { type LimitedWork, type PipelineRun, runInMemory, runLimited, type WriteGroup } from './node/run-pipeline.js';
import type { RpHgnnOptions } from './options.js';
import { type RpHgnnPipeline, rphgnnPipeline } from './pipeline.js';
import { placeRelations } from './place-relations.js';

export interface Computed<Values> {
  readonly groups: readonly (FeatureGroup<Values> & { readonly sha256?: string })[];
  readonly execution: ExecutionReport;
}

/** The groups in the arena. @throws {HeteroGraphError} as {@link runInMemory} */
export async function computeInMemory(
  graph: HeteroGraph,
  input: PropagationInput,
  rows: Int32Array,
  need: RpHgnnEstimate,
  options: RpHgnnOptions,
): Promise<Computed<Float32Array>> {
  const pipeline = await withPauses(rphgnnPipeline(getPool(), input, rows, options), options.signal);
  const { values, execution } = await runInMemory(pipeline, need, runOf(options));
  const groups: FeatureGroup[] = pipeline.groups.map(({ tensors: _, ...group }, g) => ({
    ...group,
    values: values[g]!,
  }));
  return { groups: await withLabels(graph, input, rows, groups, options), execution };
}

/** The groups in files, within a limit of memory; label groups, which are small, in the arena. */
export async function computeLimited(
  graph: HeteroGraph,
  input: PropagationInput,
  rows: Int32Array,
  need: RpHgnnEstimate,
  options: RpHgnnOptions,
  work: LimitedWork,
): Promise<Computed<GroupValues>> {
  const build = (write: WriteGroup) => rphgnnPipeline(getPool(), input, rows, { ...options, write });
  const { pipeline, files, sums, execution } = await runLimited(build, rows.length, need, runOf(options), work);
  const groups = pipeline.groups.map(({ tensors: _, ...group }, g) => ({
    ...group,
    values: files[g]!,
    ...(sums[g] === undefined ? {} : { sha256: sums[g] }),
  }));
  return { groups: await withLabels(graph, input, rows, groups, options), execution };
}

function runOf({ hops, target, costs, signal, onProgress }: RpHgnnOptions): PipelineRun<RpHgnnPipeline> {
  const follow = ({ operators, hopOf }: RpHgnnPipeline) => {
    const hopOfName = new Map(operators.map(({ name }, i) => [name, hopOf[i]!]));
    const left = new Int32Array(hops);
    for (const hop of hopOf) left[hop]!++;
    let done = 0;
    return ({ name }: { readonly name: string }) => {
      left[hopOfName.get(name)!]!--;
      while (done < hops && left[done] === 0) {
        done++;
        onProgress?.({ stage: 'propagate', done, total: hops, unit: 'hops' });
      }
    };
  };
  return { target, costs, signal, follow };
}

/** The groups with those of labels where `labels` is given; on failure all are freed. */
async function withLabels<Values extends GroupValues>(
  graph: HeteroGraph,
  outside: PropagationInput,
  rows: Int32Array,
  groups: readonly FeatureGroup<Values>[],
  options: RpHgnnOptions,
): Promise<FeatureGroup<Values | Float32Array>[]> {
  if (!options.labels) return [...groups];
  try {
    const { input, dispose } = placeRelations(getPool().arena, outside);
    try {
      return [...groups, ...(await labelGroups(graph, input, rows, options.labels, options))];
    } finally {
      dispose();
    }
  } catch (error) {
    disposeGroups(groups);
    throw error;
  }
}
