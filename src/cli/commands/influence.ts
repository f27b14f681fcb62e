import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { HeteroGraphError, throwIfAborted } from '../../core/index.js';
import { openData } from '../../data/index.js';
import { checkTablePath, targetOf } from '../../data/internal.js';
import { edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import {
  type AlgorithmName,
  algorithmNames,
  type DiffusionOptions,
  type InfluenceOptions,
  maximiseInfluence,
  minimiseSeeds,
  resumeInfluence,
} from '../../influence/index.js';
import { type QuestionKind, questionKind } from '../influence/influence-kinds.js';
import { nodesNamed } from '../influence/node-names.js';
import { writeSeeds } from '../influence/seed-file.js';
import {
  addGraphOptions,
  dataOptions,
  type GraphFlags,
  invalidOption,
  realNumber,
  wholeNumber,
} from '../options/options.js';
import { inSession } from '../terminal/session.js';

interface InfluenceFlags extends GraphFlags {
  k?: string;
  model?: 'wc' | 'ic' | 'trivalency' | 'lt';
  probability?: string;
  column?: string;
  factor?: string;
  relations?: string;
  undirected?: boolean;
  simple?: boolean;
  diffusion?: string;
  nodes?: string;
  algorithm?: AlgorithmName;
  epsilon?: string;
  delta?: string;
  seed: string;
  maxHops?: string;
  candidatesType?: string;
  targetsType?: string;
  exclude?: string;
  seeded?: string;
  sets?: string;
  save?: string;
  spread?: string;
  quota: Record<string, string>;
  cost: Record<string, string>;
  budget?: string;
  out?: string;
  overwrite?: boolean;
  json?: boolean;
}

export function addInfluence(command: Command): void {
  addGraphOptions(command)
    .option('-k, --k <number>', 'number of seeds; optional with --quota or --budget')
    .addOption(
      new Option('--model <name>', 'how influence spreads (default: wc)').choices(['wc', 'ic', 'trivalency', 'lt']),
    )
    .option('--probability <number>', 'ic: the probability of every edge')
    .option('--column <name>', 'ic: the column of the edges with their probabilities; lt: with their weights')
    .option('--factor <number>', 'wc, lt: times 1 / in-degree (default: 1)')
    .option('--relations <names>', 'edge types along which influence spreads, separated by commas (default: all)')
    .option('--undirected', 'influence spreads along edges in both directions')
    .option('--simple', 'leave out self loops and parallel edges')
    .option('--diffusion <json>', 'everything about the diffusion as JSON, or @FILE (see docs/influence.md)')
    .option('--nodes <number>', 'edges: ids are the numbers below this, those without edges count as nodes')
    .addOption(new Option('--algorithm <name>', 'how seeds are found (default: opim-c)').choices([...algorithmNames]))
    .option('--epsilon <number>', 'the seeds reach 1 - 1/e - epsilon of the best or more (default: 0.1)')
    .option('--delta <number>', 'chance that the certificate does not hold (default: 1 / nodes)')
    .option('--sets <number>', 'online: reverse-reachable sets to spend, those of earlier runs included')
    .option('--save <folder>', 'online: folder in which the run is kept, and continued if it holds one')
    .option('--spread <number>', 'instead of -k: the spread that a small or cheap set of seeds must provably reach')
    .option('--seed <number>', 'seed of everything random', '1')
    .option('--max-hops <number>', 'maximum number of edges on a path of influence (default: no limit)')
    .option(
      '--candidates-type <type.column>',
      'which nodes may be seeds: a node type, or a boolean column of it (default: all)',
    )
    .option(
      '--targets-type <type.column>',
      'which nodes count as reached: a node type, or a column of it with weights (default: all)',
    )
    .option('--exclude <ids>', 'nodes that may not be seeds: ids separated by commas, or @FILE with one id a line')
    .option('--seeded <ids>', 'nodes that are seeds already, in the same form')
    .option('--quota <type=number>', 'maximum number of seeds of a type; may be repeated', collect, {})
    .option('--cost <type=cost>', 'a number or column: what seeds of a type cost; may be repeated', collect, {})
    .option('--budget <number>', 'maximum cost of all seeds together')
    .option('--out <file>', 'write the seeds; ends in .arrow, .csv or .jsonl')
    .option('--overwrite', 'replace the file of --out if it is there')
    .option('--json', 'print one JSON object')
    .action((options: InfluenceFlags) =>
      inSession(options.json, async (session) => {
        if (options.out !== undefined) checkTablePath(options.out, options.overwrite === true);
        const question = readQuestion(options);
        const kind = questionKind(options);
        const diffusion = readDiffusion(options);
        const started = performance.now();
        const { graph, remarks } = await openData(dataOptions({ ...options, edges: plainEdges(options) }), session.run);
        for (const remark of remarks) session.remark(remark);
        const load = (performance.now() - started) / 1000;
        throwIfAborted(session.run.signal);
        const asked = { ...question, ...nodeOptions(graph, options), ...session.run };
        const result = await answer(graph, { ...asked, diffusion: directed(graph, diffusion, options) }, kind);
        // A failed write is reported last, so that the result is printed even when the disk is full.
        const { out } = options;
        const writing = out === undefined ? Promise.resolve() : writeSeeds(out, result);
        const failure: unknown = await writing.catch((error: unknown) => error);
        const data = options.dataset ?? options.data;
        const seconds = { load, ...result.seconds };
        const kept = out === undefined || failure ? '' : `\nseeds written to ${out}`;
        session.print({ ...result, seconds, data, ...(kept === '' ? {} : { out }) }, `${result}${kept}`);
        if (result.stoppedBy !== 'done') process.exitCode = result.stoppedBy === 'abort' ? 130 : 1;
        if (failure) throw failure;
      }),
    );
}

/** The answer to a question of its kind. */
async function answer(graph: HeteroGraph, options: InfluenceOptions, { online, spread }: QuestionKind) {
  if (spread !== undefined) return minimiseSeeds(graph, { ...options, spread });
  if (online === undefined) return maximiseInfluence(graph, options);
  const { sets, folder } = online;
  if (folder !== undefined) return resumeInfluence(folder, graph, { ...options, k: options.k!, sets });
  return maximiseInfluence(graph, { ...options, algorithm: 'online', sets });
}

/** Values of an option that may be repeated, by the name before their first `=`. */
function collect(text: string, earlier: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at <= 0) throw invalidOption(`There is no type in "${text}".`, 'Write it as TYPE=VALUE.');
  return { ...earlier, [text.slice(0, at)]: text.slice(at + 1) };
}

function readQuestion(options: InfluenceFlags): InfluenceOptions {
  const { k, algorithm, epsilon, delta, seed, maxHops, quota, cost, budget } = options;
  const isNumber = (text: string) => text.trim() !== '' && Number.isFinite(Number(text));
  const quotas = Object.entries(quota).map(([type, limit]) => [type, wholeNumber(limit, '--quota')]);
  const costs = Object.entries(cost).map(([type, what]) => [type, isNumber(what) ? Number(what) : what]);
  return {
    ...(k === undefined ? {} : { k: wholeNumber(k, '-k') }),
    ...(algorithm === undefined || algorithm === 'online' ? {} : { algorithm }),
    ...(quotas.length === 0 ? {} : { quotas: Object.fromEntries(quotas) }),
    ...(costs.length === 0 ? {} : { costs: Object.fromEntries(costs) }),
    ...(budget === undefined ? {} : { budget: realNumber(budget, '--budget') }),
    ...(epsilon === undefined ? {} : { epsilon: realNumber(epsilon, '--epsilon') }),
    seed: wholeNumber(seed, '--seed'),
    ...(delta === undefined ? {} : { delta: realNumber(delta, '--delta') }),
    ...(maxHops === undefined ? {} : { maxHops: wholeNumber(maxHops, '--max-hops') }),
  };
}

function plainEdges({ nodes }: InfluenceFlags) {
  const numNodes = nodes === undefined ? undefined : wholeNumber(nodes, '--nodes');
  if (numNodes !== undefined && numNodes >= 2 ** 31) {
    throw invalidOption(`--nodes is ${numNodes}.`, 'Give a whole number up to 2147483647.');
  }
  return numNodes === undefined ? {} : { numNodes };
}

/** The options of the command over those in JSON. */
function readDiffusion(options: InfluenceFlags): DiffusionOptions {
  const { model, probability, column, factor, simple } = options;
  if (probability !== undefined && column !== undefined) {
    throw invalidOption('There are both --probability and --column.', 'Give one of them.');
  }
  return {
    ...(options.diffusion === undefined ? {} : parsedDiffusion(options.diffusion)),
    ...(model === undefined ? {} : { model }),
    ...(probability === undefined ? {} : { probability: realNumber(probability, '--probability') }),
    ...(column === undefined ? {} : model === 'lt' ? { weight: column } : { probability: column }),
    ...(factor === undefined ? {} : { factor: realNumber(factor, '--factor') }),
    ...(simple ? { simple } : {}),
  };
}

function parsedDiffusion(text: string): DiffusionOptions {
  const file = text.startsWith('@') ? text.slice(1) : undefined;
  let json: unknown;
  try {
    json = JSON.parse(file === undefined ? text : readFileSync(file, 'utf8'));
  } catch (cause) {
    const message = `--diffusion cannot be read: ${(cause as Error).message}.`;
    const hint = 'Give an object in JSON, or @FILE with one.';
    throw new HeteroGraphError('INVALID_OPTION', message, { ...(file === undefined ? {} : { file }), hint, cause });
  }
  if (json !== null && typeof json === 'object' && !Array.isArray(json)) return json;
  throw invalidOption('--diffusion is not a JSON object.', 'Give something like {"model": "wc"}.');
}

/** With --relations and --undirected: they say which relations take part and how. */
function directed(
  graph: HeteroGraph,
  diffusion: DiffusionOptions,
  { relations, undirected }: InfluenceFlags,
): DiffusionOptions {
  if (relations === undefined && !undirected) return diffusion;
  if (diffusion.relations !== undefined) {
    const hint = 'Say there which relations take part and in which direction.';
    throw invalidOption('--diffusion names relations already.', hint);
  }
  const types = relations === undefined ? graph.edgeTypes : relations.split(',').map((name) => name.trim());
  if (!undirected) return { ...diffusion, relations: types };
  const both = types.map((type) => [edgeTypeKey(graph.resolveEdgeType(type)), { direction: 'both' } as const] as const);
  return { ...diffusion, relations: Object.fromEntries(both) };
}

function nodeOptions(
  graph: HeteroGraph,
  { candidatesType, targetsType, exclude, seeded }: InfluenceFlags,
): Partial<InfluenceOptions> {
  const targets = targetOf(targetsType);
  const chosen = targetOf(candidatesType);
  return {
    ...(chosen === undefined ? {} : { candidates: { [chosen.type]: chosen.column ?? true } }),
    ...(targets === undefined
      ? {}
      : { targets: { [targets.type]: targets.column === undefined ? true : { weight: targets.column } } }),
    ...(exclude === undefined ? {} : { exclude: nodesNamed(graph, exclude, chosen?.type, '--exclude') }),
    ...(seeded === undefined ? {} : { alreadySeeded: nodesNamed(graph, seeded, chosen?.type, '--seeded') }),
  };
}
