import { existsSync } from 'node:fs';
import { HeteroGraphError } from '../../core/index.js';
import { writeFile } from '../../data/internal.js';
import {
  type CrossValidation,
  type CrossValidationOptions,
  crossValidate,
  type LabelShareCurve,
  labelShareCurve,
  validationReport,
} from '../../experiments/index.js';
import { labelShareTable, validationTable } from '../../experiments/internal.js';
import { invalidOption, realNumber } from '../options/options.js';
import type { Session } from '../terminal/session.js';
import { tableText } from '../terminal/text-table.js';

/** What to print besides the figures of the folds. */
export interface FoldOptions {
  /** Shares of labels, with commas between them. */
  readonly shares: string | undefined;
  /** A page to write. */
  readonly page: string | undefined;
}

/** Cross-validates instead of training one model, and prints the figures. */
export async function printFolds(
  options: CrossValidationOptions,
  { shares, page }: FoldOptions,
  session: Session,
): Promise<void> {
  if (page !== undefined) checkPage(page);
  const events = { ...session.remarking, onModel: () => session.bars.next() };
  const keep = async (found: CrossValidation | LabelShareCurve): Promise<string> => {
    if (page === undefined) return '';
    await writeFile(page, await validationReport(found));
    return `\n\nWritten: ${page}`;
  };
  if (shares === undefined) {
    const validation = await crossValidate(options, events);
    const written = await keep(validation);
    session.print(validation, `\n${tableText(validationTable(validation))}${written}`);
    return;
  }
  const list = shares.split(',').map((share) => realNumber(share, '--label-shares'));
  const curve = await labelShareCurve({ ...options, shares: list }, events);
  const written = await keep(curve);
  const tables = [labelShareTable(curve), validationTable(curve.points.at(-1)!.validation)].map(tableText);
  session.print(curve, `\n${tables.join('\n\n')}${written}`);
}

/** Before the folds: that takes long, and nothing that is there is replaced. */
function checkPage(page: string): void {
  if (!/\.html?$/i.test(page)) {
    throw invalidOption(`--out is "${page}".`, 'With --folds it names a page to be written, such as folds.html.');
  }
  if (!existsSync(page)) return;
  throw new HeteroGraphError('TARGET_EXISTS', 'There is such a file already, and it is kept.', {
    file: page,
    hint: 'Move it away, or give another name.',
  });
}
