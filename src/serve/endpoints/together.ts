/** A request that waits for a call. */
interface Waiting<T, A> {
  readonly asked: readonly T[];
  readonly signal: AbortSignal;
  readonly resolve: (answers: A[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Requests of the same options. */
interface Group<T, O, A> {
  readonly options: O;
  waiting: Waiting<T, A>[];
}

/** Lists that one call makes at most. */
const MOST_AT_ONCE = 256;

/** After what came by now has been read: in Node the same turn's end. */
function afterTurn(run: () => void): void {
  if (typeof setImmediate === 'function') setImmediate(run);
  else setTimeout(run, 0);
}

/**
 * Answers requests that wait at the same time by one call, those of the same options together: the vectors of all items are then read once for
 * many lists. An answer is what a request alone would get, an error as well. A turn of the event loop makes one call, so that answers are sent between
 * calls; what nobody waits for any more is not made.
 *
 * @param call an answer for each of those asked for, in their order
 */
export function together<T, O extends object, A>(
  call: (asked: readonly T[], options: O) => A[],
): (asked: readonly T[], options: O, signal: AbortSignal) => Promise<A[]> {
  const groups = new Map<string, Group<T, O, A>>();
  const answerSome = () => {
    const [first] = groups;
    if (!first) return;
    const [key, group] = first;
    // What is left of it comes after the others.
    groups.delete(key);
    for (const { signal, reject } of group.waiting) if (signal.aborted) reject(signal.reason);
    const { some, rest } = firstOf(group.waiting.filter(({ signal }) => !signal.aborted));
    if (rest.length > 0) groups.set(key, { ...group, waiting: rest });
    if (groups.size > 0) afterTurn(answerSome);
    answer(call, group.options, some);
  };
  return (asked, options, signal) =>
    new Promise((resolve, reject) => {
      const key = JSON.stringify(options);
      const group = groups.get(key) ?? { options, waiting: [] };
      if (groups.size === 0) afterTurn(answerSome);
      groups.set(key, group);
      group.waiting.push({ asked, signal, resolve, reject });
    });
}

/** Those that one call answers, one at least. */
function firstOf<T, A>(waiting: readonly Waiting<T, A>[]): { some: Waiting<T, A>[]; rest: Waiting<T, A>[] } {
  let [count, size] = [0, 0];
  for (const { asked } of waiting) {
    size += asked.length;
    if (count > 0 && size > MOST_AT_ONCE) break;
    count++;
  }
  return { some: waiting.slice(0, count), rest: waiting.slice(count) };
}

function answer<T, O extends object, A>(
  call: (asked: readonly T[], options: O) => A[],
  options: O,
  some: readonly Waiting<T, A>[],
): void {
  if (some.length === 0) return;
  try {
    const all = some.flatMap(({ asked }) => asked);
    const answers = call(all, options);
    let from = 0;
    for (const { asked, resolve } of some) {
      resolve(answers.slice(from, from + asked.length));
      from += asked.length;
    }
  } catch (error) {
    // What one request does wrong is not the others' fault.
    if (some.length === 1) some[0]!.reject(error);
    else for (const each of some) answer(call, options, [each]);
  }
}
