import papaparse from 'papaparse';
import { HeteroGraphError } from '../../core/index.js';
import { checkTablePath, writeFile } from '../../data/internal.js';
import type { LinkRun } from '../../experiments/index.js';
import type { Session } from '../terminal/session.js';

export interface LinkPredictFlags {
  readonly out: string;
  readonly overwrite: boolean;
  /** External ids with commas between them; undefined: all sources. */
  readonly of: string | undefined;
  readonly top: number;
  /** Edge type, where the run predicts several. */
  readonly target: string | undefined;
}

/** Writes the likeliest targets of sources: a row per source and answer, best first. */
export async function writeAnswers(run: LinkRun, flags: LinkPredictFlags, session: Session): Promise<void> {
  const { out, overwrite, of, top, target } = flags;
  checkTablePath(out, overwrite);
  const type = run.relationNamed(target);
  const ids = run.graph.ids(type[0]);
  const known =
    of === undefined
      ? Int32Array.from({ length: run.graph.numNodes(type[0]) }, (_, row) => row)
      : Int32Array.from(of.split(','), (id) => rowOf(ids.indexOf(id), ids.indexOf(Number(id)), id, type[0]));
  const answers = await run.answers(known, { edgeType: target, k: top, ...session.run });
  const names = run.graph.ids(answers.nodeType);
  const rows = Array.from(answers.rows.keys())
    .filter((i) => answers.rows[i]! >= 0)
    .map((i) => [
      ids.idOf(known[Math.floor(i / top)]!),
      (i % top) + 1,
      names.idOf(answers.rows[i]!),
      answers.scores[i]!,
    ]);
  await writeFile(out, `${papaparse.unparse([['source', 'rank', 'target', 'score'], ...rows], { newline: '\n' })}\n`);
  session.print(
    { out, sources: known.length, rows: rows.length },
    `${rows.length} answers for ${known.length} ${type[0]} nodes written to ${out}`,
  );
}

function rowOf(text: number, number: number, id: string, type: string): number {
  if (text >= 0 || number >= 0) return Math.max(text, number);
  throw new HeteroGraphError('UNKNOWN_ID', `There is no node "${id}".`, { type });
}
