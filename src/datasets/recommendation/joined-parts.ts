import type { RelationRows } from './relation.js';

/** The rows of two files one after the other, with a mask of each. */
export function joinedParts({ train, test }: { readonly train: RelationRows; readonly test: RelationRows }) {
  const size = train.source.length;
  const total = size + test.source.length;
  const parts = { train: new Uint8Array(total).fill(1, 0, size), test: new Uint8Array(total).fill(1, size) };
  const joined = <T extends Int32Array | Float32Array>(into: T, first: T, second: T): T => {
    into.set(first);
    into.set(second, size);
    return into;
  };
  const numbers =
    train.numbers && test.numbers ? joined(new Float32Array(total), train.numbers, test.numbers) : undefined;
  return {
    source: joined(new Int32Array(total), train.source, test.source),
    target: joined(new Int32Array(total), train.target, test.target),
    ...(numbers && { numbers }),
    parts,
  };
}
