/** Trains the toy until killed or done, then says the SHA-256 of its weights. Argument: options as JSON. */

import { sha256Hex } from '../../../src/files/sha256.js';
import { fitToy, ToyModel, toyProblem } from '../toy.js';

export interface ToyRun {
  readonly dir?: string;
  readonly epochs: number;
  readonly batchSize: number;
  readonly n?: number;
  readonly width?: number;
  readonly hidden?: number;
}

const { dir, epochs, batchSize, n, width, hidden }: ToyRun = JSON.parse(process.argv[2]!);
const problem = toyProblem({ n, width });
const model = new ToyModel(problem, { hidden });
await fitToy(model, problem, {
  epochs,
  batchSize,
  seed: 5,
  checkpoint: dir === undefined ? undefined : { dir, everySeconds: 0 },
  callbacks: [
    {
      onFitStart: () => void process.stdout.write('started\n'),
      onCheckpoint: () => void process.stdout.write('saved\n'),
    },
  ],
});
process.stdout.write(
  `${sha256Hex(...(await model.weights()).map((values) => new Uint8Array(values.buffer as ArrayBuffer)))}\n`,
);
