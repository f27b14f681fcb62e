import { HeteroGraphError } from '../../core/index.js';
import type { ColumnData, ColumnSchema } from '../../graph/index.js';
import { badCell, isNothing } from './bad-cell.js';
import type { Edges } from './edges.js';
import type { Frame } from './frame.js';
import { muminClasses, muminMasks, muminNodes } from './layout.js';
import type { Nodes } from './nodes.js';
import { readColumn, texts } from './read-column.js';

type Columns = (readonly [ColumnSchema, ColumnData])[];

/** The columns of every node type; tweets have those of the label, too. */
export function nodeColumns(nodes: ReadonlyMap<string, Nodes>, { source, target }: Edges): Map<string, Columns> {
  const found = new Map<string, Columns>();
  for (const [name, { frame, rows }] of nodes) {
    found.set(
      name,
      muminNodes[name]!.flatMap((column) => {
        const read = readColumn(frame, column, rows);
        return read ? [read] : [];
      }),
    );
  }
  const claim = nodes.get('claim')!;
  const rowOfClaim = claim.rows;
  // The row of the claim whose label each node has, or -1.
  const rowOfTweet = new Int32Array(nodes.get('tweet')!.rows.length).fill(-1);
  for (const [e, tweet] of source.entries()) {
    if (rowOfTweet[tweet] === -1) rowOfTweet[tweet] = rowOfClaim[target[e]!]!;
  }
  found.get('claim')!.push(...labelColumns(claim.frame, rowOfClaim));
  const clusters = claim.frame.cells.get('cluster');
  found
    .get('tweet')!
    .push(
      ...(clusters
        ? ([
            [{ name: 'cluster', type: 'utf8', role: 'attribute', nullable: true }, texts(clusters, rowOfTweet)],
          ] as Columns)
        : []),
      ...labelColumns(claim.frame, rowOfTweet),
    );
  return found;
}

/** The label and the masks of the rows of claims that nodes have theirs of; -1: none. */
function labelColumns(frame: Frame, rows: Int32Array): Columns {
  const labels = frame.cells.get('label');
  if (!labels)
    throw new HeteroGraphError('UNKNOWN_COLUMN', 'There is no column "label".', {
      file: frame.file,
      column: 'label',
      hint: 'Claims need their labels.',
    });
  const [values, valid] = [new Int32Array(rows.length), new Uint8Array(rows.length)];
  for (const [node, row] of rows.entries()) {
    if (row < 0 || isNothing(labels[row])) continue;
    const code = muminClasses.indexOf(String(labels[row]));
    if (code < 0)
      throw badCell(
        { file: frame.file, row, column: 'label' },
        `the label ${String(labels[row])} is none of ${muminClasses.join(', ')}`,
      );
    values[node] = code;
    valid[node] = 1;
  }
  const masks = Object.entries(muminMasks).flatMap(([name, column]): Columns => {
    const cells = frame.cells.get(column);
    const mask = Uint8Array.from(rows, (row) =>
      Number(row >= 0 && cells !== undefined && Number(cells[row] ?? 0) === 1),
    );
    return cells ? [[{ name, type: 'bool', role: 'mask' }, mask]] : [];
  });
  return [
    [
      { name: 'label', type: 'int32', role: 'label', classes: muminClasses, nullable: true },
      { values, valid },
    ],
    ...masks,
  ];
}
