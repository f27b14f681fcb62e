import { getPool } from '../compute/index.js';
import { inOneGo } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import { CostModel, POOL_DEVICE, planOperators, touchedBy } from '../schedule/index.js';
import { checkRpHgnnOptions } from './check-options.js';
import { estimateInput, numClassesOf, pipelineToFiles, type RpHgnnEstimate } from './estimate.js';
import { propagationInput, rowsToKeep } from './input.js';
import type { LimitedRpHgnnOptions, RpHgnnOptions } from './options.js';
import { rphgnnPipeline } from './pipeline.js';

/** One operator of the plan: when it would start, how long it would take (milliseconds), and the bytes of its tensors. */
export interface ExplainedOperator {
  readonly operator: string;
  readonly kind: string;
  readonly device: string;
  readonly start: number;
  readonly ms: number;
  readonly bytes: number;
}

/** What a pre-computation would do. */
export interface RpHgnnExplanation extends RpHgnnEstimate {
  readonly operators: readonly ExplainedOperator[];
  /** Of all operators, milliseconds. */
  readonly makespan: number;
  /** Whether groups would be written to files and other tensors spilled. */
  readonly spills: boolean;
}

/**
 * The plan of {@link precomputeRpHgnn}, without computing anything; label groups, which come after it, are not in it.
 *
 * @throws {HeteroGraphError} as {@link precomputeRpHgnn} refuses its options
 */
export function explainRpHgnn(
  graph: HeteroGraph,
  options: Omit<RpHgnnOptions, 'signal' | 'onProgress'> & Partial<Pick<LimitedRpHgnnOptions, 'memoryBytes'>>,
): RpHgnnExplanation {
  checkRpHgnnOptions(graph, options);
  const { target, relations, memoryBytes = Number.POSITIVE_INFINITY, costs = new CostModel() } = options;
  const input = propagationInput(graph, target, relations);
  const rows = rowsToKeep(graph, options);
  const estimate = inOneGo(estimateInput(input, rows, numClassesOf(graph, options), options));
  const spills = estimate.peakBytes > memoryBytes;
  const pipeline = inOneGo(
    spills ? pipelineToFiles(input, rows, options) : rphgnnPipeline(getPool(), input, rows, options),
  );
  const { plan, devices } = planOperators(pipeline, [POOL_DEVICE], costs);
  const lengths = new Map(pipeline.tensors.map(({ name, length }) => [name, length]));
  const operators = pipeline.operators.map((operator, i) => {
    const { device, start, end } = plan.tasks[i]!;
    return {
      ...{ operator: operator.name, kind: operator.kind, device: devices[device]!, start, ms: end - start },
      bytes: touchedBy(operator).reduce((sum, name) => sum + lengths.get(name)! * 4, 0),
    };
  });
  return { ...estimate, operators, makespan: plan.makespan, spills };
}
