// Which events of its key each question sees. Questions of a key are in the order of their cutoffs: both ends of a window only move forward.

/** First place in [low, high) whose time is above; `high` where there is none. From the left in growing steps: the answer is most often near. */
function firstAbove(times: usize, time: f64, from: i32, to: i32): i32 {
  let low = from;
  let high = to;
  for (let step = 1; low < high; step <<= 1) {
    const at = min(low + step, high) - 1;
    if (load<f64>(times + (<usize>at << 3)) > time) {
      high = at;
      break;
    }
    low = at + 1;
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (load<f64>(times + (<usize>middle << 3)) > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** First place of those at the time of `place`. */
function firstAt(times: usize, place: i32): i32 {
  const time = load<f64>(times + (<usize>place << 3));
  if (place == 0 || load<f64>(times + (<usize>(place - 1) << 3)) < time) return place;
  let low = 0;
  let high = place;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (load<f64>(times + (<usize>middle << 3)) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Behind the last event that each question sees, counted from the first of its key. args: begin and length of each key (i32), times of the events (f64), keys
 * that are asked for (i32 [asked]), first question of each (i32 [asked + 1]), cutoffs of the questions (f64), out (i32). Units are asked keys.
 */
export function eventEnds(args: usize, begin: i32, end: i32, worker: i32): void {
  const cutoffs = <usize>load<u32>(args, 20);
  const out = <usize>load<u32>(args, 24);
  for (let unit = begin; unit < end; unit++) {
    const key = <usize>load<u32>(<usize>load<u32>(args, 12) + (<usize>unit << 2));
    const times = <usize>load<u32>(args, 8) + (<usize>load<u32>(<usize>load<u32>(args) + (key << 2)) << 3);
    const count = load<i32>(<usize>load<u32>(args, 4) + (key << 2));
    const questions = <usize>load<u32>(args, 16) + (<usize>unit << 2);
    let at = 0;
    for (let i = <usize>load<u32>(questions); i < <usize>load<u32>(questions, 4); i++) {
      at = firstAbove(times, load<f64>(cutoffs + (i << 3)), at, count);
      store<i32>(out + (i << 2), at);
    }
  }
}

/**
 * First place of a window of each question. args: as before, but `out` comes after: ends (i32), out (i32), number of latest rows (0: a span of time), and
 * seconds of the span (f64, at 40). Of the latest rows also those at the same time as the earliest of them.
 */
export function eventStarts(args: usize, begin: i32, end: i32, worker: i32): void {
  const cutoffs = <usize>load<u32>(args, 20);
  const ends = <usize>load<u32>(args, 24);
  const out = <usize>load<u32>(args, 28);
  const rows = load<i32>(args, 32);
  const seconds = load<f64>(args, 40);
  for (let unit = begin; unit < end; unit++) {
    const key = <usize>load<u32>(<usize>load<u32>(args, 12) + (<usize>unit << 2));
    const times = <usize>load<u32>(args, 8) + (<usize>load<u32>(<usize>load<u32>(args) + (key << 2)) << 3);
    const questions = <usize>load<u32>(args, 16) + (<usize>unit << 2);
    let at = 0;
    for (let i = <usize>load<u32>(questions); i < <usize>load<u32>(questions, 4); i++) {
      const to = load<i32>(ends + (i << 2));
      if (rows == 0) at = firstAbove(times, load<f64>(cutoffs + (i << 3)) - seconds, at, to);
      else {
        at = max(0, to - rows);
        if (at < to) at = firstAt(times, at);
      }
      store<i32>(out + (i << 2), at);
    }
  }
}
