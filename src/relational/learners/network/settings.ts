/** How the networks are made and trained. */
export interface NetworkSettings {
  /** Networks of different seeds whose forecasts are averaged; more of those of old histories, which are compared by name alone and vary more. */
  readonly copies: number;
  readonly staleCopies: number;
  /** Most epochs, over which the learning rate falls to nothing, and epochs without a better figure of the validation that end the training. */
  readonly epochs: number;
  readonly patience: number;
  /** Anchors of a step, about; of small tasks fewer, so that there are {@link NetworkSettings.steps} in an epoch, but 16 at least. */
  readonly batchSize: number;
  readonly steps: number;
  /** Width of states. */
  readonly hidden: number;
  readonly dropout: number;
  readonly learningRate: number;
  readonly weightDecay: number;
}

/** The rate and its fall were chosen on validation rows of races (bench/RESULTS.md). */
export const networkSettings: NetworkSettings = {
  copies: 2,
  staleCopies: 4,
  epochs: 10,
  patience: 4,
  batchSize: 256,
  steps: 24,
  hidden: 32,
  dropout: 0.3,
  learningRate: 3e-3,
  weightDecay: 0.01,
};
