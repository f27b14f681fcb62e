import type { Tensor } from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { HeteroGraphError, option } from '../../core/index.js';
import type { Parameter } from '../engine/parameter.js';
import type { Optimizer, OptimizerRecipe, OptimizerState, ParameterGroup } from './optimizer.js';
import type { SlotStore, UpdateRule } from './update-rule.js';

/** What a kind of optimiser is made of. */
export interface OptimizerKind {
  readonly name: string;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly groups: readonly ParameterGroup[];
  /** Further settings, such as Adam's betas. */
  readonly settings: Readonly<Record<string, number | boolean>>;
  readonly rule: UpdateRule;
  /** A store for parameters on the backend in use. */
  store(parameters: readonly Parameter[]): SlotStore;
}

/** The recipe of a kind whose options were checked. */
export function recipe(kind: OptimizerKind): OptimizerRecipe {
  const { name, learningRate, weightDecay, groups, settings } = kind;
  const described = groups.map((group) => ({ ...group, parameters: String(group.parameters) }));
  return {
    name,
    learningRate,
    config: { optimizer: name, learningRate, weightDecay, groups: JSON.stringify(described), ...settings },
    create: (parameters) => new RuleOptimizer(kind, parameters),
  };
}

const rates = { learningRate: z.optional(option.positive), weightDecay: z.optional(option.nonNegative) };
const parameterNames = z.union(
  [z.array(z.string('a name')), z.instanceof(RegExp)],
  'a list of names of parameters, or a regular expression',
);

/** Options of every optimiser, see `OptimizerOptions`. */
export const optimizerSchema = {
  ...rates,
  groups: z.optional(z.array(z.strictObject({ parameters: parameterNames, ...rates }), 'a list of groups')),
};

/** An optimiser by an update rule: counts steps, applies the settings of groups, keeps the slots. */
class RuleOptimizer implements Optimizer {
  readonly #parameters: readonly Parameter[];
  readonly #slotNames: readonly string[];
  /** Learning rate and weight decay by parameter. */
  readonly #settings: readonly { readonly learningRate: number; readonly weightDecay: number }[];
  readonly #store: SlotStore;
  #step = 0;

  constructor(kind: OptimizerKind, parameters: readonly Parameter[]) {
    this.#parameters = parameters;
    this.#slotNames = kind.rule.slots;
    this.#settings = settingsByParameter(kind, parameters);
    this.#store = kind.store(parameters);
  }

  step(gradients: readonly Tensor[], factor = 1): void {
    for (const [i, parameter] of this.#parameters.entries()) {
      if (gradients[i]?.size === parameter.size) continue;
      throw new HeteroGraphError('SHAPE_MISMATCH', 'A gradient is missing or of another size than its parameter.', {
        column: parameter.name,
        hint: 'Give a gradient for every parameter, in the order in which they were given to the optimiser.',
      });
    }
    this.#step++;
    const at = this.#settings.map(({ learningRate, weightDecay }) => ({
      step: this.#step,
      learningRate: learningRate * factor,
      weightDecay,
    }));
    this.#store.step(gradients, at);
  }

  async state(): Promise<OptimizerState> {
    const step = this.#step;
    const slots = await this.#store.read();
    return { step, slots: Object.fromEntries(this.#slotNames.map((name, s) => [name, slots[s]!])) };
  }

  restore({ step, slots }: OptimizerState): void {
    const arrays = this.#slotNames.map((name) =>
      this.#parameters.map((parameter, i) => {
        const values = slots[name]?.[i];
        if (values?.length === parameter.size) return values;
        throw new HeteroGraphError('SHAPE_MISMATCH', 'The optimiser state is of another model.', {
          column: parameter.name,
          hint: 'Give what state() of an optimiser of the same kind and parameters returned.',
        });
      }),
    );
    this.#store.write(arrays);
    this.#step = step;
  }

  dispose(): void {
    this.#store.dispose();
  }
}

function settingsByParameter({ learningRate, weightDecay, groups }: OptimizerKind, parameters: readonly Parameter[]) {
  const isIn = ({ parameters: names }: ParameterGroup, name: string) =>
    names instanceof RegExp
      ? new RegExp(names.source, names.flags.replace(/[gy]/g, '')).test(name)
      : names.includes(name);
  const unused = groups.find((group) => !parameters.some(({ name }) => isIn(group, name)));
  if (unused) {
    throw new HeteroGraphError('INVALID_OPTION', `No parameter belongs to the group ${String(unused.parameters)}.`, {
      hint: `The parameters are: ${parameters.map(({ name }) => name).join(', ')}.`,
    });
  }
  return parameters.map(({ name }) => {
    const group = groups.find((candidate) => isIn(candidate, name));
    return { learningRate: group?.learningRate ?? learningRate, weightDecay: group?.weightDecay ?? weightDecay };
  });
}
