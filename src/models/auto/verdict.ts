import type { ComparedModel, ModelComparison } from '../core/comparison.js';
import { numLabelled } from '../core/deal-rows.js';
import type { Problem } from '../core/types.js';
import { isSimple, ownColumns } from './candidates.js';
import { better, numKinds, strongest } from './choose.js';
import type { Criterion, MeanAndError } from './row-scores.js';
import type { Searched } from './search.js';
import type { Trial, Trials } from './trial.js';

const criterionNames: Readonly<Record<Criterion, string>> = {
  'micro-f1': 'micro-F1',
  f1: 'mean of micro- and macro-F1',
  'roc-auc': 'ROC-AUC',
  r2: 'R2',
};

/** What was compared, with why each was kept or not. */
export function comparisonOf(
  problem: Problem,
  { trials, tried, refused, remarks }: Searched,
  kept: Trial,
): ModelComparison {
  const compared = tried
    .map((trial) => comparedModel(trials, tried, trial, kept))
    .sort((a, b) => Number(b.isKept) - Number(a.isKept) || (b.score ?? -Infinity) - (a.score ?? -Infinity));
  const notPossible = refused.map((each) => ({ ...each, folds: 0, seconds: 0, isKept: false }));
  return {
    ...{ criterion: criterionNames[trials.criterion], folds: trials.numFolds, rows: numLabelled(problem) },
    ...{ models: [...compared, ...notPossible], verdict: verdictOf(trials, tried, kept) },
    remarks: [...remarks, ...fewerRight(trials, tried, kept)],
  };
}

/** A model that ranks better than chance may be right less often than the commonest class: said, since no table of ROC-AUC shows it. */
function fewerRight(trials: Trials, tried: readonly Trial[], kept: Trial): string[] {
  const constant = tried.find(({ candidate, isSound }) => isSound && candidate.level === 'constant');
  if (!constant || trials.criterion !== 'roc-auc' || !better(trials.difference(constant, kept, 'micro-f1'))) return [];
  const [own, common] = [kept, constant].map((trial) => trials.score(trial, kept.folds, 'micro-f1').mean);
  return [
    `The kept model ranks nodes better than chance, but its more probable class is right for ${percent(own!)} of the rows, and the commonest class for ${percent(common!)}: a threshold that is chosen for a goal decides better.`,
  ];
}

function comparedModel(trials: Trials, tried: readonly Trial[], trial: Trial, kept: Trial): ComparedModel {
  const { title, definition, settings } = trial.candidate;
  const { mean, error } = trial.isSound ? trials.score(trial) : { mean: undefined, error: undefined };
  return {
    ...{ title, model: definition.name, settings },
    ...(mean === undefined ? {} : { score: mean, error }),
    ...{ folds: trial.predictions.size, seconds: trial.seconds, isKept: trial === kept },
    reason: trial === kept ? 'kept' : (trial.problem ?? reasonOf(trials, tried, trial, kept)),
  };
}

function reasonOf(trials: Trials, tried: readonly Trial[], trial: Trial, kept: Trial): string {
  const difference = trials.difference(trial, kept);
  const shown = points(trials.criterion, Math.abs(difference.mean), difference.error);
  if (difference.mean < 0) return `${shown} below the kept one`;
  if (difference.mean === 0) return 'no better than the kept one';
  const isBeyond = better(difference, numKinds(tried, trial.candidate.level));
  return `${shown} above the kept one, ${isBeyond ? 'but no better than a plainer one' : 'which may be chance'}`;
}

/** What was kept and why, in words with numbers. */
function verdictOf(trials: Trials, tried: readonly Trial[], kept: Trial): string {
  const sound = tried.filter(({ isSound }) => isSound);
  const { title, level } = kept.candidate;
  const scored = `${criterionNames[trials.criterion]} ${scoreText(trials.criterion, trials.score(kept))}`;
  const isOwn = (trial: Trial) => ownColumns.includes(trial.candidate.definition.name);
  const constant = sound.find(({ candidate }) => candidate.level === 'constant');
  const own = strongest(trials, sound.filter(isOwn));
  if (level === 'constant') {
    const what = title === 'mean' ? 'the mean' : 'the commonest class';
    return `No model predicts better than ${what} beyond chance; that was kept (${scored}).`;
  }
  const others = sound.length > 2 ? 'No other model beats' : 'Nothing beats';
  if (isOwn(kept)) {
    return `The graph adds nothing over own columns: ${lowerFirst(others)} ${title} on them beyond chance; that was kept (${scored}).`;
  }
  const base = own ?? (constant as Trial);
  const gain = trials.difference(kept, base);
  const over = own ? `own columns (${own.candidate.title})` : base.candidate.title;
  const adds = `The graph adds ${points(trials.criterion, gain.mean, gain.error)} of ${criterionNames[trials.criterion]} over ${over}`;
  if (isPlain(kept)) return `${others} ${title} beyond chance; that was kept (${scored}). ${adds}.`;
  const simple = strongest(trials, sound.filter(isPlain));
  const plain =
    simple && simple !== own
      ? `, and is ${points(trials.criterion, trials.difference(kept, simple).mean, trials.difference(kept, simple).error)} above the best simple model, ${simple.candidate.title}`
      : '';
  return `${title} was kept (${scored}). ${adds}${plain}.`;
}

/** Whether it is a simple model, along relations that were searched for or not. */
function isPlain({ candidate: { level } }: Trial): boolean {
  return isSimple(level) || level === 'chosen';
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** A difference as people say it: points of a percentage, or of R2 itself. */
function points(criterion: Criterion, value: number, error: number): string {
  if (criterion === 'r2') return `${value.toFixed(3)} ± ${error.toFixed(3)}`;
  return `${(100 * value).toFixed(1)} ± ${(100 * error).toFixed(1)} points`;
}

function scoreText(criterion: Criterion, { mean, error }: MeanAndError): string {
  return criterion === 'r2'
    ? `${mean.toFixed(3)} ± ${error.toFixed(3)}`
    : `${(100 * mean).toFixed(1)} ± ${(100 * error).toFixed(1)}`;
}
