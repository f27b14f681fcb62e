import { type LinkRun, openLinkRun } from '../../experiments/index.js';
import { dataOptions } from '../options/options.js';
import type { TrainedFlags } from '../options/trained.js';
import type { Session } from '../terminal/session.js';

/** Opens a run of links for `use` and disposes of it afterwards. */
export async function withLinkRun(
  folder: string,
  flags: TrainedFlags,
  session: Session,
  use: (run: LinkRun) => Promise<void>,
): Promise<void> {
  const { dataset: _, data: __, target: ___, ...options } = dataOptions(flags);
  const run = await openLinkRun(folder, options, session.run);
  try {
    await use(run);
  } finally {
    run.dispose();
  }
}
