import type { RunOptions } from '../../core/index.js';
import type { ColumnData, ColumnSchema, FileSource } from '../../graph/index.js';
import { malformedRow } from '../base/malformed.js';
import { eachLine, findTabs } from '../text/each-line.js';
import { parseNumber } from '../text/parse-number.js';
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
  const tabs = new Int32Array(3);
  for (const part of ['trainValid', 'test'] as const) {
    const file = files[part];
    await eachLine(
      file,
      (bytes, start, end, line) => {
        if (findTabs(bytes, start, end, tabs) < 3)
          throw malformedRow(file, line, 'a label needs id, name, type and classes');
        const row = parseNumber(bytes, start, tabs[0]!);
        if (!(row >= 0 && row < count && Number.isInteger(row)))
          throw malformedRow(file, line, 'the id is not one of the labelled type');
        const text = Buffer.from(bytes.subarray(tabs[2]! + 1, end)).toString('latin1');
        for (const word of text.split(',')) {
          const label = word === '' ? Number.NaN : Number(word);
          if (!(Number.isInteger(label) && label >= 0 && label < classes.length))
            throw malformedRow(file, line, `class ${word} is unknown`);
          if (multiLabel) multi[row * classes.length + label] = 1;
          else single.values[row] = label;
        }
        single.valid[row] = 1;
        masks[part][row] = 1;
      },
      options,
    );
  }
  const label: [ColumnSchema, ColumnData] = multiLabel
    ? [
        { name: 'label', type: 'dense', role: 'label', width: classes.length, classes },
        { kind: 'dense', numRows: count, width: classes.length, values: multi },
      ]
    : [{ name: 'label', type: 'int32', role: 'label', classes, nullable: true }, single];
  return [
    label,
    [{ name: 'trainValid', type: 'bool', role: 'mask' }, masks.trainValid],
    [{ name: 'test', type: 'bool', role: 'mask' }, masks.test],
  ];
}
