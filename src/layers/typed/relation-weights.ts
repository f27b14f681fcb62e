import { matMul, type Parameter, reshape, sliceRows, type Tensor2D } from '../../tensor/index.js';
import { blockDiagonal } from '../attention/heads.js';
import { type Initial, xavierParameters } from '../xavier-parameters.js';

/** How R-GCN makes the matrices of its relations: each its own; sums of shared ones; or block-diagonal ones. */
export type RelationWeightsKind =
  | { readonly kind: 'full' }
  | { readonly kind: 'basis'; readonly count: number }
  | { readonly kind: 'block'; readonly count: number };

interface RelationWeightsOptions {
  readonly name: string;
  readonly seed: number;
  readonly relations: readonly string[];
  readonly inputWidth: number;
  readonly outputWidth: number;
  readonly kind: RelationWeightsKind;
  /** Default 'normal'. */
  readonly initial?: Initial;
}

/** One matrix [D, H] per relation (Schlichtkrull et al., ESWC 2018, equations 3 and 4). */
export class RelationWeights {
  readonly parameters: readonly Parameter[];
  readonly #options: RelationWeightsOptions;

  constructor(options: RelationWeightsOptions) {
    this.#options = options;
    const { name, seed, relations, inputWidth: d, outputWidth: h, kind, initial } = options;
    const make = xavierParameters({ name, seed }, initial);
    const drawn = (part: string, shape: readonly number[], fanIn = d, fanOut = h) => make([part], shape, fanIn, fanOut);
    if (kind.kind === 'full') this.parameters = relations.map((relation) => drawn(`${relation}/weight`, [d, h]));
    else if (kind.kind === 'basis') {
      // Shares start so that the variance of their sum is that of one matrix.
      this.parameters = [
        drawn('bases', [kind.count, d * h]),
        drawn('shares', [relations.length, kind.count], kind.count, kind.count),
      ];
    } else {
      const b = kind.count;
      this.parameters = relations.map((relation) => drawn(`${relation}/blocks`, [d, h / b], d / b, h / b));
    }
  }

  /** The matrices [D, H] in the order of the relations. The caller tidies. */
  all(): Tensor2D[] {
    const { relations, inputWidth: d, outputWidth: h, kind } = this.#options;
    if (kind.kind === 'full') return this.parameters.map(({ value }) => value as Tensor2D);
    if (kind.kind === 'basis') {
      const [bases, shares] = this.parameters.map(({ value }) => value as Tensor2D);
      const flat = matMul(shares!, bases!);
      return relations.map((_, r) => reshape<Tensor2D>(sliceRows(flat, r, 1), [d, h]));
    }
    return this.parameters.map(({ value }) => blockDiagonal(value as Tensor2D, kind.count));
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}
