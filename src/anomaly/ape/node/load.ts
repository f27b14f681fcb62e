import { nodeModule } from '../../../core/index.js';
import {
  corrupt,
  type FolderFormat,
  readArrays,
  readManifest,
  readStoredJson,
  type StateArray,
} from '../../../files/index.js';
import { labelsOfBins } from '../../table/bins.js';
import { CodedColumns } from '../../table/coded-columns.js';
import { Dictionary } from '../../table/dictionary.js';
import { Ape } from '../ape.js';
import { numPairs, rowStarts } from '../parameters.js';
import { apeSettings } from '../settings.js';
import { LARGEST } from '../train.js';
import { type ApeContent, apeFolder, savedColumns } from './ape-folder.js';

const { join } = nodeModule<typeof import('node:path')>('node:path');

/**
 * The APE in a folder that `saveApe` wrote: its scores are the same, to the bit. Nothing in the folder is trusted.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, UNSUPPORTED_FORMAT_VERSION; CORRUPT_FILE naming the file
 * @example
 * const ape = await loadApe('runs/logins');
 * const later = await ape.partialFit(todaysEvents);
 */
export async function loadApe(folder: string): Promise<Ape> {
  return readApe(folder, await readManifest(folder, apeFolder), apeFolder);
}

/** The APE of the files that `writeApe` wrote. @throws {HeteroGraphError} CORRUPT_FILE naming the file */
export async function readApe(
  folder: string,
  content: ApeContent,
  format: Pick<FolderFormat<unknown>, 'manifest' | 'corruptHint'>,
): Promise<Ape> {
  const saved = await readStoredJson(folder, content.columns, savedColumns, format);
  const arrays = await readArrays(folder, content.arrays, format);
  try {
    const columns = columnsOf(saved);
    const settings = apeSettings(content.settings);
    const starts = rowStarts(columns);
    const numRows = starts.at(-1)!;
    const { dimension } = settings;
    const numWeights = numPairs(saved.length);
    // Larger ones than training leaves would make sums infinite.
    const floats = (name: string, length: number) => arrayOf(arrays, name, Float32Array, length, -LARGEST, LARGEST);
    const biases = (name: string) => floats(name, numRows);
    const vectors = (name: string) => floats(name, numRows * dimension);
    const moments = (name: string) => arrayOf(arrays, name, Float32Array, undefined, 0);
    const adam = {
      steps: content.steps,
      vectors: [vectors('vectors-1'), moments('vectors-2')] as const,
      biases: [biases('biases-1'), moments('biases-2')] as const,
      weights: [floats('weights-1', numWeights), moments('weights-2')] as const,
      constant: [floats('constant-1', 1), moments('constant-2')] as const,
    };
    for (const name of ['vectors', 'biases', 'weights', 'constant'] as const) {
      expectThat(adam[name][0].length === adam[name][1].length, `The moments of ${name} do not fit together.`);
    }
    const counts = arrayOf(arrays, 'counts', Float64Array, numRows, 0);
    for (const [at, { name }] of columns.columns.entries()) {
      const sum = counts.subarray(starts[at]!, starts[at + 1]!).reduce((a, b) => a + b, 0);
      expectThat(sum === content.numEvents, `The values of ${name} were seen ${sum} times.`);
    }
    return new Ape({
      ...{ columns, settings, adam, seed: content.seed, numEvents: content.numEvents, losses: content.losses },
      parameters: {
        ...{ starts, dimension, vectors: vectors('vectors'), biases: biases('biases') },
        ...{ weights: floats('weights', numWeights), constant: floats('constant', 1) },
      },
      counts,
      meanBiases: arrayOf(arrays, 'mean-biases', Float64Array, saved.length),
      meanTerms: arrayOf(arrays, 'mean-terms', Float64Array, numWeights),
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw corrupt(format, join(folder, format.manifest), `The APE cannot be made from it: ${reason}`, cause);
  }
}

function columnsOf(saved: readonly { name: string; labels: (string | null)[]; cuts?: number[] | undefined }[]) {
  expectThat(new Set(saved.map(({ name }) => name)).size === saved.length, 'Two columns have one name.');
  return new CodedColumns(
    saved.map(({ name, labels, cuts }) => {
      expectThat(
        labels.length > 0 && new Set(labels).size === labels.length,
        `The values of ${name} are not distinct.`,
      );
      const dictionary = new Dictionary(labels);
      if (cuts === undefined) return { name, dictionary };
      expectThat(
        cuts.every((cut, at) => at === 0 || cut > cuts[at - 1]!),
        `The bins of ${name} are not in order.`,
      );
      const bins = labelsOfBins(Float64Array.from(cuts));
      expectThat(
        labels.every((label) => label === null || bins.includes(label)),
        `The values of ${name} are no bins of its cuts.`,
      );
      return { name, dictionary, cuts: Float64Array.from(cuts) };
    }),
  );
}

/** An array of the kind, length and least value that it must have, finite throughout. */
export function arrayOf<T extends Float32Array | Float64Array>(
  arrays: Readonly<Record<string, StateArray>>,
  name: string,
  kind: abstract new (...given: never[]) => T,
  length?: number,
  least = -Number.MAX_VALUE,
  most = Number.MAX_VALUE,
): T {
  const values = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
  if (!(values instanceof kind)) throw new Error(`There is no array ${name} of the right type.`);
  expectThat(length === undefined || values.length === length, `The array ${name} has ${values.length} values.`);
  const isSound = (values as Float64Array).every((value) => value >= least && value <= most);
  expectThat(isSound, `The array ${name} has an impossible value.`);
  return values;
}

/** @throws {Error} */
export function expectThat(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}
