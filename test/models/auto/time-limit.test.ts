import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { TimeLimit } from '../../../src/models/auto/time-limit.js';

it('is over after its seconds, or never; the signal of the caller counts always', async () => {
  const given = new AbortController();
  const [short, long, none] = [0.001, 1e9, Number.POSITIVE_INFINITY].map(
    (seconds) => new TimeLimit(seconds, given.signal),
  );
  await wait(30);
  expect([short, long, none].map((limit) => [limit!.isOver, limit!.signal.aborted])).toEqual([
    [true, true],
    [false, false],
    [false, false],
  ]);
  expect(() => none!.throwIfAborted()).not.toThrow();
  given.abort();
  expect(none!.signal.aborted).toBe(true);
  expect(() => none!.throwIfAborted()).toThrow(expect.objectContaining({ code: 'ABORTED' }));
  for (const limit of [short, long, none]) limit!.dispose();
});
