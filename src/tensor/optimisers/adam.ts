import * as z from 'zod/mini';
import { adamInto } from '../../compute/internal.js';
import { checkOptions, option } from '../../core/index.js';
import { ensureBackend } from '../backends/backend.js';
import type { Parameter } from '../engine/parameter.js';
import * as gpu from '../webgpu/optimisers.js';
import { ArenaStore } from './arena-store.js';
import type { OptimizerOptions, OptimizerRecipe } from './optimizer.js';
import { optimizerSchema, recipe } from './rule-optimizer.js';
import { TensorStore } from './tensor-store.js';
import { type AdamBetas, TensorFlowAdamStore } from './tensorflow-adam-store.js';
import type { SlotStore, UpdateArrays, UpdateRule } from './update-rule.js';
import { scaleInPlace, weightedSum } from './weight-decay.js';

export interface AdamOptions extends OptimizerOptions {
  /** Default 3e-3; of AdamW 1e-3. */
  readonly learningRate?: number;
  /** Share of the old mean of gradients; default 0.9. */
  readonly beta1?: number;
  /** Share of the old mean of squared gradients; default 0.999. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adam (Kingma and Ba, ICLR 2015, algorithm 1) with PyTorch's bias correction and placement of epsilon. Weight decay
 * is added to the gradient: g + weightDecay p.
 *
 * @throws {HeteroGraphError} INVALID_OPTION naming the option
 */
export function adam(options: AdamOptions = {}): OptimizerRecipe {
  return adamKind('adam', { learningRate: 3e-3, weightDecay: 0, ...withoutUndefined(options) });
}

/**
 * AdamW (Loshchilov and Hutter, ICLR 2019): Adam whose weight decay does not pass through the moments: first
 * p <- p - learningRate weightDecay p, then the step of Adam.
 *
 * @throws {HeteroGraphError} INVALID_OPTION naming the option
 */
export function adamW(options: AdamOptions = {}): OptimizerRecipe {
  return adamKind('adamW', { learningRate: 1e-3, weightDecay: 0.01, ...withoutUndefined(options) });
}

const optionsSchema = z.strictObject({
  ...optimizerSchema,
  beta1: z.optional(option.rate),
  beta2: z.optional(option.rate),
  epsilon: z.optional(option.positive),
});

function adamKind(
  name: 'adam' | 'adamW',
  options: AdamOptions & { readonly learningRate: number; readonly weightDecay: number },
): OptimizerRecipe {
  checkOptions(optionsSchema, options);
  const { learningRate, weightDecay, groups = [], beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const betas = { beta1, beta2, epsilon };
  const rule = adamRule(betas, name === 'adamW');
  const decays = weightDecay > 0 || groups.some((group) => (group.weightDecay ?? 0) > 0);
  const store = (parameters: readonly Parameter[]): SlotStore => {
    const { name: backend, threads } = ensureBackend();
    if (threads) return new ArenaStore(rule, threads, parameters);
    return backend === 'tensorflow' && !decays
      ? new TensorFlowAdamStore(betas, parameters)
      : new TensorStore(rule, parameters);
  };
  return recipe({ name, learningRate, weightDecay, groups, settings: betas, rule, store });
}

function adamRule(betas: AdamBetas, isDecoupled: boolean): UpdateRule {
  return {
    opName: isDecoupled ? 'HeteroAdamWStep' : 'HeteroAdamStep',
    slots: ['m', 'v'],
    update(pool, { parameter, gradient, slots }: UpdateArrays, { step, learningRate, weightDecay }) {
      const [m, v] = slots as [Float32Array, Float32Array];
      if (weightDecay > 0 && isDecoupled) scaleInPlace(parameter, 1 - learningRate * weightDecay);
      const decayed = weightDecay > 0 && !isDecoupled ? pool.arena.allocFloat32(gradient.length) : undefined;
      if (decayed) weightedSum(gradient, parameter, weightDecay, decayed);
      const arrays = {
        parameter: parameter.byteOffset,
        gradient: (decayed ?? gradient).byteOffset,
        m: m.byteOffset,
        v: v.byteOffset,
        n: parameter.length,
      };
      adamInto(pool, arrays, { ...betas, learningRate, step });
      if (decayed) pool.arena.free(decayed);
    },
    webgpu: (backend, inputs, at) => gpu.adamStep(backend, inputs, { ...betas, ...at, isDecoupled }),
  };
}

function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
