import type { RandomStream } from '../../core/index.js';
import { AliasTable } from '../kernels/alias-table.js';

/** Nodes of a type: numbers from `start`, below `end`. */
export interface NodeRange {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** A distribution over the nodes with a range of numbers. */
interface Part {
  readonly start: number;
  /** Undefined where no walk comes by. */
  readonly table: AliasTable | undefined;
  readonly stream: RandomStream;
  /** Draws so far. */
  drawn: number;
}

/**
 * Random contexts: nodes in proportion to the 3/4 power of how often walks come by (Mikolov et al. 2013), of all types, or of the type of
 * the context.
 */
export class Negatives {
  readonly #parts: readonly Part[];
  /** Part of every node, [N]; undefined where there is one. */
  readonly #partOf: Int32Array | undefined;

  /**
   * @param counts visits of every node, [N]
   * @param ranges node types, of whose own contexts negatives are drawn; undefined: of all nodes
   */
  constructor(counts: Float64Array, ranges: readonly NodeRange[] | undefined, stream: RandomStream) {
    const weights = counts.map((count) => count ** 0.75);
    const part = (start: number, end: number, name: string): Part => {
      const own = weights.subarray(start, end);
      const table = own.some((weight) => weight > 0) ? new AliasTable(own) : undefined;
      return { start, table, stream: stream.child(name), drawn: 0 };
    };
    this.#parts = ranges
      ? ranges.map(({ type, start, end }) => part(start, end, type))
      : [part(0, counts.length, 'all')];
    if (!ranges) return;
    this.#partOf = new Int32Array(counts.length);
    for (const [p, { start, end }] of ranges.entries()) this.#partOf.fill(p, start, end);
  }

  /** Writes the negatives of examples [count, 2 + negatives], whose second number is the context. */
  fill(examples: Int32Array, count: number, negatives: number): void {
    if (negatives === 0) return;
    const stride = 2 + negatives;
    const sizes = new Int32Array(this.#parts.length);
    const partAt = (i: number) => this.#partOf?.[examples[i * stride + 1]!] ?? 0;
    for (let i = 0; i < count; i++) sizes[partAt(i)]!++;
    const draws = this.#parts.map((part, p) => {
      const wanted = sizes[p]! * negatives;
      const drawn = part.table?.sample(part.stream, wanted, { from: 2 * part.drawn });
      part.drawn += wanted;
      return drawn;
    });
    const used = new Int32Array(this.#parts.length);
    for (let i = 0; i < count; i++) {
      const p = partAt(i);
      const { start } = this.#parts[p]!;
      const drawn = draws[p];
      for (let k = 2; k < stride; k++) {
        // Where nothing can be drawn the context itself, which the kernel passes over.
        examples[i * stride + k] = drawn ? start + drawn[used[p]!++]! : examples[i * stride + 1]!;
      }
    }
  }
}
