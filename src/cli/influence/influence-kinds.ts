import { isHeteroGraphError } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import {
  type DiffusionOptions,
  diffusionNetwork,
  type InfluenceOptions,
  InfluenceResult,
  type InfluenceSeed,
  OnlineInfluence,
  type OnlineOptions,
  type SpreadGoalCertificate,
  seedsForSpread,
} from '../../influence/index.js';
import {
  amount,
  costsOf,
  echo,
  hasRun,
  namedSeeds,
  peakMemory,
  questionOf,
  seedLines,
} from '../../influence/internal.js';
import { invalidOption, realNumber, wholeNumber } from '../options/options.js';

/** The options that say which kind of question it is. */
export interface KindOptions {
  readonly k?: string;
  readonly algorithm?: string;
  readonly epsilon?: string;
  readonly sets?: string;
  readonly save?: string;
  readonly spread?: string;
  readonly budget?: string;
  readonly quota: Readonly<Record<string, string>>;
  readonly cost: Readonly<Record<string, string>>;
}

export interface OnlineKind {
  readonly sets: number;
  readonly folder: string | undefined;
}

/** Whether so many sets are to be spent, a spread is wanted, or neither. @throws {HeteroGraphError} INVALID_OPTION where options clash */
export function questionKind(options: KindOptions): { online?: OnlineKind; spread?: number } {
  const { algorithm, sets, save, spread } = options;
  const isOnline = algorithm === 'online';
  if (!isOnline) {
    const extra = sets !== undefined ? '--sets' : save !== undefined ? '--save' : undefined;
    if (extra !== undefined) throw invalidOption(`${extra} is for online runs.`, 'Give --algorithm online with it.');
  }
  const limits = [Object.keys(options.quota).length > 0 && '--quota', options.budget !== undefined && '--budget'];
  const clash = (kind: string, names: readonly (string | false | undefined)[]) => {
    const name = names.find((each) => typeof each === 'string');
    if (name !== undefined) throw invalidOption(`${name} does not go with ${kind}.`, 'Leave one of them out.');
  };
  if (spread !== undefined) {
    const others = [options.k !== undefined && '-k', algorithm !== undefined && '--algorithm'];
    clash('--spread', [...others, options.epsilon !== undefined && '--epsilon', ...limits]);
    return { spread: realNumber(spread, '--spread') };
  }
  if (!isOnline) return {};
  const cost = Object.keys(options.cost).length > 0 && '--cost';
  clash('--algorithm online', [options.epsilon !== undefined && '--epsilon', ...limits, cost]);
  if (options.k === undefined) throw invalidOption('An online run has no -k.', 'Say how many seeds are wanted.');
  if (sets === undefined) throw invalidOption('An online run has no --sets.', 'Say how many sets it may spend in all.');
  return { online: { sets: wholeNumber(sets, '--sets'), folder: save } };
}

/**
 * Spends so many sets, those of the run in the folder included, and keeps the run there; an abort too gives an answer and keeps it.
 *
 * @throws {HeteroGraphError} CHECKPOINT_MISMATCH where the folder holds the run of another question; as `OnlineInfluence` does
 */
export async function onlineInfluence(
  graph: HeteroGraph,
  options: InfluenceOptions,
  diffusion: DiffusionOptions,
  { sets, folder }: OnlineKind,
): Promise<InfluenceResult> {
  const { signal, onProgress } = options;
  const started = performance.now();
  const network = await compile(graph, options, diffusion);
  const compiled = performance.now();
  const question = questionOf(network, options);
  const { k, delta, seed, roots, candidates, given } = question.asked;
  const asked: OnlineOptions = { k, delta, seed, roots, ...(candidates && { candidates }), ...(given && { given }) };
  const isThere = folder !== undefined && (await hasRun(folder));
  const run = isThere ? await OnlineInfluence.open(folder, network, asked) : new OnlineInfluence(network, asked);
  let stoppedBy: 'done' | 'abort' = 'done';
  try {
    await run.advance({ sets }, { ...(signal && { signal }), ...(onProgress && { onProgress }) });
  } catch (error) {
    if (!isHeteroGraphError(error) || error.code !== 'ABORTED') throw error;
    stoppedBy = 'abort';
  }
  const answer = run.answer();
  if (folder !== undefined) await run.save(folder);
  const peakMiB = peakMemory();
  return new InfluenceResult({
    algorithm: 'online',
    seeds: namedSeeds(network, answer),
    spread: answer.spread,
    certificate: answer.certificate,
    stoppedBy,
    seconds: { network: (compiled - started) / 1000, total: (performance.now() - started) / 1000 },
    ...(peakMiB === undefined ? {} : { peakMiB }),
    question: echo(network, question, options),
  });
}

/** Seeds for a wanted spread, with their names. */
export interface SpreadResult {
  readonly algorithm: 'spread';
  readonly wanted: number;
  readonly seeds: readonly InfluenceSeed[];
  readonly spread: number;
  readonly cost: number;
  readonly certificate: SpreadGoalCertificate;
  readonly stoppedBy: 'done';
  readonly seconds: { readonly network: number; readonly total: number };
}

/** Few or cheap seeds that are proved to reach `wanted`. @throws {HeteroGraphError} as `seedsForSpread` does */
export async function spreadInfluence(
  graph: HeteroGraph,
  { costs, ...options }: InfluenceOptions,
  diffusion: DiffusionOptions,
  wanted: number,
): Promise<SpreadResult> {
  const started = performance.now();
  const network = await compile(graph, options, diffusion);
  const compiled = performance.now();
  const { asked } = questionOf(network, options);
  const priced = costs && { costs: costsOf(network, costs, asked.candidates) };
  const answer = await seedsForSpread(network, { ...asked, ...priced, spread: wanted });
  const { spread, cost, certificate } = answer;
  const seeds = namedSeeds(network, answer);
  const { sigmaLow, leastCost, delta, sets } = certificate;
  const text = [
    `${seeds.length} ${seeds.length === 1 ? 'seed reaches' : 'seeds reach'} ${amount(spread)} of ${amount(asked.roots.weight)} in expectation, where ${amount(wanted)} is wanted`,
    `proved: at least ${amount(sigmaLow)}, at a cost of ${amount(cost)} where no choice that reaches it costs less than ${amount(leastCost)}, ` +
      `but for a chance of ${delta.toPrecision(2)}`,
    '',
    ...seedLines(seeds),
    '',
    `${sets.toLocaleString('en')} sets`,
  ].join('\n');
  const seconds = { network: (compiled - started) / 1000, total: (performance.now() - started) / 1000 };
  const result: SpreadResult = {
    algorithm: 'spread',
    wanted,
    seeds,
    spread,
    cost,
    certificate,
    stoppedBy: 'done',
    seconds,
  };
  return Object.defineProperty(result, 'toString', { value: () => text });
}

function compile(graph: HeteroGraph, { maxHops, signal, onProgress }: InfluenceOptions, diffusion: DiffusionOptions) {
  const whole = { ...diffusion, ...(maxHops === undefined ? {} : { maxHops }) };
  return diffusionNetwork(graph, whole, { ...(signal && { signal }), ...(onProgress && { onProgress }) });
}
