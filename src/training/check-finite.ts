import { HeteroGraphError } from '../core/index.js';

/** @throws {HeteroGraphError} DIVERGED saying where */
export function checkFinite(loss: number, where: string): void {
  if (Number.isFinite(loss)) return;
  throw new HeteroGraphError('DIVERGED', `The loss is ${loss} in ${where}.`, {
    hint: 'Lower the learning rate, or look for non-finite features with validateGraph(graph).',
  });
}
