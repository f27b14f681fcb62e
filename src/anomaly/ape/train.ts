import { HeteroGraphError, type Pieces, RandomStream } from '../../core/index.js';
import { type AdamState, adamStep } from './adam.js';
import { ApeGradient, type ApeGradients } from './gradient.js';
import { drawCode, drawOther, logNoiseOf, type Noise, noiseOf } from './noise.js';
import type { ApeParameters } from './parameters.js';
import { type ApeSettings, numEpochs } from './settings.js';

export interface TrainApe {
  readonly parameters: ApeParameters<Float32Array>;
  readonly adam: AdamState;
  readonly settings: ApeSettings;
  readonly seed: number;
  /** [events, columns], in an order that does not depend on how they were given. */
  readonly codes: Int32Array;
  /** By row of the parameters, how often each value was seen, these events included. */
  readonly counts: Float64Array;
  readonly onEpoch: (epoch: number, numEpochs: number, loss: number) => void;
}

/**
 * Trains in place, and returns the mean loss of each epoch.
 *
 * @throws {HeteroGraphError} DIVERGED
 */
export function* trainApe({ parameters, adam, settings, seed, codes, counts, onEpoch }: TrainApe): Pieces<number[]> {
  const { starts } = parameters;
  const width = starts.length - 1;
  const numEvents = codes.length / width;
  const noise = noiseOf(starts, counts, settings);
  const gradient = new ApeGradient(parameters, settings, logNoiseOf(noise));
  const sums = emptyGradients(parameters);
  const random = new RandomStream(seed, 'ape', 'train', adam.steps);
  const order = random.permutation(numEvents);
  const epochs = numEpochs(settings, numEvents);
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    if (epoch > 0) random.shuffle(order);
    let loss = 0;
    for (let start = 0; start < numEvents; start += settings.batchSize) {
      const batch = drawBatch(noise, codes, order.subarray(start, start + settings.batchSize), settings, random);
      loss += gradient.add(batch, sums) * batch.size;
      const left = 1 - (epoch * numEvents + start) / (epochs * numEvents);
      adamStep(parameters, sums, adam, settings, settings.learningRate * left);
      yield;
    }
    losses.push(loss / numEvents);
    if (!Number.isFinite(loss)) throw diverged(`The loss of epoch ${epoch + 1} is ${loss}.`);
    onEpoch(epoch + 1, epochs, loss / numEvents);
  }
  expectFinite(parameters);
  return losses;
}

/** Steps after the last loss may go astray, too. Larger numbers than these would not be added up in float32 without infinities. */
function expectFinite({ vectors, biases, weights, constant }: ApeParameters<Float32Array>): void {
  for (const values of [vectors, biases, weights, constant]) {
    if (values.every((value) => Math.abs(value) <= LARGEST)) continue;
    throw diverged('A parameter grew without bound.');
  }
}

/** Of parameters, in size. */
export const LARGEST = 1e6;

function diverged(message: string): HeteroGraphError {
  return new HeteroGraphError('DIVERGED', message, { hint: 'Take a smaller learningRate.' });
}

export function emptyGradients({ vectors, biases, weights, constant, dimension }: ApeParameters): ApeGradients {
  const like = (values: Float32Array | Float64Array) =>
    values instanceof Float64Array ? new Float64Array(values.length) : new Float32Array(values.length);
  const numRows = vectors.length / dimension;
  return {
    ...{ vectors: like(vectors), biases: like(biases), weights: like(weights), constant: like(constant) },
    ...{ touched: new Uint8Array(numRows), rows: new Int32Array(numRows), numRows: 0 },
  };
}

/** Events of which some values are hidden, with noise. */
function drawBatch(source: Noise, codes: Int32Array, rows: Int32Array, settings: ApeSettings, random: RandomStream) {
  const { starts } = source;
  const width = starts.length - 1;
  const size = rows.length;
  const { noise: numNoise, maskRate, objective } = settings;
  const events = new Int32Array(size * width);
  const noise = new Int32Array(size * width * numNoise);
  for (let e = 0, at = 0; e < size; e++) {
    for (let column = 0; column < width; column++) {
      const code = random.next() < maskRate ? 0 : codes[rows[e]! * width + column]!;
      events[e * width + column] = starts[column]! + code;
    }
    for (let column = 0; column < width && objective !== 'independent'; column++) {
      const own = events[e * width + column]! - starts[column]!;
      for (let k = 0; k < numNoise; k++) {
        const other = drawOther(source, column, own, random);
        noise[at++] = other < 0 ? -1 : starts[column]! + other;
      }
    }
    for (let k = 0; k < numNoise * width && objective === 'independent'; k++) {
      const column = k % width;
      noise[at++] = starts[column]! + drawCode(source, column, random);
    }
  }
  return { events, size, noise };
}
