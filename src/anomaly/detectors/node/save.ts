import { expectArgument, HeteroGraphError } from '../../../core/index.js';
import { writeArrays, writeFolder } from '../../../files/index.js';
import { writeApe } from '../../ape/node/save.js';
import { ConsensusDetector } from '../consensus-detector.js';
import { consensusFolder } from './consensus-folder.js';

/**
 * Writes a fitted consensus into a folder, whole or not at all, with all that `partialFit` needs to go on; one that is there is replaced.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; NOT_OURS where something else is there; WRITE_FAILED with the cause
 * @example
 * const { fitted } = await detectAnomalies(events);
 * if (fitted instanceof ConsensusDetector) await saveConsensus(fitted, 'runs/logins');
 */
export async function saveConsensus(consensus: ConsensusDetector, folder: string): Promise<void> {
  expectArgument(consensus, 'object', 'consensus');
  if (!(consensus instanceof ConsensusDetector)) {
    throw new HeteroGraphError('INVALID_OPTION', 'consensus is no ConsensusDetector.', {
      column: 'consensus',
      hint: "Give what fitDetector('consensus', ...) gave.",
    });
  }
  const { ape, together, ordered, views } = consensus.state;
  await writeFolder(folder, consensusFolder, async (temporary) => ({
    ape: await writeApe(ape, temporary),
    ordered: ordered.map(({ name, order }) => ({ name, order })),
    views: views.map(({ mean, deviation }) => ({ mean, deviation })),
    arrays: await writeArrays(temporary, 'consensus', {
      together,
      ...Object.fromEntries(
        ordered.flatMap(({ places, counts }, at) => [
          [`places-${at}`, places],
          [`counts-${at}`, counts],
        ]),
      ),
    }),
  }));
}
