import { HeteroGraphError } from '../../core/index.js';
import { hasCheckpoint, readCheckpoint, removeCheckpoints } from '../../files/index.js';
import { partFolder, type RecommenderCheckpoint } from './checkpoint-options.js';
import type { RecommenderDefinition } from './definition.js';

/**
 * Sees to what is asked for of an earlier checkpoint. A fit of several trainings has those in folders below.
 *
 * @returns undefined where the fit keeps none
 * @throws {HeteroGraphError} INVALID_OPTION, FILE_NOT_FOUND where one must be there and cannot or is not; NOT_OURS; CHECKPOINT_MISMATCH where
 *   it is one of a fit of another kind
 */
export async function openCheckpoint(
  { name, resumes = false }: RecommenderDefinition,
  checkpoint: RecommenderCheckpoint | undefined,
  resume: 'auto' | 'must' | 'never' = 'auto',
): Promise<RecommenderCheckpoint | undefined> {
  if (resume === 'must' && !(checkpoint && resumes)) {
    const [why, hint] = resumes
      ? ['without a checkpoint folder', 'Give checkpoint.dir.']
      : [`, and fits of ${name} keep no checkpoint`, 'Leave it out.'];
    throw new HeteroGraphError('INVALID_OPTION', `resume is 'must' ${why}.`.replace(' ,', ','), { hint });
  }
  if (!checkpoint || !resumes) return undefined;
  const { dir } = checkpoint;
  if (resume === 'never') await removeCheckpoints(dir);
  const places = [dir, partFolder(dir, 1)] as const;
  const [own, other] = resumes === 'parts' ? [places[1], places[0]] : places;
  if (hasCheckpoint(own)) return checkpoint;
  if (hasCheckpoint(other)) {
    throw new HeteroGraphError('CHECKPOINT_MISMATCH', `The checkpoint is of another recommender than ${name}.`, {
      file: other,
      hint: "Give another folder, or resume: 'never' to start again.",
    });
  }
  if (resume === 'must') await readCheckpoint(own);
  return checkpoint;
}
