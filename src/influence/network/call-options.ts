import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';

/** An option with a check of its own, mostly against the network. */
const own = z.optional(z.any());

function named<N extends string>(...names: readonly N[]) {
  return Object.fromEntries(names.map((name) => [name, own])) as Record<N, typeof own>;
}

const seed = z.optional(option.seed);
const onAnswer = z.optional(option.callback);
const proof = { ...option.runOptions, ...named('delta', 'roots'), seed };
const choice = named('candidates', 'given');
const seeds = { ...proof, ...choice, ...named('k', 'epsilon'), onAnswer };
const limits = named('k', 'quotas', 'costs', 'budget');
const nodes = { ...named('k', 'candidates') };
const refine = z.optional(z.boolean('true or false'));

/** What the functions on networks may be asked: names, and values that nothing else checks. */
const schemas = {
  opimC: z.strictObject({ ...seeds, refine }),
  hist: z.strictObject({ ...seeds, refine, worth: z.optional(option.fraction) }),
  imm: z.strictObject({ ...seeds, ...named('l'), repair: z.optional(z.enum(['resample', 'enlarge'])) }),
  constrainedInfluence: z.strictObject({ ...proof, ...choice, ...limits, ...named('ratio', 'maxSets'), onAnswer }),
  seedsForSpread: z.strictObject({ ...proof, ...choice, ...named('spread', 'costs', 'slack', 'maxSets') }),
  campaignInfluence: z.strictObject({
    ...option.runOptions,
    ...named('delta', 'maxSets', 'objective'),
    seed,
    ratio: z.optional(option.fraction),
  }),
  campaign: z.strictObject(named('network', 'k', 'roots', 'candidates')),
  evaluateSeeds: z.strictObject({ ...proof, ...choice, ...named('sets') }),
  estimateSpread: z.strictObject({ ...proof, ...named('epsilon', 'maxSets') }),
  simulateSpread: z.strictObject({ ...option.runOptions, ...named('runs', 'from', 'weights'), seed }),
  celf: z.strictObject({
    ...option.runOptions,
    ...choice,
    ...limits,
    ...named('runs', 'weights'),
    seed,
    oracle: z.optional(z.union([z.literal('exact'), z.literal('simulate'), option.callback])),
  }),
  blockSpread: z.strictObject({ ...option.runOptions, ...nodes, ...named('sources', 'draws', 'weights'), seed }),
  explain: z.strictObject({ ...option.runOptions, ...named('coveredSets', 'maxSets', 'roots'), seed }),
  degreeSeeds: z.strictObject(nodes),
  pageRankSeeds: z.strictObject({ ...nodes, ...named('damping', 'iterations') }),
  online: z.strictObject({ ...named('delta', 'roots', 'k', 'epsilon'), ...choice, seed }),
  budget: z.strictObject(named('sets', 'ms')),
  exactSpread: z.strictObject(named('weights')),
  learnProbabilities: z.strictObject({
    ...option.runOptions,
    ...named('model', 'window', 'maxIterations', 'tolerance', 'relation'),
  }),
  recommendInvitees: z.strictObject({
    ...option.runOptions,
    ...named('relation', 'willingness', 'acceptance', 'method', 'capacity', 'epsilon', 'delta', 'maxSets'),
    ...named('numSeeds', 'network'),
    seed,
  }),
  inviteMetrics: z.strictObject(named('at', 'relation')),
  edgeRule: z.strictObject({
    ...named('name', 'probability', 'factor'),
    kind: z.enum(['constant', 'degree', 'edge']),
    base: z.optional(z.enum(['block', 'node'])),
    delay: z.optional(option.nonNegative),
  }),
  edgeModel: z.strictObject({ model: z.enum(['ic', 'lt']) }),
  countRule: z.union([
    z.strictObject({ rule: z.literal('repeats'), ...named('probability') }),
    z.strictObject({ rule: z.literal('share-of-source') }),
    z.strictObject({ rule: z.literal('share-of-target') }),
    z.strictObject({ rule: z.literal('rate'), ...named('tries') }),
    z.strictObject({ rule: z.literal('saturating'), ...named('half') }),
  ]),
} satisfies Readonly<Record<string, z.ZodMiniType>>;

/**
 * Refuses options that a function does not know, and values that it would misread.
 *
 * @throws {HeteroGraphError} INVALID_OPTION naming the option
 */
export function checkCall(name: keyof typeof schemas, options: unknown): void {
  checkOptions(schemas[name], options);
}
