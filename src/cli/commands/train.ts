import { basename, join } from 'node:path';
import { type Command, Option } from 'commander';
import { HeteroGraphError, ownProperty } from '../../core/index.js';
import { cacheFolder } from '../../experiments/data/cache-folder.js';
import { nodeTask, openData } from '../../experiments/data/open-data.js';
import { prepareFeatures } from '../../experiments/data/prepare-features.js';
import { type RunResult, writeReport } from '../../experiments/report/report.js';
import { openRun, type RunConfig, runFiles, writeJson } from '../../experiments/run/run-folder.js';
import { type Score, scoreHeads, scoreOf, scoreRows } from '../../experiments/score/score.js';
import { writeTable } from '../../experiments/tables/row-table.js';
import type { HeteroGraph } from '../../graph/index.js';
import { hashGraph } from '../../graph/index.js';
import {
  type ClassificationProblem,
  classificationProblem,
  LabelPropagationClassifier,
  MajorityClassifier,
  MlpClassifier,
  type NodeClassifier,
  RidgeClassifier,
  RpHgnnClassifier,
  type RpHgnnSettings,
  rphgnnPresets,
} from '../../models/index.js';
import { estimateRpHgnn } from '../../propagation/index.js';
import { checkLimit } from '../../propagation/internal.js';
import { writeCosts } from '../../schedule/index.js';
import { getBackend } from '../../tensor/index.js';
import { addBackendOption, type BackendOptions, startBackend } from '../options/backend.js';
import { byteSize } from '../options/byte-size.js';
import { addDataOptions, type DataOptions, invalidOption, wholeNumber } from '../options/options.js';
import { costsFor, explain, type PlanRequest, planTable, propagationOf } from '../terminal/plan-table.js';
import { inSession, type Session } from '../terminal/session.js';
import { textTable } from '../terminal/text-table.js';

interface TrainOptions extends DataOptions, BackendOptions {
  seed: string;
  epochs?: string;
  set: Record<string, string>;
  projection: 'sparse' | 'very-sparse';
  out?: string;
  checkpointEvery?: string;
  restart?: boolean;
  baselines: boolean;
  memory?: string;
  explainPlan?: boolean;
  json?: boolean;
}

export function addTrain(program: Command): void {
  const command = program
    .command('train')
    .description(
      'train a model, compare it with baselines, and keep the run; an interrupted run goes on when called again',
    );
  addBackendOption(addDataOptions(command))
    .addOption(new Option('--model <name>', 'the model').choices(['rphgnn']).default('rphgnn'))
    .option('--seed <number>', 'seed of everything random', '1')
    .option('--epochs <number>', 'at most so many epochs (default: the preset)')
    .option('--set <name=value>', 'a setting of the model, such as hidden=128; may be repeated', collect, {})
    .addOption(
      new Option('--projection <kind>', 'random projection').choices(['sparse', 'very-sparse']).default('very-sparse'),
    )
    .option('--out <folder>', 'run folder (default: runs/NAME-seed-SEED)')
    .option('--checkpoint-every <epochs>', 'write a checkpoint after every so many epochs (default: every minute)')
    .option('--restart', 'replace the run in the folder instead of going on')
    .option('--no-baselines', 'train the model only')
    .option(
      '--memory <size>',
      'memory for propagated tensors, such as 1GiB; what exceeds it goes to disk (default: no limit)',
    )
    .option('--explain-plan', 'print what the pre-computation would do and how long it would take, and stop')
    .option('--json', 'print one JSON object')
    .action((options: TrainOptions) => inSession(options.json, (session) => train(options, session)));
}

function collect(text: string, earlier: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw invalidOption(`--set ${text} sets nothing.`, 'Give NAME=VALUE.');
  return { ...earlier, [text.slice(0, at)]: text.slice(at + 1) };
}

async function train(options: TrainOptions, session: Session): Promise<void> {
  const { run } = session;
  const seed = wholeNumber(options.seed, '--seed');
  const settings = settingsOf(options);
  const memoryBytes = options.memory === undefined ? undefined : byteSize(options.memory, '--memory');
  await startBackend(options, session);
  const everyEpochs = options.checkpointEvery && wholeNumber(options.checkpointEvery, '--checkpoint-every');
  const started = performance.now();
  const opened = await openData(options, run);
  for (const remark of opened.remarks) session.remark(remark);
  const { graph, preparation } = prepareFeatures(opened.graph);
  const { nodeType, labelColumn, split: splitBy } = nodeTask(opened, options.target);
  const split = splitBy(seed);
  const problem = classificationProblem(graph, nodeType, split, seed, labelColumn);
  const request = { problem, settings, projection: options.projection, memoryBytes };
  checkProblem(request);
  const loadSeconds = (performance.now() - started) / 1000;
  const costFolder = cacheFolder(options, 'costs');
  const costs = await costsFor(costFolder, request, options.explainPlan === true, session);
  if (options.explainPlan) {
    const plan = explain(request, costs);
    session.print(plan, planTable(plan));
    return;
  }

  const out = options.out ?? join('runs', `${basename(opened.name).replace(/[^\w.-]+/g, '-')}-seed-${seed}`);
  const { projection } = options;
  const { source } = opened;
  const config: RunConfig = {
    ...{
      version: 1,
      model: 'rphgnn',
      source,
      graph: hashGraph(opened.graph),
      nodeType,
      labelColumn,
      projection,
      seed,
      settings,
      preparation,
    },
  };
  const model = new RpHgnnClassifier({
    settings,
    projection,
    checkpointDir: join(out, runFiles.checkpoint),
    checkpointEvery: everyEpochs || undefined,
    store: cacheFolder(options, 'features'),
    memoryBytes,
    costs,
  });
  const unlock = await openRun(out, config, options.restart === true);
  try {
    await trainInto(
      out,
      { config, problem, model, settings, options, loadSeconds, started, name: opened.name },
      session,
    );
    // What was learned serves the next plan; without it that plan is a little worse.
    if (costFolder !== undefined && costs.isCalibrated) await writeCosts(costFolder, costs);
  } finally {
    await unlock();
  }
}

interface Prepared {
  readonly config: RunConfig;
  readonly problem: ClassificationProblem;
  readonly model: RpHgnnClassifier;
  readonly settings: RpHgnnSettings;
  readonly options: TrainOptions;
  readonly loadSeconds: number;
  readonly started: number;
  readonly name: string;
}

async function trainInto(
  out: string,
  { config, problem, model, settings, options, loadSeconds, started, name }: Prepared,
  session: Session,
): Promise<void> {
  const { run } = session;
  const { graph, nodeType, split, seed } = problem;
  const scores: Score[] = [];
  let best: Pick<RunResult, 'training' | 'prediction' | 'execution'> | undefined;
  const classifiers: NodeClassifier[] = [...(options.baselines ? baselines(graph, nodeType, settings) : []), model];
  for (const classifier of classifiers) {
    session.remark(classifier.name);
    const report = await classifier.fit(problem, run);
    if (report.training) await writeJson(join(out, runFiles.history), report.training.history.toJSON());
    if (report.training?.stoppedBy === 'abort') {
      throw new HeteroGraphError(
        'ABORTED',
        `Stopped after epoch ${report.training.epochs}; the checkpoint is in ${out}.`,
        {
          hint: 'Run the same command again to go on.',
        },
      );
    }
    if (report.storeProblem) session.remark(`The features were not kept: ${report.storeProblem.message}`);
    const logits = await classifier.predict(split.test, run);
    const prediction = { logits, rows: split.test, numClasses: problem.targets.numClasses };
    const more = { seconds: report.seconds, parameters: report.numParameters };
    scores.push(await scoreOf(classifier.name, prediction, problem.targets, seed, more));
    if (classifier === model) best = { training: report.training!, prediction, execution: report.execution };
    else classifier.dispose();
    session.bars.next();
  }
  await model.save(join(out, runFiles.model));
  await writeEmbeddings(join(out, runFiles.embeddings), model, problem, session);
  const { classes } = model.task;
  model.dispose();
  const summary = {
    data: name,
    backend: getBackend(),
    seed,
    rows: { train: split.train.length, valid: split.valid.length, test: split.test.length },
    scores,
    loadSeconds,
    totalSeconds: (performance.now() - started) / 1000,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    run: out,
  };
  await writeJson(join(out, runFiles.metrics), summary);
  await writeReport(out, { config, problem, classes, summary, ...best! });
  session.print(summary, report(summary));
}

/**
 * What would fail after long work fails now.
 *
 * @throws {HeteroGraphError} NO_ROWS, NO_RELATIONS, OUT_OF_MEMORY
 */
function checkProblem(request: PlanRequest): void {
  const { graph, nodeType, split } = request.problem;
  for (const part of ['train', 'test'] as const) {
    if (split[part].length > 0) continue;
    throw new HeteroGraphError('NO_ROWS', `The split has no row in "${part}".`, {
      type: nodeType,
      hint: 'More labelled rows are needed, or masks that leave some in every part.',
    });
  }
  const options = propagationOf(request);
  const estimate = estimateRpHgnn(graph, options);
  if (estimate.groups.length > 0) {
    if (request.memoryBytes !== undefined) checkLimit(estimate, request.memoryBytes, nodeType);
    return;
  }
  throw new HeteroGraphError('NO_RELATIONS', 'No relation touches the node type: there is nothing to propagate.', {
    type: nodeType,
    hint: 'Add edges that end at it.',
  });
}

async function writeEmbeddings(
  path: string,
  model: RpHgnnClassifier,
  { graph, nodeType, split }: ClassificationProblem,
  { run }: Session,
): Promise<void> {
  const rows = Int32Array.from([...split.train, ...split.valid, ...split.test]).sort();
  const embedding = await model.embed(rows, run);
  await writeTable(path, { graph, nodeType, rows, texts: {}, matrices: { embedding } });
}

/** Baselines on the same rows; where the preset chooses relations, the chosen ones serve the baselines too. */
function baselines(graph: HeteroGraph, nodeType: string, { relations }: RpHgnnSettings): NodeClassifier[] {
  const hasFeatures = graph.features(nodeType) !== undefined;
  return [
    new MajorityClassifier(),
    new LabelPropagationClassifier(),
    ...(relations ? [new LabelPropagationClassifier({ relations })] : []),
    ...(hasFeatures ? [new RidgeClassifier(), new MlpClassifier()] : []),
    new RidgeClassifier({ features: 'propagated', relations }),
    new MlpClassifier({ features: 'propagated', relations, hiddenLayers: 0 }),
  ];
}

/** Where there is no preset: moderate widths and regularisation, every epoch validated. */
const general: RpHgnnSettings = {
  ...rphgnnPresets['hgb-dblp'],
  embeddingWidth: 128,
  hidden: 64,
  inputDropout: 0.3,
  dropout: 0.5,
  batchSize: 2000,
  epochs: 200,
  criterion: 'f1',
  validateEvery: 1,
};

function settingsOf({ dataset, epochs, set }: TrainOptions): RpHgnnSettings {
  const presets: Readonly<Record<string, RpHgnnSettings>> = rphgnnPresets;
  const preset = (dataset === undefined ? undefined : ownProperty(presets, dataset)) ?? general;
  const changes = Object.fromEntries(Object.entries(set).map(([name, text]) => [name, parsedValue(text)]));
  return { ...preset, ...changes, ...(epochs === undefined ? {} : { epochs: wholeNumber(epochs, '--epochs') }) };
}

/** Numbers, true, false and JSON as such, else text; the model checks names and ranges. */
function parsedValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function report({
  scores,
  rows,
  totalSeconds,
  peakMiB,
  run,
}: {
  scores: Score[];
  totalSeconds: number;
  peakMiB: number;
  run: string;
  rows: { test: number };
}): string {
  const end = `${rows.test} test rows, ${totalSeconds.toFixed(1)} s in all, ${Math.round(peakMiB)} MiB at most; kept in ${run}`;
  return `\n${textTable(scoreHeads, scoreRows(scores))}\n\n${end}`;
}
