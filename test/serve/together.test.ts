import { expect, it } from 'vitest';
import { together } from '../../src/serve/endpoints/together.js';

function counted() {
  const calls: string[] = [];
  const never = new AbortController().signal;
  const batched = together((asked: readonly string[], { k }: { readonly k: number }) => {
    calls.push(`${asked.join('')}/${k}`);
    if (k === 0) throw new Error('none');
    if (asked.includes('!')) throw new Error('who?');
    return asked.map((each) => `${each}${k}`);
  });
  const ask = (asked: readonly string[], options: { readonly k: number }, signal = never) =>
    batched(asked, options, signal);
  return { calls, ask };
}

it('answers requests of one turn and the same options by one call, each with its own part', async () => {
  const { calls, ask } = counted();
  const answers = await Promise.all([
    ask(['a', 'b'], { k: 1 }),
    ask(['c'], { k: 2 }),
    ask([], { k: 1 }),
    ask(['d'], { k: 1 }),
  ]);
  expect(answers).toEqual([['a1', 'b1'], ['c2'], [], ['d1']]);
  expect(calls).toEqual(['abd/1', 'c/2']);
  expect(await ask(['e'], { k: 1 })).toEqual(['e1']);
  expect(calls).toEqual(['abd/1', 'c/2', 'e/1']);
});

it('keeps the error of a request from the others', async () => {
  const { calls, ask } = counted();
  const [first, second, third] = await Promise.allSettled([
    ask(['a'], { k: 1 }),
    ask(['!'], { k: 1 }),
    ask(['b'], { k: 1 }),
  ]);
  expect([first, third]).toEqual([
    { status: 'fulfilled', value: ['a1'] },
    { status: 'fulfilled', value: ['b1'] },
  ]);
  expect(second).toMatchObject({ status: 'rejected', reason: { message: 'who?' } });
  expect(calls).toEqual(['a!b/1', 'a/1', '!/1', 'b/1']);
  await expect(ask(['a'], { k: 0 })).rejects.toThrow('none');
});

it('makes at most 256 lists by one call, but for a request that asks for more', async () => {
  const { calls, ask } = counted();
  const many = Array.from({ length: 300 }, () => 'm');
  await Promise.all([
    ask(many.slice(0, 200), { k: 1 }),
    ask(many.slice(0, 57), { k: 1 }),
    ask(many, { k: 1 }),
    ask(['x'], { k: 1 }),
  ]);
  expect(calls.map((call) => call.length - 2)).toEqual([200, 57, 300, 1]);
});

it('makes one call a turn, and none for what nobody waits for any more', async () => {
  const { calls, ask } = counted();
  const seen: string[] = [];
  const control = new AbortController();
  const gone = ask(['z'], { k: 3 }, control.signal);
  const first = ask(['a'], { k: 1 }).then(() => seen.push(calls.join()));
  const second = ask(['b'], { k: 2 }).then(() => seen.push(calls.join()));
  control.abort(new Error('left'));
  await expect(gone).rejects.toThrow('left');
  await Promise.all([first, second]);
  expect(seen).toEqual(['a/1', 'a/1,b/2']);
});
