/** A model that was compared with others on the same problem. */
export interface ComparedModel {
  /** For people: the model, and what is particular of it, such as the relations that labels are propagated along. */
  readonly title: string;
  /** Name in the registry. */
  readonly model: string;
  readonly settings: object;
  /** Of the criterion on the rows of the folds that it was tried on; absent where it was tried on none. */
  readonly score?: number;
  /** Standard error of the score over those rows. */
  readonly error?: number;
  /** Number of folds that it was tried on. */
  readonly folds: number;
  /** Wall seconds of its fits in all. */
  readonly seconds: number;
  readonly isKept: boolean;
  /** Why it was kept or not, for people. */
  readonly reason: string;
}

/** How a model was chosen among others by cross-validation, as plain data. */
export interface ModelComparison {
  /** What was compared, the higher the better, for people: `micro-F1`, `ROC-AUC`, `R2`. */
  readonly criterion: string;
  readonly folds: number;
  /** Number of rows, those of training and validation, that were dealt into the folds. */
  readonly rows: number;
  /** The kept one first, then by score. */
  readonly models: readonly ComparedModel[];
  /** What was kept and why, in words with numbers. */
  readonly verdict: string;
  /** What people should know of the comparison, such as what was not tried for lack of time. */
  readonly remarks: readonly string[];
}
