import { adam, adamW, type OptimizerRecipe, sgd } from '../../../src/tensor/index.js';
import { adamReference, sgdReference } from '../optimisers.reference.js';

/** An optimiser and its slow version in float64. */
export interface OptimiserCase {
  readonly name: string;
  readonly recipe: OptimizerRecipe;
  reference(parameter: Float64Array): {
    readonly parameter: Float64Array;
    step(gradient: Float64Array, step: number): void;
  };
}

function adamCase(name: string, isDecoupled: boolean, weightDecay: number): OptimiserCase {
  const settings = { learningRate: 0.05, beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay };
  return {
    name,
    recipe: (isDecoupled ? adamW : adam)(settings),
    reference(parameter) {
      const moments = { m: new Float64Array(parameter.length), v: new Float64Array(parameter.length) };
      return {
        parameter,
        step: (gradient, step) =>
          adamReference({ parameter, gradient, ...moments }, { ...settings, step, isDecoupled }),
      };
    },
  };
}

function sgdCase(name: string, momentum: number, nesterov = false, weightDecay = 0): OptimiserCase {
  const settings = { learningRate: 0.05, momentum, nesterov, weightDecay };
  return {
    name,
    recipe: sgd(settings),
    reference(parameter) {
      const kept = new Float64Array(parameter.length);
      return { parameter, step: (gradient) => sgdReference({ parameter, gradient, momentum: kept }, settings) };
    },
  };
}

export const optimiserCases: readonly OptimiserCase[] = [
  adamCase('Adam', false, 0),
  adamCase('Adam with weight decay', false, 0.1),
  adamCase('AdamW', true, 0.1),
  sgdCase('SGD', 0),
  sgdCase('SGD with momentum', 0.9),
  sgdCase('SGD with Nesterov momentum and weight decay', 0.9, true, 0.1),
];
