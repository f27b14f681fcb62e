import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { writeTable } from '../../data/index.js';
import { checkTablePath } from '../../data/internal.js';
import type { RowChoice } from '../../experiments/index.js';
import { isEmbeddingRun } from '../../experiments/internal.js';
import { embedRun, type LearnFlags, learnVectors } from '../embedding/embed.js';
import { addBackendOption } from '../options/backend.js';
import { addDataOptions, collect, invalidOption } from '../options/options.js';
import { rowsOption } from '../options/rows.js';
import { type TrainedFlags, withRun } from '../options/trained.js';
import { inSession, type Session } from '../terminal/session.js';

interface EmbedFlags extends TrainedFlags, LearnFlags {
  readonly rows: RowChoice;
}

export function addEmbed(command: Command): void {
  command.argument('[run]', 'run folder of `heterograph train` or of `heterograph embed`');
  addBackendOption(addDataOptions(command))
    .addOption(rowsOption())
    .option('--out <file>', 'ends in .arrow, .csv or .jsonl (default: in the run folder)')
    .option('--overwrite', 'replace the file if it is there')
    .option('--type <type>', 'vectors of all types: write those of this node type alone')
    .option(
      '--model <name>',
      'learn with metapath2vec, a message-passing model, or mlp (own columns alone, by supcon) (default: sage)',
    )
    .addOption(
      new Option(
        '--objective <name>',
        'what is learned without labels, or by comparison (default: infonce, of polarization links)',
      ).choices(['links', 'proximity', 'infonce', 'supcon']),
    )
    .option('--seed <number>', 'seed of everything random (default: 1)')
    .option('--epochs <number>', 'steps of training (default: 100; of polarization 200)')
    .option('--set <name=value>', 'a setting of model or objective, such as hidden=128; may be repeated', collect, {})
    .option(
      '--run <folder>',
      'run folder of vectors that are learned (default: runs/NAME-embed-MODEL-OBJECTIVE-seed-SEED)',
    )
    .option('--restart', 'replace the run in the folder')
    .option('--json', 'print one JSON object')
    .action((folder: string | undefined, flags: EmbedFlags) =>
      inSession(flags.json, async (session) => {
        if (folder === undefined) return learnVectors(flags, session);
        const { model, objective, seed, epochs, run, restart } = flags;
        const given = Object.entries({ model, objective, seed, epochs, run, restart }).find(([, value]) => value);
        if (given || Object.keys(flags.set).length > 0) {
          throw invalidOption(`A run is given, and --${given?.[0] ?? 'set'} is of learning.`, 'Leave one of them out.');
        }
        return (await isEmbeddingRun(folder)) ? embedRun(folder, flags, session) : embedTrained(folder, flags, session);
      }),
    );
}

/** Hidden representations by a model of classes or numbers. */
async function embedTrained(folder: string, flags: EmbedFlags, session: Session): Promise<void> {
  if (flags.type !== undefined) {
    throw invalidOption('The model of the run has vectors of one node type.', 'Leave --type out.');
  }
  const out = flags.out ?? join(folder, `embeddings-${flags.rows}.arrow`);
  checkTablePath(out, flags.out === undefined || flags.overwrite === true);
  await withRun(folder, flags, session, async (run) => {
    const { rows, remarks, ...embedding } = await run.embed(flags.rows, session.remarking);
    const { width } = embedding;
    const { graph } = run;
    const { nodeType } = run.config;
    await writeTable(out, { graph, nodeType, rows, texts: {}, matrices: { embedding } });
    const said = `${rows.length} x ${width} numbers written to ${out}`;
    session.print({ out, rows: rows.length, width, remarks }, said);
  });
}
