import { describe, expect, it } from 'vitest';
import { Arrays } from '../../../src/recommend/core/arrays.js';
import { bprLoss } from '../../../src/recommend/training/bpr-loss.js';
import { contrastLoss } from '../../../src/recommend/training/contrast-loss.js';
import { softmaxLoss } from '../../../src/recommend/training/softmax-loss.js';
import { csrOf, largestDifference, normals, slopes } from './matrices.js';

const width = 5;
const known = csrOf([[0, 2], [1, 3, 4], [0, 5], [6]], 7);
/** User 0 twice, user 1 three times, user 3 once; user 2 not at all. */
const batch = { users: Int32Array.of(0, 0, 1, 1, 1, 3), items: Int32Array.of(0, 2, 1, 3, 4, 6) };
const [numUsers, numItems] = [known.numRows, known.numCols];

function dot(a: Float64Array, r: number, b: Float64Array, s: number): number {
  let sum = 0;
  for (let c = 0; c < width; c++) sum += a[r * width + c]! * b[s * width + c]!;
  return sum;
}

function placed(arrays: Arrays, values: Float64Array): Float32Array {
  const copy = arrays.floats(values.length);
  copy.set(values);
  return copy;
}

describe('losses of recommenders', () => {
  it('BPR has the gradient of its value', () => {
    const users = normals(numUsers * width, 1);
    const items = normals(numItems * width, 2);
    const negatives = Int32Array.of(3, 6, 0, 0, 5, 1);
    const tables = () => ({
      width,
      users,
      items,
      userGradient: new Float64Array(users.length),
      itemGradient: new Float64Array(items.length),
    });
    const at = tables();
    const loss = bprLoss(at, batch, negatives);
    let sum = 0;
    for (let p = 0; p < 6; p++) {
      const [u, i, j] = [batch.users[p]!, batch.items[p]!, negatives[p]!];
      sum += Math.log(1 + Math.exp(dot(users, u, items, j) - dot(users, u, items, i)));
    }
    expect(loss).toBeCloseTo(sum / 6, 12);
    const value = () => bprLoss(tables(), batch, negatives);
    expect(largestDifference(at.userGradient, slopes(users, value))).toBeLessThan(1e-8);
    expect(largestDifference(at.itemGradient, slopes(items, value))).toBeLessThan(1e-8);
  });

  it('sampled softmax has value and gradient of its definition, known items and repeated negatives included', () => {
    const temperature = 0.7;
    const users = normals(numUsers * width, 3);
    const items = normals(numItems * width, 4);
    const negatives = Int32Array.of(1, 6, 6, 0, 5);
    const reference = () => {
      let loss = 0;
      for (let p = 0; p < batch.users.length; p++) {
        const u = batch.users[p]!;
        const own = known.indices.subarray(known.indptr[u]!, known.indptr[u + 1]!);
        const others = negatives.filter((j) => !own.includes(j));
        const positive = Math.exp(dot(users, u, items, batch.items[p]!) / temperature);
        let total = positive;
        for (const j of others) total += Math.exp(dot(users, u, items, j) / temperature);
        loss -= Math.log(positive / total);
      }
      return loss / batch.users.length;
    };
    const arrays = new Arrays();
    try {
      const tables = {
        width,
        users: placed(arrays, users),
        items: placed(arrays, items),
        userGradient: arrays.floats(users.length),
        itemGradient: arrays.floats(items.length),
      };
      const loss = softmaxLoss(tables, batch, negatives, { pool: arrays.pool, known, temperature });
      expect(loss).toBeCloseTo(reference(), 5);
      expect(largestDifference(tables.userGradient, slopes(users, reference))).toBeLessThan(1e-5);
      expect(largestDifference(tables.itemGradient, slopes(items, reference))).toBeLessThan(1e-5);
    } finally {
      arrays.dispose();
    }
  });

  it('a user who took every negative learns nothing from them', () => {
    const arrays = new Arrays();
    try {
      const tables = {
        width,
        users: placed(arrays, normals(numUsers * width, 3)),
        items: placed(arrays, normals(numItems * width, 4)),
        userGradient: arrays.floats(numUsers * width),
        itemGradient: arrays.floats(numItems * width),
      };
      const only = { users: Int32Array.of(0), items: Int32Array.of(0) };
      const loss = softmaxLoss(tables, only, Int32Array.of(2, 0), { pool: arrays.pool, known, temperature: 0.1 });
      expect(loss).toBe(0);
      expect(tables.itemGradient.every((slope) => slope === 0)).toBe(true);
    } finally {
      arrays.dispose();
    }
  });

  it('the contrastive loss has value and gradient of its definition', () => {
    const first = normals(6 * width, 5);
    const second = normals(6 * width, 6);
    const rows = Int32Array.of(0, 2, 3, 5);
    const [temperature, weight] = [0.4, 0.3];
    const cosine = (r: number, s: number) =>
      dot(first, r, second, s) / Math.sqrt(dot(first, r, first, r) * dot(second, s, second, s));
    const reference = () => {
      let loss = 0;
      for (const r of rows) {
        let total = 0;
        for (const s of rows) total += Math.exp(cosine(r, s) / temperature);
        loss += Math.log(total) - cosine(r, r) / temperature;
      }
      return (weight * loss) / rows.length;
    };
    const arrays = new Arrays();
    try {
      const views = {
        width,
        first: placed(arrays, first),
        second: placed(arrays, second),
        firstGradient: arrays.floats(first.length),
        secondGradient: arrays.floats(second.length),
      };
      const loss = contrastLoss(arrays.pool, views, rows, { temperature, weight });
      expect(loss).toBeCloseTo(reference(), 5);
      expect(largestDifference(views.firstGradient, slopes(first, reference))).toBeLessThan(1e-5);
      expect(largestDifference(views.secondGradient, slopes(second, reference))).toBeLessThan(1e-5);
    } finally {
      arrays.dispose();
    }
  });
});
