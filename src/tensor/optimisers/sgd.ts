import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import { ensureBackend } from '../backends/backend.js';
import * as gpu from '../webgpu/optimisers.js';
import { ArenaStore } from './arena-store.js';
import type { OptimizerOptions, OptimizerRecipe } from './optimizer.js';
import { optimizerSchema, recipe } from './rule-optimizer.js';
import { TensorStore } from './tensor-store.js';
import type { UpdateRule } from './update-rule.js';

export interface SgdOptions extends OptimizerOptions {
  /** Default 0.01. */
  readonly learningRate?: number;
  /** Share of the old direction that is kept, in [0, 1); default 0: plain gradient descent. */
  readonly momentum?: number;
  /** Looks ahead along the momentum (Nesterov 1983); default false. */
  readonly nesterov?: boolean;
}

const optionsSchema = z.strictObject({
  ...optimizerSchema,
  momentum: z.optional(option.rate),
  nesterov: z.optional(z.boolean('true or false')),
});

/**
 * Stochastic gradient descent as in PyTorch: g <- g + weightDecay p; b <- momentum b + g; the direction is b, with
 * `nesterov` g + momentum b; p <- p - learningRate direction.
 *
 * @throws {HeteroGraphError} INVALID_OPTION naming the option
 */
export function sgd(options: SgdOptions = {}): OptimizerRecipe {
  checkOptions(optionsSchema, options);
  const { learningRate = 0.01, weightDecay = 0, groups = [], momentum = 0, nesterov = false } = options;
  if (nesterov && momentum === 0) {
    throw new HeteroGraphError('INVALID_OPTION', 'nesterov is set without momentum.', { hint: 'Give a momentum.' });
  }
  const rule = sgdRule(momentum, nesterov);
  return recipe({
    name: 'sgd',
    learningRate,
    weightDecay,
    groups,
    settings: { momentum, nesterov },
    rule,
    store(parameters) {
      const { threads } = ensureBackend();
      return threads ? new ArenaStore(rule, threads, parameters) : new TensorStore(rule, parameters);
    },
  });
}

function sgdRule(momentum: number, nesterov: boolean): UpdateRule {
  return {
    opName: momentum > 0 ? 'HeteroMomentumStep' : 'HeteroSgdStep',
    slots: momentum > 0 ? ['momentum'] : [],
    update(_, { parameter, gradient, slots }, { learningRate, weightDecay }) {
      const [kept] = slots;
      for (let i = 0; i < parameter.length; i++) {
        const g = gradient[i]! + weightDecay * parameter[i]!;
        let direction = g;
        if (kept) {
          const b = momentum * kept[i]! + g;
          kept[i] = b;
          direction = nesterov ? g + momentum * b : b;
        }
        parameter[i]! -= learningRate * direction;
      }
    },
    webgpu: (backend, inputs, at) => gpu.sgdStep(backend, inputs, { momentum, nesterov, ...at }),
  };
}
