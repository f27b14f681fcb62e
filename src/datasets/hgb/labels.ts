import type { RunOptions } from '../../core/index.js';
import type { ColumnData, ColumnSchema, FileSource } from '../../graph/index.js';
import { maskColumns } from '../base/mask-columns.js';
import { eachRow, TabRow } from '../text/tab-row.js';
import type { HgbNames } from './names.js';

export interface HgbLabelFiles {
  readonly trainValid: FileSource;
  readonly test: FileSource;
}

/**
 * Reads `label.dat` and `label.dat.test` (id, name, type, classes; tab between) into a label column and two masks of the
 * first node type, whose ids start at 0.
 *
 * @throws {HeteroGraphError} MALFORMED_ROW
 */
export async function readHgbLabels(
  files: HgbLabelFiles,
  { classes, multiLabel }: HgbNames,
  count: number,
  options: RunOptions,
): Promise<[ColumnSchema, ColumnData][]> {
  const single = { values: new Int32Array(count), valid: new Uint8Array(count) };
  const multi = new Float32Array(multiLabel ? count * classes.length : 0);
  const masks = { trainValid: new Uint8Array(count), test: new Uint8Array(count) };
  for (const part of ['trainValid', 'test'] as const) {
    const fields = labelRow(files[part]);
    const take = () => {
      const row = fields.number(0);
      if (!(row >= 0 && row < count && Number.isInteger(row)))
        throw fields.bad('the id is not one of the labelled type');
      if (single.valid[row] === 1) throw fields.bad('an earlier row, of this file or the other, labels the same node');
      for (const label of labelCodes(fields)) {
        if (!(Number.isInteger(label) && label >= 0 && label < classes.length)) throw fields.bad('a class is unknown');
        if (multiLabel) multi[row * classes.length + label] = 1;
        else single.values[row] = label;
      }
      single.valid[row] = 1;
      masks[part][row] = 1;
    };
    await eachRow(fields, take, options);
  }
  const label: [ColumnSchema, ColumnData] = multiLabel
    ? [
        { name: 'label', type: 'dense', role: 'label', width: classes.length, classes },
        { kind: 'dense', numRows: count, width: classes.length, values: multi },
      ]
    : [{ name: 'label', type: 'int32', role: 'label', classes, nullable: true }, single];
  return [label, ...maskColumns(masks)];
}

/** The fields of a file of labels: id, name, type, classes. */
export function labelRow(file: FileSource): TabRow {
  return new TabRow(file, 4, 'a label needs id, name, type and classes');
}

/** Numbers of the classes that a row lists with commas between; NaN for what is no number. */
export function labelCodes(row: TabRow): number[] {
  const text = Buffer.from(row.bytes.subarray(row.start(3), row.end(3))).toString('latin1');
  return text.split(',').map((word) => (word === '' ? Number.NaN : Number(word)));
}
