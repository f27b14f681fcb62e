import type { RunOptions } from '../../../core/index.js';
import type { Anchors } from '../../features/types.js';
import { emptyLists, type Lists, putLists } from '../rankers/lists.js';
import type { ListAnchors } from '../task/types.js';
import { type FiguresByAnchor, figuresByAnchor, listFigureNames } from './figures.js';

/** What makes the lists of anchors. */
export type Lister = (anchors: Anchors, run: RunOptions) => Promise<Lists>;

/** Places of lists that are held at a time, and anchors at least. */
const PLACES = 1_000_000;
const FEWEST = 256;

export interface ScoredLists {
  readonly figures: FiguresByAnchor;
  /** Where they are kept. */
  readonly lists?: Lists;
}

/** How good the lists of anchors are. They are made some at a time, so that no more are held than are kept. */
export async function scoredLists(
  lister: Lister,
  anchors: ListAnchors,
  k: number,
  { isKept = false, onProgress, ...run }: RunOptions & { readonly isKept?: boolean },
): Promise<ScoredLists> {
  const { length } = anchors.rows;
  const figures = Object.fromEntries(
    listFigureNames.map((name) => [name, new Float64Array(length)]),
  ) as unknown as FiguresByAnchor;
  const lists = isKept ? emptyLists(length, k) : undefined;
  const atOnce = Math.max(FEWEST, Math.floor(PLACES / k));
  for (let from = 0; from < length; from += atOnce) {
    const piece = anchorsBetween(anchors, from, from + atOnce);
    const made = await lister(piece, {
      ...run,
      ...(onProgress
        ? { onProgress: (event) => onProgress({ ...event, done: from + event.done, total: length }) }
        : {}),
    });
    const own = figuresByAnchor(made, piece);
    for (const name of listFigureNames) figures[name].set(own[name], from);
    if (lists) putLists(lists, from, made);
  }
  return { figures, ...(lists ? { lists } : {}) };
}

function anchorsBetween(
  { table, rows, times, seenUntil, offsets, items }: ListAnchors,
  from: number,
  to: number,
): ListAnchors {
  const end = Math.min(to, rows.length);
  const own = items.subarray(offsets[from], offsets[end]);
  return {
    ...{ table, rows: rows.subarray(from, end), times: times.subarray(from, end), items: own },
    ...(seenUntil ? { seenUntil: seenUntil.subarray(from, end) } : {}),
    offsets: Int32Array.from(offsets.subarray(from, end + 1), (offset) => offset - offsets[from]!),
  };
}
