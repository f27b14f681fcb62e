import type { RunConfig } from '../../files/index.js';
import type { Model } from '../model.js';
import type { Task } from '../task.js';
import type { ResolvedOptions } from './trainer-options.js';

/**
 * Everything that the bits of a run depend on, as far as trainer and task can see. Epochs and patience are left out on
 * purpose: they say when to stop, not what happens until then, so that a finished run can be made longer.
 */
export function runConfig<Batch, Output, Examples>(
  model: Model<Batch, Output>,
  task: Task<Batch, Output, Examples>,
  options: ResolvedOptions,
): RunConfig {
  return {
    model: model.name,
    task: task.name,
    ...Object.fromEntries(Object.entries(task.config).map(([key, value]) => [`task.${key}`, value])),
    seed: options.seed,
    ...options.optimizer.config,
    schedule: options.schedule.name,
    validateEvery: options.validateEvery,
    tag: options.checkpoint?.tag ?? null,
  };
}
