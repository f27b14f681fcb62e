import { HeteroGraphError } from '../core/index.js';
import { nodeModelNamed } from '../models/index.js';
import type { NodeTaskKind } from './data/guess-task.js';
import type { AskedTraining } from './kinds/node-kind.js';

/** A model by name with its settings, or an ensemble of such. */
interface ChosenModel {
  readonly model: string;
  readonly settings?: object | undefined;
}

/** Of the options, those that say how to train. */
export function askedTraining({ loss, classWeight }: AskedTraining): AskedTraining {
  return { ...(loss === undefined ? {} : { loss }), ...(classWeight === undefined ? {} : { classWeight }) };
}

/**
 * Refuses what is asked of the other task, or of a model that cannot do it.
 *
 * @param chosen undefined where several models are compared
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function checkAskedTraining(kind: NodeTaskKind, asked: AskedTraining, chosen: ChosenModel | undefined): void {
  const { loss, classWeight } = asked;
  const fail = (message: string, column: string, hint: string) =>
    new HeteroGraphError('INVALID_OPTION', message, { column, hint });
  if (loss !== undefined && kind === 'classification') {
    const hint = "Leave it out, or learn numbers with task: 'regression'.";
    throw fail('A loss is chosen for numbers only, and classes are learned.', 'loss', hint);
  }
  if (classWeight !== undefined && kind === 'regression') {
    const hint = "Leave it out, or learn classes with task: 'classification'.";
    throw fail('Classes are weighed, and numbers are learned.', 'classWeight', hint);
  }
  const suitable =
    "Name a model that is trained for it, such as model: 'gbdt-aggregated' (--model gbdt-aggregated) or 'mlp-aggregated'";
  if (loss?.startsWith('quantile') && !chosen) {
    throw fail(
      'Of several models that are compared by squared errors, none is chosen for a quantile.',
      'loss',
      `${suitable}.`,
    );
  }
  const [unused] = chosen ? unusedBy(kind, asked, chosen) : [];
  if (unused === 'loss') throw fail(`The model ${chosen!.model} has no loss to choose.`, unused, `${suitable}.`);
  if (unused === 'classWeight') {
    throw fail(`The model ${chosen!.model} counts all rows the same.`, unused, `${suitable} or 'logistic'.`);
  }
}

/** Says where the model that was kept among several does not use what was asked for. */
export function unusedRemark(kind: NodeTaskKind, asked: AskedTraining, kept: ChosenModel): string | undefined {
  const [unused] = unusedBy(kind, asked, kept);
  if (unused === undefined) return undefined;
  const what = unused === 'loss' ? `the loss ${asked.loss}` : 'the weights of classes';
  return `${kept.model}, which was kept, does not use ${what}. Name a model that does, such as model: 'mlp-aggregated' (--model mlp-aggregated).`;
}

/** What is asked for that a model, or a member of an ensemble, does not use; the squared loss is that of every model. */
function unusedBy(kind: NodeTaskKind, asked: AskedTraining, chosen: ChosenModel): ('loss' | 'classWeight')[] {
  const { loss, classWeight } = asked;
  const wanted = [
    ...(loss === undefined || loss === 'squared' ? [] : ['loss' as const]),
    ...(classWeight === undefined ? [] : ['classWeight' as const]),
  ];
  return wanted.filter((what) => !uses(kind, what, chosen));
}

function uses(kind: NodeTaskKind, what: 'loss' | 'classWeight', { model, settings }: ChosenModel): boolean {
  const { members } = (settings ?? {}) as { readonly members?: readonly ChosenModel[] };
  if (members) return members.every((member) => uses(kind, what, member));
  const { trainsBy, defaults } = nodeModelNamed(model, kind);
  return trainsBy ? trainsBy.includes(what) : 'epochs' in defaults;
}
