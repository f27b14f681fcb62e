import { HeteroGraphError } from '../../core/index.js';
import type { Estimator, LearnedClasses } from '../../models/index.js';

/** What a model of classes predicts. @throws {HeteroGraphError} MODEL_MISMATCH of a model of numbers */
export function classesTask({ name, task }: Pick<Estimator, 'name' | 'task'>): LearnedClasses {
  if (task.kind === 'classification') return task;
  throw new HeteroGraphError('MODEL_MISMATCH', `The model ${name} predicts numbers, not classes.`, {
    hint: 'Train it on classes.',
  });
}
