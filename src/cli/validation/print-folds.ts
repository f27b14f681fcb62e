import { type CrossValidationOptions, crossValidate, labelShareCurve } from '../../experiments/index.js';
import { labelShareTable, validationTable } from '../../experiments/internal.js';
import { realNumber } from '../options/options.js';
import type { Session } from '../terminal/session.js';
import { tableText } from '../terminal/text-table.js';

/** Cross-validates instead of training one model, and prints the figures. */
export async function printFolds(
  options: CrossValidationOptions,
  shares: string | undefined,
  session: Session,
): Promise<void> {
  const events = { ...session.remarking, onModel: () => session.bars.next() };
  if (shares === undefined) {
    const validation = await crossValidate(options, events);
    session.print(validation, `\n${tableText(validationTable(validation))}`);
    return;
  }
  const list = shares.split(',').map((share) => realNumber(share, '--label-shares'));
  const curve = await labelShareCurve({ ...options, shares: list }, events);
  session.print(
    curve,
    `\n${tableText(labelShareTable(curve))}\n\n${tableText(validationTable(curve.points.at(-1)!.validation))}`,
  );
}
