/** Slow, obvious float64 versions of the optimisers, by PyTorch's formulas. Arrays are changed in place. */

export interface SgdSettings {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly momentum: number;
  readonly nesterov: boolean;
}

export function sgdReference(
  { parameter, gradient, momentum }: Readonly<Record<'parameter' | 'gradient' | 'momentum', Float64Array>>,
  settings: SgdSettings,
): void {
  for (let i = 0; i < parameter.length; i++) {
    const g = gradient[i]! + settings.weightDecay * parameter[i]!;
    momentum[i] = settings.momentum * momentum[i]! + g;
    const direction = settings.nesterov ? g + settings.momentum * momentum[i]! : momentum[i]!;
    parameter[i]! -= settings.learningRate * direction;
  }
}

export interface AdamSettings {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly step: number;
  /** AdamW. */
  readonly isDecoupled: boolean;
}

export function adamReference(
  { parameter, gradient, m, v }: Readonly<Record<'parameter' | 'gradient' | 'm' | 'v', Float64Array>>,
  { learningRate, weightDecay, beta1, beta2, epsilon, step, isDecoupled }: AdamSettings,
): void {
  for (let i = 0; i < parameter.length; i++) {
    let g = gradient[i]!;
    if (isDecoupled) parameter[i]! -= learningRate * weightDecay * parameter[i]!;
    else g += weightDecay * parameter[i]!;
    m[i] = beta1 * m[i]! + (1 - beta1) * g;
    v[i] = beta2 * v[i]! + (1 - beta2) * g ** 2;
    const mean = m[i]! / (1 - beta1 ** step);
    parameter[i]! -= (learningRate * mean) / (Math.sqrt(v[i]! / (1 - beta2 ** step)) + epsilon);
  }
}
