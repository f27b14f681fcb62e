import type { Command } from 'commander';
import type { RegressionRun, TrainedRun } from '../../experiments/index.js';
import { openNodeRun } from '../../experiments/internal.js';
import type { Session } from '../terminal/session.js';
import { addBackendOption, type BackendOptions, startBackend } from './backend.js';
import { addDataOptions, type DataFlags, dataOptions } from './options.js';

export interface TrainedFlags extends DataFlags, BackendOptions {
  readonly json?: boolean;
  readonly strict?: boolean;
}

export function addTrainedOptions(command: Command): Command {
  const withData = addDataOptions(command.argument('<run>', 'run folder of `heterograph train`'));
  return addBackendOption(withData)
    .option('--strict', 'refuse data with new categories, drifted columns or relations without edges')
    .option('--json', 'print one JSON object');
}

/** Opens a run for `use` and disposes of it afterwards. */
export async function withRun<T>(
  folder: string,
  flags: TrainedFlags,
  session: Session,
  use: (run: TrainedRun | RegressionRun) => Promise<T>,
): Promise<T> {
  await startBackend(flags, session);
  const run = await openNodeRun(folder, { ...dataOptions(flags), strict: flags.strict === true }, session.run);
  try {
    for (const remark of run.opened.remarks) session.remark(remark);
    return await use(run);
  } finally {
    run.dispose();
  }
}
