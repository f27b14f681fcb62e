import { z } from 'zod';
import { HeteroGraphError } from '../../core/index.js';
import type { DiffusionOptions } from './diffusion-options.js';

const probability = z.number().min(0).max(1);
const callback = z.custom<unknown>((value) => typeof value === 'function', 'must be a function');
const anyNumbers = z.custom<ArrayLike<number>>(
  (value) => Array.isArray(value) || ArrayBuffer.isView(value),
  'must be numbers',
);

const edgeRule = {
  factor: z.number().positive(),
  degree: z.enum(['relation', 'node']),
  probability: z.union([probability, z.string(), callback]),
  levels: z.array(probability).min(1),
  weight: z.union([z.string(), callback]),
};

const relationRule = z
  .strictObject({
    ...edgeRule,
    model: z.enum(['wc', 'ic', 'trivalency']),
    direction: z.enum(['forward', 'reverse', 'both']),
    delay: z.number().min(0),
  })
  .partial();

const triple = z.tuple([z.string(), z.string(), z.string()]);

const diffusionOptions = z
  .strictObject({
    ...edgeRule,
    model: z.enum(['wc', 'ic', 'trivalency', 'lt', 'triggering']),
    relations: z.union([
      z.array(z.union([z.string(), triple])).min(1),
      z.record(z.string(), z.union([z.literal(true), relationRule])),
    ]),
    normalisation: z.enum(['none', 'toOne', 'clipIfAboveOne']),
    acceptance: z.record(z.string(), z.union([probability, z.string(), anyNumbers])),
    trigger: callback,
    simple: z.boolean(),
    maxHops: z.number().int().min(0),
    maxTime: z.number().min(0),
    seed: z.number().int().min(0),
  })
  .partial();

/** Numbers that are no probability have a code of their own, wherever they stand. */
const codes: Readonly<Record<string, 'INVALID_PROBABILITY'>> = {
  probability: 'INVALID_PROBABILITY',
  levels: 'INVALID_PROBABILITY',
  acceptance: 'INVALID_PROBABILITY',
};

/** @throws {HeteroGraphError} INVALID_OPTION, INVALID_PROBABILITY naming the option */
export function checkDiffusionOptions(options: DiffusionOptions): void {
  const result = diffusionOptions.safeParse(options);
  if (result.success) return;
  const { path, text } = deepest(result.error.issues[0]!, []);
  const isNumber = typeof valueAt(options, path) === 'number';
  const name = path.find((part) => Object.hasOwn(codes, String(part)));
  const code = isNumber && name !== undefined ? codes[String(name)]! : 'INVALID_OPTION';
  throw new HeteroGraphError(code, `diffusion.${path.join('.')}: ${text}.`, {
    column: path.join('.'),
    hint: 'See DiffusionOptions for what there is and its ranges.',
  });
}

type Issue = z.core.$ZodIssue;

/** The issue of the alternative that got furthest, where there are several. */
function deepest(issue: Issue, above: PropertyKey[]): { path: PropertyKey[]; text: string } {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return { path: [...path, issue.keys[0]!], text: 'there is no such option' };
  }
  if (issue.code !== 'invalid_union') return { path, text: issue.message };
  const inner = issue.errors.flatMap((alternative) => alternative.slice(0, 1)).map((each) => deepest(each, path));
  // A range says more than a type that the value does not have.
  const ranged = inner.find(({ text }) => /^Too/.test(text));
  const best = ranged ?? inner.reduce((a, b) => (b.path.length > a.path.length ? b : a));
  return ranged || best.path.length > path.length ? best : { path, text: 'not one of the forms it may have' };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | undefined)?.[part], value);
}
