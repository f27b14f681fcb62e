import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import type { DiffusionOptions } from './diffusion-options.js';

const anyNumbers = z.custom<ArrayLike<number>>(
  (value) => Array.isArray(value) || ArrayBuffer.isView(value),
  'an array of numbers',
);
const name = z.string('a name');

const edgeRule = {
  factor: option.positive,
  degree: z.enum(['relation', 'node']),
  probability: z.union([option.fraction, z.string('the name of a column'), option.callback]),
  levels: z.array(option.fraction).check(z.minLength(1, 'at least one probability')),
  weight: z.union([z.string('the name of a column'), option.callback]),
};

const relationRule = z.partial(
  z.strictObject({
    ...edgeRule,
    model: z.enum(['wc', 'ic', 'trivalency']),
    direction: z.enum(['forward', 'reverse', 'both']),
    delay: option.nonNegative,
  }),
);

const diffusionOptions = z.partial(
  z.strictObject({
    ...edgeRule,
    model: z.enum(['wc', 'ic', 'trivalency', 'lt', 'triggering']),
    relations: z.union([
      z.array(z.union([name, z.tuple([name, name, name])])).check(z.minLength(1, 'at least one relation')),
      z.record(z.string(), z.union([z.literal(true), relationRule])),
    ]),
    normalisation: z.enum(['none', 'toOne', 'clipIfAboveOne']),
    acceptance: z.record(z.string(), z.union([option.fraction, name, anyNumbers])),
    trigger: option.callback,
    simple: z.boolean(),
    maxHops: option.countFrom(0),
    maxTime: option.nonNegative,
    seed: option.seed,
  }),
);

const probabilities: readonly PropertyKey[] = ['probability', 'levels', 'acceptance'];

/** @throws {HeteroGraphError} INVALID_OPTION naming the option; INVALID_PROBABILITY for a number that is no probability */
export function checkDiffusionOptions(options: DiffusionOptions): void {
  checkOptions(diffusionOptions, options, {
    what: 'diffusion',
    codeOf: (path, value) =>
      typeof value === 'number' && path.some((part) => probabilities.includes(part))
        ? 'INVALID_PROBABILITY'
        : 'INVALID_OPTION',
  });
}
