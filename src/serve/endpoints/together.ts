/** Requests that wait for one call. */
interface Waiting<T, A> {
  readonly asked: readonly T[];
  readonly resolve: (answers: A[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Lists that one call makes at most. */
const MOST_AT_ONCE = 256;

/**
 * Answers requests that arrive in the same turn of the event loop by one call, those of the same options together: the vectors of all items are then
 * read once for many lists. An answer is what a request alone would get, an error as well.
 *
 * @param call an answer for each of those asked for, in their order
 */
export function together<T, O extends object, A>(
  call: (asked: readonly T[], options: O) => A[],
): (asked: readonly T[], options: O) => Promise<A[]> {
  const groups = new Map<string, { readonly options: O; readonly waiting: Waiting<T, A>[] }>();
  const answerAll = () => {
    const all = [...groups.values()];
    groups.clear();
    for (const { options, waiting } of all) {
      for (let from = 0; from < waiting.length; ) from = answerSome(call, options, waiting, from);
    }
  };
  return (asked, options) =>
    new Promise((resolve, reject) => {
      const key = JSON.stringify(options);
      let group = groups.get(key);
      if (!group) {
        if (groups.size === 0) setTimeout(answerAll, 0);
        group = { options, waiting: [] };
        groups.set(key, group);
      }
      group.waiting.push({ asked, resolve, reject });
    });
}

/** @returns the place of the first request that is not answered yet */
function answerSome<T, O extends object, A>(
  call: (asked: readonly T[], options: O) => A[],
  options: O,
  waiting: readonly Waiting<T, A>[],
  from: number,
): number {
  let [to, size] = [from + 1, waiting[from]!.asked.length];
  while (to < waiting.length && size + waiting[to]!.asked.length <= MOST_AT_ONCE) size += waiting[to++]!.asked.length;
  const some = waiting.slice(from, to);
  try {
    const answers = call(
      some.flatMap(({ asked }) => asked),
      options,
    );
    let at = 0;
    for (const { asked, resolve } of some) resolve(answers.slice(at, (at += asked.length)));
  } catch (error) {
    // What one request does wrong is not the others' fault.
    if (some.length === 1) some[0]!.reject(error);
    else for (let i = from; i < to; i++) answerSome(call, options, [waiting[i]!], 0);
  }
  return to;
}
