import type { ClassificationProblem, FitReport, NodeClassifier } from '../core/types.js';

/** Predicts the training rows' class shares everywhere: the score to beat for free. */
export class MajorityClassifier implements NodeClassifier {
  readonly name = 'majority';
  #shares = new Float32Array(0);

  async fit({ targets, split }: ClassificationProblem): Promise<FitReport> {
    const { numClasses } = targets;
    const counts = new Float64Array(numClasses);
    for (const row of split.train) {
      if (targets.kind === 'single') counts[targets.labels[row]!]!++;
      else for (let c = 0; c < numClasses; c++) counts[c]! += targets.labels[row * numClasses + c]!;
    }
    const n = Math.max(1, split.train.length);
    // A class that more than half of the rows carry is predicted for all of them.
    const threshold = targets.kind === 'multi' ? 0.5 : 0;
    this.#shares = Float32Array.from(counts, (count) => count / n - threshold);
    return { seconds: {} };
  }

  async predict(rows: Int32Array): Promise<Float32Array> {
    const scores = new Float32Array(rows.length * this.#shares.length);
    for (let at = 0; at < scores.length; at += this.#shares.length) scores.set(this.#shares, at);
    return scores;
  }

  dispose(): void {}
}
