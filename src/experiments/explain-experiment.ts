import { expectArgument, HeteroGraphError } from '../core/index.js';
import type { PrecomputationPlan } from '../models/index.js';
import { cacheFolder } from './data/cache-folder.js';
import type { ExperimentEvents } from './experiment.js';
import { costsFor, planOf } from './plan.js';
import { type ExperimentOptions, prepareExperiment } from './prepare.js';

/**
 * What the model's pre-computation would do and how long it would take; nothing is trained.
 *
 * @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL where the model has none; and as `trainExperiment` before it trains
 */
export async function explainExperiment(
  options: ExperimentOptions,
  events: ExperimentEvents = {},
): Promise<PrecomputationPlan> {
  expectArgument(events, 'object', 'events');
  const run = { signal: events.signal, onProgress: events.onProgress };
  const prepared = await prepareExperiment(options, run);
  for (const remark of prepared.opened.remarks) events.onRemark?.(remark);
  const plan = planOf(prepared, await costsFor(cacheFolder(options.cache, 'costs'), prepared, true, run));
  if (plan) return plan;
  throw new HeteroGraphError(
    'UNSUPPORTED_BY_MODEL',
    `The model ${prepared.definition.name} computes nothing in advance.`,
    {
      hint: 'Only models with a pre-computation, such as rphgnn, have a plan.',
    },
  );
}
