/** Trains the toy until killed or done; run by `kill.test.ts`. Arguments: checkpoint folder, epochs. */
import { initTensors } from '../../../src/compute/tensor/index.js';
import { softmaxLoss, Trainer } from '../../../src/training/index.js';
import { ToyModel, toyProblem } from '../toy.js';

const [dir = '', epochs = ''] = process.argv.slice(2);
await initTensors();
const problem = toyProblem();
const trainer = new Trainer(new ToyModel(problem), {
  loss: softmaxLoss,
  epochs: Number(epochs),
  batchSize: 10,
  seed: 5,
  checkpoint: { dir, everySeconds: 0 },
  callbacks: [{ onFitStart: () => void process.stdout.write('started\n') }],
});
await trainer.fit(problem.targets, problem.rows);
