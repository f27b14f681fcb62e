import { expectArgument, expectMembers, wrongArgument } from '../core/index.js';
import type { SharedScores } from '../viz/index.js';
import type { CrossValidation, LabelShareCurve } from './cross-validate.js';
import { figureHead, isPercent, labelShareTable, validationTable } from './validation-table.js';

/**
 * What a cross-validation found as one self-contained HTML page; of a curve by share of labels with its drawing.
 *
 * @example await writeFile('shares.html', await validationReport(await labelShareCurve({ data: 'shop', target: 'customer.churned' })));
 */
export async function validationReport(found: CrossValidation | LabelShareCurve): Promise<string> {
  expectArgument(found, 'object', 'found');
  const { points } = found as Partial<LabelShareCurve>;
  const curve = points ? { points } : undefined;
  const validation = points ? points.at(-1)?.validation : (found as CrossValidation);
  if (!validation) throw wrongArgument(found, 'found', 'a cross-validation, or a curve with at least one point');
  expectMembers(validation, 'found', { models: 'objects', figure: 'object', remarks: 'list', seeds: 'list' });
  const { data, target, remarks, rows, folds, models } = validation;
  const { note, ...scores } = validationTable(validation);
  const [means, comparison] = (note ?? '').split('\n');
  const { reportHtml } = await import('../viz/index.js');
  return reportHtml({
    title: `${models.at(-1)?.model} on ${data}, cross-validated`,
    summary: `${target}: ${rows} rows in ${folds} folds.`,
    ...(comparison === undefined ? {} : { verdict: [comparison] }),
    scores: { ...scores, ...(means ? { note: means } : {}) },
    ...(curve ? { labelShares: { ...sharedScores(curve), table: labelShareTable(curve) } } : {}),
    ...(remarks.length > 0 ? { facts: { remarks: remarks.join(' ') } } : {}),
  });
}

/** The figure that compares by rows learned from, a line a model, for `labelSharePlot`. */
export function sharedScores({ points }: LabelShareCurve): { models: SharedScores[]; figure: string } {
  const last = points.at(-1)!.validation;
  const { name } = last.figure;
  const models = last.models.map(({ model }): SharedScores => {
    const scores = points.flatMap(({ trainRows, validation }) => {
      const figure = validation.models.find((each) => each.model === model)?.figures[name];
      const shown = (value: number) => (isPercent(name) ? 100 : 1) * value;
      return figure
        ? [{ rows: trainRows, score: shown(figure.mean), low: shown(figure.low), high: shown(figure.high) }]
        : [];
    });
    return { model, points: scores };
  });
  return { models, figure: figureHead(name) };
}
