/** How the probabilities of a model are corrected on the validation rows. */
export type CalibrationMethod = 'temperature' | 'isotonic';

/**
 * What a threshold is chosen for on the validation rows: the largest F1; the highest threshold that finds a share of the positive rows;
 * the lowest threshold at which a share of the rows found is right.
 */
export type DecisionGoal = 'f1' | { readonly recall: number } | { readonly precision: number };

/** A function that never falls: what scores (log-odds) are worth as probabilities, linear between neighbours, level beyond the ends. */
export interface IsotonicSteps {
  readonly scores: readonly number[];
  readonly probabilities: readonly number[];
}

/** What the validation rows decided about a model of classes. Plain data. */
export interface ClassChoices {
  readonly calibration?:
    | { readonly method: 'temperature'; readonly temperature: number }
    /** One for the positive class of two, else one for every class. */
    | { readonly method: 'isotonic'; readonly positive?: number; readonly steps: readonly IsotonicSteps[] };
  /** Of the classes that have a threshold: from this calibrated probability on they are predicted. */
  readonly thresholds?: readonly ChosenThreshold[];
}

/** A threshold with what it gives on the validation rows. */
export interface ChosenThreshold {
  readonly class: number;
  readonly probability: number;
  readonly recall: number;
  readonly precision: number;
}
