import { join } from 'node:path';
import type { Command } from 'commander';
import { type RowChoice, writeTable } from '../../experiments/index.js';
import { checkTablePath } from '../../experiments/internal.js';
import { rowsOption } from '../options/rows.js';
import { addTrainedOptions, type TrainedFlags, withRun } from '../options/trained.js';
import { inSession } from '../terminal/session.js';

interface EmbedFlags extends TrainedFlags {
  readonly rows: RowChoice;
  readonly out?: string;
  readonly overwrite?: boolean;
}

export function addEmbed(program: Command): void {
  const command = program.command('embed').description('write the hidden representation of nodes');
  addTrainedOptions(command)
    .addOption(rowsOption())
    .option('--out <file>', 'ends in .arrow, .csv or .jsonl (default: RUN/embeddings-ROWS.arrow)')
    .option('--overwrite', 'replace the file if it is there')
    .action((folder: string, flags: EmbedFlags) =>
      inSession(flags.json, async (session) => {
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
      }),
    );
}
