import type { RunOptions } from '../../core/index.js';
import type { ColumnData, ColumnSchema, FileSource, HeteroGraph } from '../../graph/index.js';
import { malformedRow } from '../base/malformed.js';
import { maskColumns } from '../base/mask-columns.js';
import { eachLine } from '../text/each-line.js';
import type { RdfSet } from './sets.js';

/**
 * Labels and masks of the entities that the two tables list: tab-separated, the first line names the columns.
 *
 * @throws {HeteroGraphError} MALFORMED_ROW where a column, an entity or a class is unknown, or an entity is listed twice
 */
export async function rdfLabels(
  graph: HeteroGraph,
  files: Readonly<Record<'trainValid' | 'test', FileSource>>,
  { entityColumn, labelColumn, labels }: Pick<RdfSet, 'entityColumn' | 'labelColumn' | 'labels'>,
  options: RunOptions,
): Promise<(readonly [ColumnSchema, ColumnData])[]> {
  const count = graph.numNodes('entity');
  const ids = graph.ids('entity');
  const values = new Int32Array(count);
  const valid = new Uint8Array(count);
  const masks = { trainValid: new Uint8Array(count), test: new Uint8Array(count) };
  const classOf = new Map(labels.map(([written], i) => [written, i]));
  for (const part of ['trainValid', 'test'] as const) {
    const file = files[part];
    let places: readonly number[] | undefined;
    await eachLine(
      file,
      (bytes, start, end, line) => {
        const cells = Buffer.from(bytes.subarray(start, end)).toString('utf8').split('\t');
        if (!places) {
          places = [entityColumn, labelColumn].map((name) => cells.indexOf(name));
          if (places.includes(-1)) throw malformedRow(file, line, `no columns ${entityColumn} and ${labelColumn}`);
          return;
        }
        const [entity, label] = places.map((place) => cells[place] ?? '');
        const row = ids.indexOf(entity!);
        const code = classOf.get(label!);
        if (row < 0) throw malformedRow(file, line, `no triple has the entity ${entity}`);
        if (code === undefined) throw malformedRow(file, line, `the class ${label} is unknown`);
        if (valid[row] === 1) throw malformedRow(file, line, 'the entity is listed twice');
        values[row] = code;
        valid[row] = 1;
        masks[part][row] = 1;
      },
      options,
    );
  }
  const classes = labels.map(([, name]) => name);
  return [
    [
      { name: 'label', type: 'int32', role: 'label', classes, nullable: true },
      { values, valid },
    ],
    ...maskColumns(masks),
  ];
}
