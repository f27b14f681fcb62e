import { HeteroGraphError } from '../../core/index.js';

/** @throws {HeteroGraphError} NOT_FITTED where there is no value yet */
export function fitted<T>(value: T | undefined): T {
  if (value !== undefined) return value;
  throw new HeteroGraphError('NOT_FITTED', 'The model has not been fitted.', { hint: 'Call fit first.' });
}

/** Of a loaded model, which holds weights but no graph. */
export function needsGraph(): HeteroGraphError {
  return new HeteroGraphError('NOT_FITTED', 'A loaded model holds no graph.', { hint: 'Give it one: { graph }.' });
}

export function noEmbedding(name: string): HeteroGraphError {
  return new HeteroGraphError('UNSUPPORTED_BY_MODEL', `The model ${name} has no hidden representation.`, {
    hint: 'Use a model that has one, such as rphgnn, or an mlp with a hidden layer.',
  });
}
