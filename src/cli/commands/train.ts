import { basename, join } from 'node:path';
import { type Command, Option } from 'commander';
import {
  type ExperimentSummary,
  explainExperiment,
  type TrainOptions,
  trainExperiment,
} from '../../experiments/index.js';
import { columnHeads, columnRows, comparisonHeads, comparisonRows, nodeKind } from '../../experiments/internal.js';
import type { NodeChance } from '../../graph/index.js';
import { listModels, type NumberLoss, type TaskKind } from '../../models/index.js';
import type { CalibrationMethod, ClassWeight, DecisionGoal } from '../../training/index.js';
import { printTrainedLinks } from '../links/train-links.js';
import { addBackendOption, type BackendOptions, startBackend } from '../options/backend.js';
import { byteSize } from '../options/byte-size.js';
import {
  addDataOptions,
  collect,
  type DataFlags,
  dataOptions,
  invalidOption,
  parsedSettings,
  realNumber,
  wholeNumber,
} from '../options/options.js';
import { planTable } from '../terminal/plan-table.js';
import { inSession, type Session } from '../terminal/session.js';
import { tableText, textTable } from '../terminal/text-table.js';
import { printFolds } from '../validation/print-folds.js';

interface TrainFlags extends DataFlags, BackendOptions {
  readonly model?: string;
  readonly task?: TaskKind | 'graphs';
  readonly loss?: NumberLoss;
  readonly classWeight?: string;
  readonly identityWidth?: string;
  readonly negatives?: NodeChance;
  readonly seed: string;
  readonly epochs?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly projection?: string;
  readonly out?: string;
  readonly checkpointEvery?: string;
  readonly restart?: boolean;
  readonly baselines: boolean;
  readonly memory?: string;
  readonly explainPlan?: boolean;
  readonly calibrate?: CalibrationMethod;
  readonly goal?: string;
  readonly folds?: string;
  readonly seeds?: string;
  readonly labelShares?: string;
  readonly json?: boolean;
}

export function addTrain(command: Command): void {
  addBackendOption(addDataOptions(command))
    .addOption(
      new Option(
        '--model <name>',
        'the model (default: auto, which compares several and keeps the best; with --projection or --explain-plan rphgnn)',
      ).choices(listModels().map(({ name }) => name)),
    )
    .addOption(
      new Option(
        '--task <task>',
        'classes of nodes, numbers of nodes, links of the edge type that --target names, or classes or numbers of whole graphs: rows of --target, to which other nodes belong (default: classes or numbers, by the values of the target column)',
      ).choices(['classification', 'regression', 'links', 'graphs']),
    )
    .addOption(
      new Option(
        '--loss <loss>',
        'regression: what training makes small: squared (default), absolute, huber, poisson (of counts) or quantile=SHARE',
      ),
    )
    .option(
      '--class-weight <weights>',
      'classes: how much the rows of each count: balanced, or CLASS=WEIGHT with commas between (default: all the same)',
    )
    .option(
      '--identity-width <number>',
      'columns of fixed random vectors by the ids of nodes, beside their features (default: 0)',
    )
    .addOption(
      new Option('--negatives <by>', 'links: how nodes of pairs without a link are drawn (default: uniform)').choices([
        'uniform',
        'degree',
      ]),
    )
    .option('--seed <number>', 'seed of everything random', '1')
    .option('--epochs <number>', 'maximum number of epochs (default: the setting of the model)')
    .option('--set <name=value>', 'a setting of the model, such as hidden=128; may be repeated', collect, {})
    .addOption(
      new Option('--projection <kind>', 'rphgnn: random projection (default: very-sparse)').choices([
        'sparse',
        'very-sparse',
      ]),
    )
    .option(
      '--out <folder>',
      'run folder (default: runs/NAME-seed-SEED, of other models than the default runs/NAME-MODEL-seed-SEED); with --folds a page to write, such as folds.html',
    )
    .option('--checkpoint-every <epochs>', 'write a checkpoint after every so many epochs (default: every minute)')
    .option('--restart', 'replace the run in the folder instead of continuing it')
    .option('--no-baselines', 'train the model only')
    .option(
      '--memory <size>',
      'memory for propagated tensors, such as 1GiB; what exceeds it goes to disk (default: no limit)',
    )
    .option('--explain-plan', 'print what the pre-computation would do and how long it would take, and stop')
    .addOption(
      new Option('--calibrate <method>', 'classes: correct the probabilities on the validation rows').choices([
        'temperature',
        'isotonic',
      ]),
    )
    .option(
      '--goal <goal>',
      'two classes, or several a node: choose thresholds on the validation rows for f1, recall=SHARE or precision=SHARE',
    )
    .option(
      '--folds <number>',
      'cross-validate the model and simple ones instead, with so many folds; nothing is kept but the page that --out names',
    )
    .option('--seeds <number>', 'with --folds: how often the rows are dealt anew (default: 1)')
    .option('--label-shares <list>', 'with --folds: scores by share of the training labels, such as 0.1,0.5,1')
    .option('--json', 'print one JSON object')
    .action((flags: TrainFlags) => inSession(flags.json, (session) => train(flags, session)));
}

async function train(flags: TrainFlags, session: Session): Promise<void> {
  const options = trainOptions(flags);
  const ofFolds = { '--seeds': flags.seeds, '--label-shares': flags.labelShares };
  const alone = Object.entries(ofFolds).find(([, value]) => flags.folds === undefined && value !== undefined);
  if (alone) throw invalidOption(`${alone[0]} says how to cross-validate.`, 'Give --folds too.');
  if (flags.task === 'links') {
    const { projection, memory, explainPlan, loss, classWeight, identityWidth, folds, calibrate, goal } = flags;
    const ofNodes = { projection, memory, explainPlan, loss, classWeight, identityWidth, folds, calibrate, goal };
    const unused = Object.entries(ofNodes).find(([, value]) => value);
    if (unused) throw invalidOption(`Models of links have no ${unused[0]}.`, 'Leave the option out.');
    await startBackend(flags, session);
    const { negatives } = flags;
    return printTrainedLinks({ ...options, ...(negatives ? { negativesBy: negatives } : {}) }, session);
  }
  if (flags.negatives) throw invalidOption('--negatives is of links.', 'Give --task links, or leave it out.');
  await startBackend(flags, session);
  const events = session.remarking;
  if (flags.explainPlan) {
    const plan = await explainExperiment(options, events);
    session.print(plan, planTable(plan));
    return;
  }
  if (flags.folds !== undefined) {
    const { out: _, restart: __, checkpointEvery: ___, ...data } = options;
    const seeds = flags.seeds === undefined ? 1 : wholeNumber(flags.seeds, '--seeds');
    const asked = { shares: flags.labelShares, page: flags.out };
    return printFolds({ ...data, folds: wholeNumber(flags.folds, '--folds'), seeds }, asked, session);
  }
  const { summary, dispose } = await trainExperiment(options, {
    ...events,
    onModel: (name) => session.remark(name),
    onScore: () => session.bars.next(),
  });
  dispose();
  session.print(summary, summaryText(summary));
  // The scores are printed where they could not be written.
  if (summary.problem) throw summary.problem;
}

function trainOptions(flags: TrainFlags): TrainOptions<'classification' | 'regression' | 'guess'> {
  const {
    task,
    loss,
    set,
    epochs,
    projection,
    memory,
    checkpointEvery,
    restart,
    baselines,
    calibrate,
    goal,
    classWeight,
  } = flags;
  const { model = projection !== undefined || flags.explainPlan ? 'rphgnn' : 'auto' } = flags;
  const seed = wholeNumber(flags.seed, '--seed');
  const name = basename(flags.dataset ?? flags.data ?? '').replace(/[^\w.-]+/g, '-');
  return {
    ...dataOptions(flags),
    ...{ model, seed, baselines },
    ...(task === 'links' ? {} : { task: task === undefined || task === 'graphs' ? 'guess' : task }),
    ...(task === 'graphs' ? { wholeGraphs: true } : {}),
    ...(loss === undefined ? {} : { loss }),
    ...(calibrate === undefined ? {} : { calibrate }),
    ...(goal === undefined ? {} : { goal: parsedGoal(goal) }),
    ...(flags.identityWidth === undefined
      ? {}
      : { identityWidth: wholeNumber(flags.identityWidth, '--identity-width') }),
    ...(classWeight === undefined ? {} : { classWeight: parsedWeights(classWeight) }),
    settings: {
      ...parsedSettings(set),
      ...(projection === undefined ? {} : { projection }),
      ...(epochs === undefined ? {} : { epochs: wholeNumber(epochs, '--epochs') }),
    },
    out:
      flags.out ??
      join(
        'runs',
        [
          name,
          ...(task === 'links' || task === 'graphs' ? [task] : []),
          ...(model === 'auto' ? [] : [model]),
          'seed',
          seed,
        ].join('-'),
      ),
    restart: restart === true,
    ...(memory === undefined ? {} : { memoryBytes: byteSize(memory, '--memory') }),
    ...(checkpointEvery ? { checkpointEvery: wholeNumber(checkpointEvery, '--checkpoint-every') || undefined } : {}),
  };
}

/** `balanced`, or `yes=5,no=1`. @throws {HeteroGraphError} INVALID_OPTION */
function parsedWeights(text: string): ClassWeight {
  if (text === 'balanced') return text;
  const pairs = text.split(',').map((pair) => {
    const at = pair.lastIndexOf('=');
    if (at < 1)
      throw invalidOption(`--class-weight is "${text}".`, 'Give balanced, or CLASS=WEIGHT with commas between.');
    return [pair.slice(0, at), realNumber(pair.slice(at + 1), '--class-weight')] as const;
  });
  return Object.fromEntries(pairs);
}

/** `f1`, `recall=0.9` or `precision=0.8`. @throws {HeteroGraphError} INVALID_OPTION */
function parsedGoal(text: string): DecisionGoal {
  const [name, share] = text.split('=');
  if (name === 'f1' && share === undefined) return 'f1';
  if (name === 'recall' && share !== undefined) return { recall: realNumber(share, '--goal recall') };
  if (name === 'precision' && share !== undefined) return { precision: realNumber(share, '--goal precision') };
  throw invalidOption(`--goal is "${text}".`, 'Give f1, recall=0.9 or precision=0.8.');
}

function summaryText(summary: ExperimentSummary | ExperimentSummary<'regression'>): string {
  const { rows, totalSeconds, peakMiB, run, problem } = summary;
  const table =
    summary.task === 'regression'
      ? nodeKind('regression').table(summary.scores)
      : nodeKind('classification').table(summary.scores);
  const end = `${rows.test} test rows, ${totalSeconds.toFixed(1)} s in all, peak memory ${Math.round(peakMiB)} MiB; ${problem ? 'not all of it could be kept' : 'kept'} in ${run}`;
  const columns = summary.columns.length > 0 ? [textTable(columnHeads, columnRows(summary.columns))] : [];
  const { comparison, structure } = summary;
  const compared = comparison ? [textTable(comparisonHeads(comparison), comparisonRows(comparison))] : [];
  const verdict = [...(comparison ? [comparison.verdict] : []), ...(structure ? [structure.verdict] : [])];
  const next =
    problem || run === undefined
      ? []
      : [
          `Next: look at ${join(run, 'report.html')}`,
          `      heterograph predict ${run} --rows unlabelled`,
          '      (rows without the column; --data FOLDER for other rows)',
        ];
  return `\n${[...columns, ...compared, tableText(table), ...verdict, [end, ...next].join('\n')].join('\n\n')}`;
}
