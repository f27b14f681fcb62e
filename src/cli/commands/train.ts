import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { HeteroGraphError } from '../../core/index.js';
import { loadDataset } from '../../datasets/index.js';
import {
  classificationProblem,
  LabelPropagationClassifier,
  MajorityClassifier,
  type NodeClassifier,
  RidgeClassifier,
  RpHgnnClassifier,
  type RpHgnnSettings,
  rphgnnPresets,
} from '../../models/index.js';
import { bootstrapIntervals, macroF1, microF1 } from '../../training/index.js';
import { ProgressBars } from '../progress-bars.js';
import { textTable } from '../table.js';

interface TrainOptions {
  dataset: string;
  root?: string;
  seed: string;
  epochs?: string;
  projection: 'sparse' | 'very-sparse';
  out?: string;
  baselines: boolean;
  json?: boolean;
}

interface Score {
  readonly model: string;
  readonly micro: number;
  readonly macro: number;
  /** 95 % bootstrap intervals over the test rows. */
  readonly microInterval: readonly [number, number];
  readonly macroInterval: readonly [number, number];
  readonly seconds: Readonly<Record<string, number>>;
  readonly parameters: number | undefined;
}

export function addTrain(program: Command): void {
  program
    .command('train')
    .description('train a model on a data set, compare it with baselines, and keep the run')
    .requiredOption('--dataset <name>', 'a data set by name (see: heterograph datasets)')
    .addOption(new Option('--model <name>', 'the model').choices(['rphgnn']).default('rphgnn'))
    .option('--root <folder>', 'where the files of data sets lie (default: HETEROGRAPH_DATA)')
    .option('--seed <number>', 'seed of everything random', '1')
    .option('--epochs <number>', 'at most so many epochs (default: the preset)')
    .addOption(
      new Option('--projection <kind>', 'random projection').choices(['sparse', 'very-sparse']).default('very-sparse'),
    )
    .option(
      '--out <folder>',
      'run folder (default: runs/DATASET-seed-SEED); an interrupted run goes on from its checkpoint',
    )
    .option('--no-baselines', 'train the model only')
    .option('--json', 'print one JSON object')
    .action(train);
}

async function train(options: TrainOptions): Promise<void> {
  const seed = wholeNumber(options.seed, '--seed');
  const settings = settingsOf(options);
  const out = options.out ?? join('runs', `${options.dataset}-seed-${seed}`);
  const abort = new AbortController();
  const stop = () => abort.abort(new Error('interrupted'));
  process.once('SIGINT', stop);
  const bars = new ProgressBars(options.json === true);
  const run = { signal: abort.signal, onProgress: bars.onProgress };
  try {
    const started = performance.now();
    const { graph, task } = await loadDataset(options.dataset, { root: options.root, ...run });
    const loadSeconds = (performance.now() - started) / 1000;
    const split = task.split(seed);
    const problem = classificationProblem(graph, task.nodeType, split, seed, task.labelColumn);
    await mkdir(out, { recursive: true });
    await writeJson(join(out, 'config.json'), {
      dataset: options.dataset,
      model: 'rphgnn',
      projection: options.projection,
      seed,
      settings,
    });

    const model = new RpHgnnClassifier({
      settings,
      projection: options.projection,
      checkpointDir: join(out, 'checkpoint'),
    });
    const scores: Score[] = [];
    for (const classifier of [...(options.baselines ? baselines(settings) : []), model] as NodeClassifier[]) {
      if (!options.json) process.stderr.write(`${classifier.name}\n`);
      const report = await classifier.fit(problem, run);
      if (report.training?.stoppedBy === 'abort') {
        bars.stop();
        throw new HeteroGraphError(
          'ABORTED',
          `Stopped after epoch ${report.training.epochs}; the checkpoint is in ${out}.`,
          {
            hint: 'Run the same command again to go on.',
          },
        );
      }
      const prediction = {
        logits: await classifier.predict(split.test, run),
        rows: split.test,
        numClasses: problem.targets.numClasses,
      };
      const intervals = await bootstrapIntervals([microF1, macroF1], prediction, problem.targets, { seed });
      const bounds = (name: string): [number, number] => [intervals[name]!.low, intervals[name]!.high];
      scores.push({
        model: classifier.name,
        micro: microF1.compute(prediction, problem.targets),
        macro: macroF1.compute(prediction, problem.targets),
        microInterval: bounds(microF1.name),
        macroInterval: bounds(macroF1.name),
        seconds: report.seconds,
        parameters: report.numParameters,
      });
      if (report.training) await writeJson(join(out, 'history.json'), report.training.history.toJSON());
      classifier.dispose();
      bars.next();
    }
    bars.stop();
    const summary = {
      dataset: options.dataset,
      seed,
      rows: { train: split.train.length, valid: split.valid.length, test: split.test.length },
      scores,
      loadSeconds,
      totalSeconds: (performance.now() - started) / 1000,
      peakMiB: process.resourceUsage().maxRSS / 1024,
      run: out,
    };
    await writeJson(join(out, 'metrics.json'), summary);
    process.stdout.write(options.json ? `${JSON.stringify(summary)}\n` : `${report(summary)}\n`);
  } finally {
    bars.stop();
    process.removeListener('SIGINT', stop);
  }
}

/** Baselines on the same rows; where the preset chooses relations, the chosen ones serve the baselines too. */
function baselines({ relations }: RpHgnnSettings): NodeClassifier[] {
  return [
    new MajorityClassifier(),
    new LabelPropagationClassifier(),
    ...(relations ? [new LabelPropagationClassifier({ relations })] : []),
    new RidgeClassifier(),
    new RidgeClassifier({ features: 'propagated', relations }),
  ];
}

function settingsOf({ dataset, epochs }: TrainOptions): RpHgnnSettings {
  const presets: Readonly<Record<string, RpHgnnSettings>> = rphgnnPresets;
  const preset = presets[dataset] ?? { ...presets['hgb-dblp']!, criterion: 'f1', validateEvery: 1 };
  return epochs === undefined ? preset : { ...preset, epochs: wholeNumber(epochs, '--epochs') };
}

function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new HeteroGraphError('INVALID_OPTION', `${option} is "${text}".`, { hint: 'Give a whole number.' });
}

function report(summary: {
  scores: Score[];
  totalSeconds: number;
  peakMiB: number;
  run: string;
  rows: { test: number };
}): string {
  const percent = (value: number) => (100 * value).toFixed(2);
  const rows = summary.scores.map(({ model, micro, macro, microInterval, macroInterval, seconds }) => [
    model,
    percent(micro),
    `${percent(microInterval[0])} – ${percent(microInterval[1])}`,
    percent(macro),
    `${percent(macroInterval[0])} – ${percent(macroInterval[1])}`,
    Object.entries(seconds)
      .map(([stage, value]) => `${stage} ${value.toFixed(1)}`)
      .join(', '),
  ]);
  const heads = ['model', 'micro-F1', '95 % interval', 'macro-F1', '95 % interval', 'seconds'];
  const end = `${summary.rows.test} test rows, ${summary.totalSeconds.toFixed(1)} s in all, ${Math.round(summary.peakMiB)} MiB at most; kept in ${summary.run}`;
  return `\n${textTable(heads, rows)}\n\n${end}`;
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(`${path}.tmp`, `${JSON.stringify(value, null, 1)}\n`);
  await rename(`${path}.tmp`, path);
}
