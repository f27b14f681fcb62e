import { bootstrapIntervals, macroF1, microF1, type Prediction, type Targets } from '../../training/index.js';

/** Figures of a model on the test rows, fractions in [0, 1]. */
export interface Score {
  readonly model: string;
  readonly micro: number;
  readonly macro: number;
  /** 95 % bootstrap intervals over the test rows. */
  readonly microInterval: readonly [number, number];
  readonly macroInterval: readonly [number, number];
  /** Wall seconds by stage. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly parameters: number | undefined;
}

export async function scoreOf(
  model: string,
  prediction: Prediction,
  targets: Targets,
  seed: number,
  more: Pick<Score, 'seconds' | 'parameters'>,
): Promise<Score> {
  const intervals = await bootstrapIntervals([microF1, macroF1], prediction, targets, { seed });
  const bounds = (name: string): [number, number] => [intervals[name]!.low, intervals[name]!.high];
  return {
    model,
    micro: microF1.compute(prediction, targets),
    macro: macroF1.compute(prediction, targets),
    microInterval: bounds(microF1.name),
    macroInterval: bounds(macroF1.name),
    ...more,
  };
}
