import type { CrossValidation, LabelShareCurve, ValidatedModel } from './cross-validate.js';
import { percent, type ScoreTable } from './score/score-table.js';
import { shortNumber } from './score/short-number.js';

/** Heads by the names of figures. */
const heads: Readonly<Record<string, string>> = {
  ...{
    micro: 'micro-F1',
    macro: 'macro-F1',
    accuracy: 'accuracy',
    rocAuc: 'ROC-AUC',
    averagePrecision: 'AP',
    f1: 'F1',
  },
  ...{ logLoss: 'log loss', mae: 'MAE', rmse: 'RMSE', r2: 'R2' },
};

/** The figures that are shown beside the one that compares, and their order. */
const shown: Readonly<Record<string, readonly string[]>> = {
  rocAuc: ['averagePrecision', 'f1', 'accuracy', 'logLoss'],
  micro: ['macro', 'rocAuc', 'logLoss'],
  mae: ['rmse', 'r2'],
};

/** The head of a figure by its name. */
export function figureHead(name: string): string {
  return heads[name] ?? name;
}

/** Whether a figure is a fraction, which people read as percent. */
export function isPercent(name: string): boolean {
  return !['mae', 'rmse', 'r2', 'logLoss'].includes(name);
}

/** Of a figure for people: percent of fractions, else four digits. */
function text(name: string, value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '-';
  return isPercent(name) ? percent(value) : shortNumber(value);
}

/** Means over the folds with the deviation and the interval of the figure that compares, for people. */
export function validationTable({
  models,
  figure,
  positiveClass,
  seeds,
  folds,
  rows,
  target,
  comparison,
}: CrossValidation): ScoreTable {
  const others = shown[figure.name]!;
  const row = ({ model, figures, seconds }: ValidatedModel) => {
    const main = figures[figure.name];
    const bounds = [main?.low, main?.high].map((bound) => text(figure.name, bound)).join('–');
    return [
      ...[model, text(figure.name, main?.mean), text(figure.name, main?.deviation), bounds],
      ...others.map((name) => text(name, figures[name]?.mean)),
      seconds.toFixed(1),
    ];
  };
  const of = positiveClass === undefined ? '' : ` ROC-AUC, AP and F1 are of the class ${positiveClass}.`;
  const times = seeds.length === 1 ? '' : `, dealt ${seeds.length} times`;
  const note = `Means over ${folds} folds of ${rows} rows with ${target}${times}; the intervals allow for folds sharing rows.${of}`;
  return {
    heads: ['model', heads[figure.name]!, 'deviation', '95 %', ...others.map((name) => heads[name]!), 'seconds'],
    rows: models.map(row),
    note: comparison ? `${note}\n${comparisonText(models.at(-1)!.model, figure, comparison)}` : note,
  };
}

function comparisonText(
  model: string,
  { name, direction }: CrossValidation['figure'],
  { against, difference, pValue, wins, losses, ties }: NonNullable<CrossValidation['comparison']>,
): string {
  const { mean, low, high, n } = difference;
  const better = direction === 'max' ? wins : losses;
  const signed = (value: number) => `${value > 0 ? '+' : ''}${text(name, value)}`;
  const bounds = Number.isNaN(low) ? '' : ` (95 %: ${signed(low)} to ${signed(high)})`;
  const chance = Number.isNaN(pValue) ? '' : `, p = ${pValue < 0.001 ? 'below 0.001' : pValue.toFixed(3)}`;
  const same = ties > 0 ? `, as good in ${ties}` : '';
  return `${model} against ${against}, the best simple model: ${signed(mean)} ${heads[name]}${bounds}${chance}; better in ${better} of ${n} folds${same}.`;
}

/** The figure that compares by share of labels, a column for every model. */
export function labelShareTable({ points }: LabelShareCurve): ScoreTable {
  const last = points.at(-1)!.validation;
  const { name } = last.figure;
  const names = last.models.map(({ model }) => model);
  return {
    heads: ['labels', 'rows', ...names],
    rows: points.map(({ share, trainRows, validation }) => [
      ...[`${percent(share)}`, trainRows.toFixed(0)],
      ...names.map((model) => {
        const figures = validation.models.find((each) => each.model === model)?.figures;
        return text(name, figures?.[name]?.mean);
      }),
    ]),
    note: `${heads[name]}, means over the folds, by the share of training labels (percent).`,
  };
}
