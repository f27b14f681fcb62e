import { basename, join } from 'node:path';
import { checkTablePath } from '../../data/internal.js';
import { type EmbeddingTrainOptions, openEmbeddingRun, trainEmbeddings } from '../../experiments/index.js';
import { writeEmbeddings } from '../../experiments/internal.js';
import { defaultObjective } from '../../models/index.js';
import { startBackend } from '../options/backend.js';
import { dataOptions, invalidOption, parsedSettings, wholeNumber } from '../options/options.js';
import type { TrainedFlags } from '../options/trained.js';
import type { Session } from '../terminal/session.js';
import { textTable } from '../terminal/text-table.js';

/** Options of vectors of nodes of all types. */
export interface LearnFlags extends TrainedFlags {
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly type?: string;
  readonly rows: string;
  readonly model?: string;
  readonly objective?: EmbeddingTrainOptions['objective'];
  readonly seed?: string;
  readonly epochs?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly run?: string;
  readonly restart?: boolean;
}

/** Settings that say how the objective is learned; all others are the model's. */
const ofObjective = ['batchSize', 'negatives', 'temperature', 'dropEdges', 'maskFeatures'];

/** Learns vectors, keeps the run, and writes a table where one is asked for. */
export async function learnVectors(flags: LearnFlags, session: Session): Promise<void> {
  refuseUnclear(flags);
  const { out, type, model = 'sage', objective, overwrite } = flags;
  if (out !== undefined) checkTablePath(out, overwrite === true);
  const seed = wholeNumber(flags.seed ?? '1', '--seed');
  const name = basename(flags.dataset ?? flags.data ?? '').replace(/[^\w.-]+/g, '-');
  const how = model === 'metapath2vec' ? [] : [objective ?? defaultObjective(model)];
  const run = flags.run ?? join('runs', [name, 'embed', model, ...how, 'seed', seed].join('-'));
  const given = Object.entries(parsedSettings(flags.set));
  const isWalk = model === 'metapath2vec';
  await startBackend(flags, session);
  const { summary, embeddings, graph, table } = await trainEmbeddings(
    {
      ...dataOptions(flags),
      ...{ model, seed, out: run, restart: flags.restart === true },
      ...(objective === undefined ? {} : { objective }),
      ...(flags.epochs === undefined ? {} : { epochs: wholeNumber(flags.epochs, '--epochs') }),
      ...Object.fromEntries(given.filter(([each]) => !isWalk && ofObjective.includes(each))),
      settings: Object.fromEntries(given.filter(([each]) => isWalk || !ofObjective.includes(each))),
    },
    session.remarking,
  );
  if (out !== undefined) await writeEmbeddings(out, graph, embeddings, type);
  const counts = Object.entries(summary.nodes).map(([nodeType, count]) => `${count} ${nodeType}`);
  const { width, totalSeconds, problem } = summary;
  const end = `vectors of ${width} numbers for ${counts.join(', ')}; ${totalSeconds.toFixed(1)} s in all; ${problem ? 'not all of it could be kept' : 'kept'} in ${run}${out === undefined ? '' : `, written to ${out}`}`;
  session.print(
    { ...summary, ...(out === undefined ? {} : { out }) },
    [...(table ? [`\n${textTable(table.heads, table.rows)}\n`] : []), end].join('\n'),
  );
  if (problem) throw problem;
}

/** Writes the vectors of a run, of the nodes of its own data or of others. */
export async function embedRun(folder: string, flags: LearnFlags, session: Session): Promise<void> {
  refuseUnclear(flags);
  const isOther = flags.data !== undefined || flags.dataset !== undefined;
  const out = flags.out ?? join(folder, isOther ? 'embeddings-other.arrow' : 'embeddings.arrow');
  checkTablePath(out, flags.out === undefined || flags.overwrite === true);
  await startBackend(flags, session);
  const { target: _, ...options } = dataOptions(flags);
  const { embeddings, graph, remarks } = await openEmbeddingRun(folder, options, session.run);
  for (const remark of remarks) session.remark(remark);
  const rows = await writeEmbeddings(out, graph, embeddings, flags.type);
  const { width } = embeddings;
  session.print({ out, rows, width, remarks }, `${rows} x ${width} numbers written to ${out}`);
}

/** @throws {HeteroGraphError} INVALID_OPTION */
function refuseUnclear({ rows, type, out }: LearnFlags): void {
  if (rows !== 'all') throw invalidOption('Vectors of all types are of all rows.', 'Leave --rows out.');
  if (type !== undefined && out === undefined)
    throw invalidOption(`Vectors of ${type} alone need a file.`, 'Give --out.');
}
