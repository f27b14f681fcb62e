import type { HeteroGraph } from '../../graph/index.js';
import { checkInfluenceOptions, type InfluenceOptions } from '../maximise/influence-options.js';
import type { InfluenceResult } from '../maximise/influence-result.js';
import { answerQuestion } from '../maximise/maximise-influence.js';
import { onlineOptions, spendSets } from '../maximise/spend-sets.js';
import type { DiffusionNetwork } from '../network/network.js';
import { OnlineInfluence } from '../online/online-influence.js';
import { hasRun } from './manifest.js';
import { openOnlineRun, saveLocked } from './online-runs.js';
import { whileLocked } from './run-folder.js';

export type ResumeOptions = Omit<
  InfluenceOptions,
  'algorithm' | 'epsilon' | 'quotas' | 'costs' | 'budget' | 'onAnswer'
> &
  Required<Pick<InfluenceOptions, 'k' | 'sets'>>;

/**
 * `maximiseInfluence` by an online run that is kept in a folder: continues the run that was saved there, or starts one, until `sets` sets
 * are made in all, and saves it; until then the folder is locked. An abort gives an answer by the sets made so far, and saves them too.
 *
 * @throws {HeteroGraphError} RUN_BUSY where another process or call uses the folder; CHECKPOINT_MISMATCH where the folder holds the run of another question; CORRUPT_FILE,
 * WRITE_FAILED; as `maximiseInfluence` does
 */
export async function resumeInfluence(
  folder: string,
  from: HeteroGraph | DiffusionNetwork,
  options: ResumeOptions,
): Promise<InfluenceResult> {
  const online = { ...options, algorithm: 'online' } as const;
  checkInfluenceOptions(online);
  return whileLocked(folder, () =>
    answerQuestion(from, online, async (network, question) => {
      const asked = onlineOptions(question);
      const run = (await hasRun(folder))
        ? await openOnlineRun(folder, network, asked)
        : new OnlineInfluence(network, asked);
      try {
        const answer = await spendSets(network, question, run);
        await saveLocked(run, folder);
        return answer;
      } finally {
        run.dispose();
      }
    }),
  );
}
