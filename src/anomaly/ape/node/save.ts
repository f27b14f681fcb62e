import { expectArgument, HeteroGraphError } from '../../../core/index.js';
import { writeArrays, writeFolder, writeStoredJson } from '../../../files/index.js';
import { Ape } from '../ape.js';
import { type ApeContent, apeFolder } from './ape-folder.js';

/**
 * Writes a fitted APE into a folder, whole or not at all, with all that `partialFit` needs to go on; one that is there is replaced.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; NOT_OURS where something else is there; WRITE_FAILED with the cause
 * @example
 * await saveApe(ape, 'runs/logins');
 */
export async function saveApe(ape: Ape, folder: string): Promise<void> {
  expectArgument(ape, 'object', 'ape');
  if (!(ape instanceof Ape)) {
    throw new HeteroGraphError('INVALID_OPTION', 'ape is no Ape.', { column: 'ape', hint: 'Give what fitApe gave.' });
  }
  await writeFolder(folder, apeFolder, (temporary) => writeApe(ape, temporary));
}

/** Writes the files of an APE into a folder, and returns what its manifest says of them. */
export async function writeApe(ape: Ape, folder: string): Promise<ApeContent> {
  const { columns, settings, seed, parameters, adam, counts, numEvents, meanBiases, meanTerms, losses } = ape.state;
  return {
    settings: { ...settings },
    ...{ seed, numEvents, steps: adam.steps, losses: [...losses] },
    columns: await writeStoredJson(
      folder,
      'columns.data',
      columns.columns.map(({ name, dictionary, cuts }) => ({
        ...{ name, labels: dictionary.labels },
        ...(cuts && { cuts: [...cuts] }),
      })),
    ),
    arrays: await writeArrays(folder, 'ape', {
      ...{ vectors: parameters.vectors, weights: parameters.weights, constant: parameters.constant },
      ...{ 'vectors-1': adam.vectors[0], 'vectors-2': adam.vectors[1] },
      ...{ biases: parameters.biases, 'biases-1': adam.biases[0], 'biases-2': adam.biases[1] },
      ...{ 'weights-1': adam.weights[0], 'weights-2': adam.weights[1] },
      ...{ 'constant-1': adam.constant[0], 'constant-2': adam.constant[1] },
      ...{ counts, 'mean-biases': meanBiases, 'mean-terms': meanTerms },
    }),
  };
}
