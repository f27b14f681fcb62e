import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { philox4x32, RandomStream } from '../../src/core/index.js';

describe('philox4x32', () => {
  // Known-answer vectors of the Random123 distribution (kat_vectors, philox4x32 with 10 rounds).
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])('counter %j key %j', (counter, key, expected) => {
    const out = new Uint32Array(4);
    philox4x32(counter[0]!, counter[1]!, counter[2]!, counter[3]!, key[0]!, key[1]!, out);
    expect([...out]).toEqual(expected);
  });
});

describe('RandomStream', () => {
  it('depends on seed and name alone, not on the order of use', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), fc.array(fc.nat(100_000), { maxLength: 20 }), (seed, name, indices) => {
        const one = new RandomStream(seed, name);
        const other = new RandomStream(seed, name);
        for (const index of indices) one.uint32At(index);
        expect(indices.map((i) => one.uint32At(i))).toEqual(indices.map((i) => other.uint32At(i)));
      }),
    );
  });

  it('gives a text the same normal values in whatever order texts are asked for, and others to another', () => {
    const stream = new RandomStream(3, 'ids');
    const of = (text: string, length = 6) => [...stream.fillNormalOf(text, new Float32Array(length), 2)];
    const first = of('ann');
    stream.nextUint32();
    expect([of('bob'), of('ann')]).toEqual([of('bob'), first]);
    expect(of('ann', 3)).toEqual(first.slice(0, 3));
    expect(new RandomStream(4, 'ids').fillNormalOf('ann', new Float32Array(6), 2)[0]).not.toBe(first[0]);
    const values = Array.from({ length: 5000 }, (_, i) => of(`node ${i}`, 4)).flat();
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(Math.abs(square - 4)).toBeLessThan(0.15);
  });

  it('gives different names different streams', () => {
    const words = ['dropout', 'split', 'dropout/0', 'dropout/1', 'init'].map((n) =>
      new RandomStream(1, n).nextUint32(),
    );
    expect(new Set(words).size).toBe(words.length);
    expect(new RandomStream(1, 'a', 'b').nextUint32()).toBe(new RandomStream(1, 'a').child('b').nextUint32());
  });

  it('is uniform and normal in its first moments', () => {
    const stream = new RandomStream(7, 'moments');
    const n = 200_000;
    let sum = 0;
    let square = 0;
    for (let i = 0; i < n; i++) {
      const value = stream.next();
      sum += value;
      square += value * value;
    }
    expect(sum / n).toBeCloseTo(0.5, 2);
    expect(square / n - (sum / n) ** 2).toBeCloseTo(1 / 12, 3);
    const normal = stream.fillNormal(new Float32Array(n), 2);
    const mean = normal.reduce((a, b) => a + b, 0) / n;
    const variance = normal.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 4)).toBeLessThan(0.05);
  });

  it('permutes: every value once, every place equally likely', () => {
    const counts = new Array<number>(25).fill(0);
    for (let seed = 0; seed < 5000; seed++) {
      const order = new RandomStream(seed, 'permutation').permutation(5);
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4]);
      for (const [place, value] of order.entries()) counts[place * 5 + value]!++;
    }
    const chiSquare = counts.reduce((total, count) => total + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(45); // 16 degrees of freedom, p below 0.0002
  });

  it('refuses what it cannot do', () => {
    expect(() => new RandomStream(-1, 'x')).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(() => new RandomStream(0, 'x').nextInt(0)).toThrow(RangeError);
  });
});
