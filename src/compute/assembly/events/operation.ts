// An aggregate of a program, 32 bytes: kind, address of the first places of its window (i32 of every question), addresses of its results (f64 of every
// question, in the order they were asked) or numbers, and from 24 on a number (f64).

/** The questions that are answered: of one key, `from` to `to`. */
export let from: usize = 0;
export let to: usize = 0;
/** Of each question its number as asked, and behind which event of its key it ends (i32). */
export let order: usize = 0;
export let ends: usize = 0;
/** When each was asked, in the order they were asked (f64). */
export let askedAt: usize = 0;

export function useQuestions(questionOrder: usize, questionEnds: usize, questionTimes: usize): void {
  order = questionOrder;
  ends = questionEnds;
  askedAt = questionTimes;
}

export function goToQuestions(first: usize, last: usize): void {
  from = first;
  to = last;
}

// @ts-ignore: decorator
@inline
export function startOf(operation: usize, question: usize): i32 {
  return load<i32>(<usize>load<u32>(operation, 4) + (question << 2));
}

// @ts-ignore: decorator
@inline
export function endOf(question: usize): i32 {
  return load<i32>(ends + (question << 2));
}

// @ts-ignore: decorator
@inline
export function numberOf(question: usize): usize {
  return <usize>load<u32>(order + (question << 2)) << 3;
}

/** Writes the result of a question. */
// @ts-ignore: decorator
@inline
export function put(operation: usize, question: usize, value: f64): void {
  store<f64>(<usize>load<u32>(operation, 8) + numberOf(question), value);
}
