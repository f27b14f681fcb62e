/** How scores become what a model predicts. */
export type Transform = 'identity' | 'square' | 'sigmoid' | 'softmax' | 'exp' | 'log1pExp';

/** The objective line of a model's text, and what follows from it. */
export interface Objective {
  /** As LightGBM writes it, such as `binary sigmoid:1`. */
  readonly text: string;
  readonly transform: Transform;
  /** Of sigmoid: what scores are multiplied by. */
  readonly slope: number;
}

const transforms: Readonly<Record<string, Transform>> = {
  regression: 'identity',
  regression_l1: 'identity',
  huber: 'identity',
  fair: 'identity',
  quantile: 'identity',
  mape: 'identity',
  poisson: 'exp',
  gamma: 'exp',
  tweedie: 'exp',
  binary: 'sigmoid',
  multiclass: 'softmax',
  multiclassova: 'sigmoid',
  cross_entropy: 'sigmoid',
  cross_entropy_lambda: 'log1pExp',
  lambdarank: 'identity',
  rank_xendcg: 'identity',
  none: 'identity',
};

/** What an objective line means; undefined where it is not known. */
export function objectiveOf(text: string): Objective | undefined {
  const [name = '', ...parts] = text.split(' ');
  if (!Object.hasOwn(transforms, name)) return undefined;
  const slope = Number(parts.find((part) => part.startsWith('sigmoid:'))?.slice(8) ?? 1);
  if (!(slope > 0 && Number.isFinite(slope))) return undefined;
  const transform = name === 'regression' && parts.includes('sqrt') ? 'square' : transforms[name]!;
  return { text, transform, slope };
}

/** Turns scores [rows, outputs] into predictions, in place. */
export function transformScores(scores: Float64Array, outputs: number, { transform, slope }: Objective): Float64Array {
  if (transform === 'softmax') {
    for (let at = 0; at < scores.length; at += outputs) softmaxRow(scores.subarray(at, at + outputs));
  } else if (transform !== 'identity') {
    for (let i = 0; i < scores.length; i++) scores[i] = transformed(scores[i]!, transform, slope);
  }
  return scores;
}

function transformed(score: number, transform: 'square' | 'sigmoid' | 'exp' | 'log1pExp', slope: number): number {
  switch (transform) {
    case 'square':
      return Math.sign(score) * score * score;
    case 'sigmoid':
      return 1 / (1 + Math.exp(-slope * score));
    case 'exp':
      return Math.exp(score);
    case 'log1pExp':
      return Math.log1p(Math.exp(score));
  }
}

function softmaxRow(row: Float64Array): void {
  const most = row.reduce((a, b) => Math.max(a, b));
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += row[i] = Math.exp(row[i]! - most);
  for (let i = 0; i < row.length; i++) row[i]! /= sum;
}
