/** The logarithm of a likelihood that is concave in its parameters. */
export interface Likelihood {
  /** Parameters: one of each contestant, then others. */
  readonly size: number;
  /** Contestants. A constant that is added to the strengths of all changes nothing. */
  readonly numStrengths: number;
  /** Moves to a point: the value, and the gradient in `gradient` [size]. Later calls of the others are about this point. */
  moveTo(point: Float64Array, gradient: Float64Array): number;
  /** Minus the matrix of second derivatives times a vector: out = -H v. */
  curvature(v: Float64Array, out: Float64Array): void;
  /** Diagonal of minus the matrix of second derivatives. */
  diagonal(out: Float64Array): void;
  /** Adds minus the matrix of second derivatives, [size, size], to `out`. */
  addInformation(out: Float64Array): void;
}

/** A likelihood of which the parts of every unit can be had, for covariances. */
export interface UnitLikelihood extends Likelihood {
  readonly numUnits: number;
  /** Choices or comparisons: what a parameter uses up one of. */
  readonly numChoices: number;
  /** Calls with the gradient of each unit at the point: parameters and their values. Arrays are used again. */
  eachScore(call: (parameters: Int32Array, values: Float64Array) => void): void;
}
