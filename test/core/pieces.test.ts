import { expect, it } from 'vitest';
import { inOneGo, type Pieces, withPauses } from '../../src/core/index.js';

function* sumTo(n: number): Pieces<number> {
  let sum = 0;
  for (let i = 1; i <= n; i++) {
    sum += i;
    yield;
  }
  return sum;
}

/** Never ends by itself. */
function* endless(atEnd?: () => void): Pieces<never> {
  try {
    for (;;) yield;
  } finally {
    atEnd?.();
  }
}

it('gives the result with and without pauses', async () => {
  expect(inOneGo(sumTo(1000))).toBe(500_500);
  expect(await withPauses(sumTo(1000), undefined)).toBe(500_500);
  expect(inOneGo(sumTo(0))).toBe(0);
});

it('lets aborted work clean up, that within it included', async () => {
  const ended: string[] = [];
  function* outer(): Pieces<never> {
    try {
      return yield* endless(() => ended.push('inner'));
    } finally {
      ended.push('outer');
    }
  }
  const work = withPauses(outer(), AbortSignal.abort());
  await expect(work).rejects.toMatchObject({ code: 'ABORTED' });
  expect(ended).toEqual(['inner', 'outer']);
});

it('hears a signal that a timer aborts while it works', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 1);
  await expect(withPauses(endless(), controller.signal)).rejects.toMatchObject({ code: 'ABORTED' });
});
