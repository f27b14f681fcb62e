import { join } from 'node:path';
import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, type RunOptions } from '../../core/index.js';
import { type DataOptions, type OpenedData, openData } from '../../data/index.js';
import { writeFile, writeJson } from '../../data/internal.js';
import { describeGraph, edgeTypeKey, hashGraph, type NodeChance } from '../../graph/index.js';
import {
  createLinkModel,
  type FitReport,
  type LinkEstimator,
  type LinkProblem,
  linkModelNamed,
  linkProblem,
  listModels,
  saveLinkModel,
  settingsOf,
} from '../../models/index.js';
import type { FitResult } from '../../training/index.js';
import { prepareFeatures } from '../data/prepare-features.js';
import { type UsedColumn, usedColumns } from '../data/used-columns.js';
import { writeProblemOf } from '../disk/write-problem.js';
import { runFacts } from '../report/run-facts.js';
import { claimRunFolder, runFiles } from '../run/run-folder.js';
import { belowSimple } from './below-simple.js';
import { chooseLinkModel, type LinkComparison, linkComparisonHeads, linkComparisonRows } from './choose-model.js';
import { type LinkRunConfig, linkConfigFormat } from './link-config.js';
import { knownLinks, type LinkScore, linkScoreHeads, linkScoreRows, scoreLinks } from './link-score.js';
import { linkTask } from './link-task.js';
import { linkVerdict } from './link-verdict.js';

/** What links to train what model on. */
export interface LinkTrainOptions extends Omit<DataOptions, 'target'> {
  /** The edge type: `user.buys.item`, `user>buys>item` or `buys`; default: the data set's task, or the only one there is. */
  readonly target?: string;
  /** Name in the registry of models; default 'auto', which fits several and keeps the one with the best ranks of validation links. */
  readonly model?: string;
  /** Settings of the model that differ from its preset for the data set, or from its defaults. */
  readonly settings?: object;
  /**
   * How the nodes of pairs without a link are drawn, always of the types of the edge type: all alike, or by degree, so that popular nodes are no
   * easier to tell. Of the pairs that are scored, and of those that a message-passing model learns from unless its settings say so. Default
   * 'uniform'.
   */
  readonly negativesBy?: NodeChance;
  /** Seed of everything random, the split included; default 1. */
  readonly seed?: number;
  /** Run folder; an interrupted run of the same configuration is continued. Default: nothing is kept. */
  readonly out?: string;
  /** Replace the run in the folder, whatever its configuration. */
  readonly restart?: boolean;
  /** Epochs between two checkpoints of the model that is named; default: one a minute. */
  readonly checkpointEvery?: number;
  /** Whether simple models are scored too; default true. */
  readonly baselines?: boolean;
}

/** What happens on the way. */
export interface LinkExperimentEvents extends RunOptions {
  readonly onRemark?: (text: string) => void;
  /** A model starts. */
  readonly onModel?: (name: string) => void;
  /** A model is trained and scored. */
  readonly onScore?: (score: LinkScore) => void;
}

/** Plain data, as `metrics.json` holds it. */
export interface LinkSummary {
  readonly data: string;
  readonly task: 'links';
  /** Keys of the edge types whose links are predicted. */
  readonly edgeTypes: readonly string[];
  readonly seed: number;
  /** Number of links. */
  readonly links: { readonly train: number; readonly valid: number; readonly test: number };
  /** Baselines first, the model last. */
  readonly scores: readonly LinkScore[];
  /** Where no model was named: the models that were compared, and why one was kept. */
  readonly comparison?: LinkComparison;
  /** What the run comes to, in sentences. */
  readonly verdict: readonly string[];
  /** What became of the columns, where the model reads features. */
  readonly columns: readonly UsedColumn[];
  /** What people should know of the data and the scores. */
  readonly remarks: readonly string[];
  readonly totalSeconds: number;
  readonly peakMiB: number;
  /** The run folder; absent where nothing was kept. */
  readonly run?: string;
  /** Why the run could not be kept; the scores are those of the model all the same. */
  readonly problem?: HeteroGraphError;
}

/** A trained model of links with its scores. */
export interface LinkExperiment {
  readonly summary: LinkSummary;
  readonly scores: readonly LinkScore[];
  readonly problem: LinkProblem;
  readonly model: LinkEstimator;
  readonly report: FitReport;
  /** Frees the model. */
  dispose(): void;
}

/**
 * Trains a model of links, scores it and baselines on the test links by filtered ranks (and against pairs without a link where the
 * split has some), and keeps the run where a folder is given.
 *
 * @example
 * const { scores } = await trainLinks({ data: 'shop', target: 'user.buys.item', model: 'complex', out: 'runs/shop' });
 * @throws {HeteroGraphError} UNKNOWN_MODEL, UNSUPPORTED_BY_MODEL, INVALID_OPTION; UNKNOWN_TYPE, AMBIGUOUS; TARGET_EXISTS, NOT_OURS,
 *   RUN_BUSY; ABORTED; and as `openData`, `splitLinks` and the model do
 */
export async function trainLinks(
  options: LinkTrainOptions,
  events: LinkExperimentEvents = {},
): Promise<LinkExperiment> {
  expectArgument(options, 'object', 'options');
  expectArgument(events, 'object', 'events');
  const started = performance.now();
  const { model: name = defaultLinkModel, seed = 1, out } = options;
  const run = { signal: events.signal, onProgress: events.onProgress };
  const definition = name === defaultLinkModel ? undefined : linkModelNamed(name);
  const { target, negativesBy, ...data } = options;
  checkOptions(z.looseObject({ negativesBy: z.optional(z.enum(['uniform', 'degree'])) }), options);
  const settings = definition ? wholeSettings(definition, options) : noSettings(options);
  const opened = await openData(data, run);
  // A model of embeddings alone reads no features. No column says which links there are, so all rows may be looked at.
  const { graph, preparation } =
    !definition || definition.create ? prepareFeatures(opened.graph) : { graph: opened.graph, preparation: undefined };
  const { split, remarks } = linkTask({ ...opened, graph }, target, seed, negativesBy);
  const remarked = [...opened.remarks, ...remarks];
  for (const remark of remarked) events.onRemark?.(remark);
  const problem = linkProblem(split, seed);
  definition?.links.check?.(problem, settings, {});
  if (split.test.positive.source.length === 0) {
    throw new HeteroGraphError('NO_ROWS', 'There is no test link.', { hint: 'More links are needed.' });
  }
  const config: LinkRunConfig = {
    ...{ task: 'links', model: name, source: opened.source, graph: hashGraph(opened.graph) },
    ...(target === undefined ? {} : { target }),
    ...(negativesBy === 'degree' ? { negativesBy } : {}),
    ...{ edgeTypes: split.edgeTypes.map(edgeTypeKey), seed, settings: settings as LinkRunConfig['settings'] },
    ...(preparation ? { preparation } : {}),
  };
  const unlock =
    out === undefined ? undefined : await claimRunFolder(out, config, options.restart === true, linkConfigFormat);
  try {
    return await fitAndScore({ opened, problem, config, options, remarks: remarked, started }, events);
  } finally {
    await unlock?.();
  }
}

/** Where no model is named. */
export const defaultLinkModel = 'auto';

function wholeSettings(
  definition: ReturnType<typeof linkModelNamed>,
  { negativesBy, settings, dataset }: LinkTrainOptions,
): object {
  const learnsBy = negativesBy !== undefined && 'negativesBy' in definition.defaults ? { negativesBy } : {};
  return settingsOf(definition, { ...learnsBy, ...settings }, dataset);
}

/** @throws {HeteroGraphError} INVALID_OPTION where settings or checkpoints are asked for and no model is named */
function noSettings({ settings = {}, checkpointEvery }: LinkTrainOptions): object {
  if (checkpointEvery !== undefined) {
    throw new HeteroGraphError('INVALID_OPTION', 'Of several models that are compared there are no checkpoints.', {
      column: 'checkpointEvery',
      hint: "Leave it out, or name a model, such as model: 'complex' (--model complex).",
    });
  }
  const [name] = Object.keys(settings);
  if (name === undefined) return {};
  throw new HeteroGraphError('INVALID_OPTION', `Of several models that are compared, ${name} is no setting.`, {
    column: `settings.${name}`,
    hint: "Name the model whose setting it is, such as model: 'complex' (--model complex).",
  });
}

interface Started {
  readonly opened: OpenedData;
  readonly problem: LinkProblem;
  readonly config: LinkRunConfig;
  readonly options: LinkTrainOptions;
  readonly remarks: readonly string[];
  readonly started: number;
}

async function fitAndScore(
  { opened, problem, config, options, remarks, started }: Started,
  { onModel, onScore, onRemark, ...run }: LinkExperimentEvents,
): Promise<LinkExperiment> {
  const { out, checkpointEvery } = options;
  const { split, seed } = problem;
  const known = knownLinks(split);
  const scores: LinkScore[] = [];
  const fitOne = async (model: LinkEstimator) => {
    onModel?.(model.name);
    const report = await model.fit(problem, run);
    if (report.training?.stoppedBy === 'abort') throw interrupted(report.training, out);
    return scoreOne(model, report);
  };
  const scoreOne = async (model: LinkEstimator, report: FitReport) => {
    const figures = { seconds: report.seconds, parameters: report.numParameters };
    const score = await scoreLinks(model, split.test, known, figures, run);
    onScore?.(score);
    scores.push(score);
    return report;
  };
  for (const baseline of options.baselines === false ? [] : baselinesFor(problem, config.model)) {
    try {
      await fitOne(baseline);
    } finally {
      baseline.dispose();
    }
  }
  const chosen =
    config.model === defaultLinkModel ? await chooseLinkModel(problem, options, { onModel, ...run }) : undefined;
  const model =
    chosen?.model ??
    createLinkModel(config.model, {
      settings: config.settings,
      ...(out === undefined ? {} : { checkpointDir: join(out, runFiles.checkpoint) }),
      ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
    });
  try {
    // The kept one may be one of the simple ones: its scores come last.
    if (chosen) scores.splice(0, scores.length, ...scores.filter((each) => each.model !== model.name));
    const report = chosen ? await scoreOne(model, chosen.report) : await fitOne(model);
    const judgement = belowSimple(scores);
    const said = [...(chosen ? [chosen.comparison.verdict] : []), ...(judgement === undefined ? [] : [judgement])];
    for (const text of said) onRemark?.(text);
    const sizes = [split.train, split.valid, split.test].map(({ positive }) => positive.source.length);
    const summary: LinkSummary = {
      ...{ data: opened.name, task: 'links', edgeTypes: config.edgeTypes, seed },
      links: { train: sizes[0]!, valid: sizes[1]!, test: sizes[2]! },
      scores,
      ...(chosen ? { comparison: chosen.comparison } : {}),
      verdict: judgement === undefined ? [...said, linkVerdict(scores)] : said,
      columns: usedColumns(config.preparation ?? {}),
      remarks: [...remarks, ...said],
      totalSeconds: (performance.now() - started) / 1000,
      peakMiB: process.resourceUsage().maxRSS / 1024,
      ...(out === undefined ? {} : { run: out }),
    };
    const failure = out === undefined ? undefined : await keep(out, { model, report, summary, problem, config });
    const kept = failure ? { ...summary, problem: failure } : summary;
    return { summary: kept, scores, problem, model, report, dispose: () => model.dispose() };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** A training that was aborted, and how to go on. */
function interrupted({ epochs, checkpointProblem }: FitResult, out: string | undefined): HeteroGraphError {
  if (checkpointProblem) return checkpointProblem;
  const kept = out === undefined ? '' : `; the checkpoint is in ${out}`;
  return new HeteroGraphError('ABORTED', `Stopped after epoch ${epochs}${kept}.`, {
    hint: out === undefined ? 'Give a run folder to continue later.' : 'Repeat the same call to continue.',
  });
}

function baselinesFor(problem: LinkProblem, name: string): LinkEstimator[] {
  return listModels('links')
    .filter((each) => each.name !== name)
    .flatMap((each) =>
      (each.links?.asBaseline?.(problem) ?? []).map((settings) => createLinkModel(each.name, { settings })),
    );
}

/** Writes model, scores and report into the run folder; what could not be written is answered. */
async function keep(
  folder: string,
  {
    model,
    report,
    summary,
    problem,
    config,
  }: Omit<LinkExperiment, 'scores' | 'dispose'> & { readonly config: LinkRunConfig },
): Promise<HeteroGraphError | undefined> {
  const { training } = report;
  return writeProblemOf(async () => {
    if (training) await writeJson(join(folder, runFiles.history), training.history.toJSON());
    await saveLinkModel(model, join(folder, runFiles.model));
    await writeJson(join(folder, runFiles.metrics), summary);
    const { links, comparison } = summary;
    const { train, valid, test } = links;
    const { reportHtml } = await import('../../viz/index.js');
    const html = reportHtml({
      title: `${config.model} on ${summary.data}`,
      summary: `Links of ${summary.edgeTypes.length === 1 ? summary.edgeTypes[0] : `${summary.edgeTypes.length} edge types`}: ${train} for training, ${valid} for validation, ${test} for the test. Ranks are filtered, of targets and of sources.`,
      verdict: summary.verdict,
      scores: { heads: linkScoreHeads, rows: linkScoreRows(summary.scores) },
      ...(comparison ? { comparison: { heads: linkComparisonHeads, rows: linkComparisonRows(comparison) } } : {}),
      ...(training ? { history: { curves: training.history.toJSON(), bestEpoch: training.bestEpoch } } : {}),
      ...(summary.edgeTypes.length <= 40 ? { schema: describeGraph(problem.split.train.graph) } : {}),
      facts: runFacts(summary),
      config,
    });
    await writeFile(join(folder, runFiles.report), html);
    return training?.checkpointProblem;
  });
}
