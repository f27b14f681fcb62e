// Aggregates of the events of keys over windows before questions: a program of aggregates, applied to one key after the other, whose events fit a cache, so
// that many aggregates cost little more than one.

import { countCode, countNumber, distinct, share } from './different';
import { extreme } from './extremes';
import { goTo, useScratch } from './key';
import { loadCodes, loadNumbers } from './key-values';
import { lag, lastCode, lastNumber } from './last';
import { moments } from './moments';
import { goToQuestions, useQuestions } from './operation';
import { trend } from './trend';
import { countEvents, daysBetween, daysSince } from './when';

function answer(operation: usize): void {
  switch (load<i32>(operation)) {
    case 0:
      return countEvents(operation);
    case 1:
      return daysSince(operation, true);
    case 2:
      return daysSince(operation, false);
    case 3:
      return daysBetween(operation);
    case 4:
      return moments(operation);
    case 5:
      return extreme(operation);
    case 6:
      return trend(operation);
    case 7:
      return lag(operation);
    case 8:
      return lastNumber(operation);
    case 9:
      return lastCode(operation);
    case 10:
      return distinct(operation);
    case 11:
      return countNumber(operation);
    case 12:
      return countCode(operation);
    case 13:
      return share(operation);
    default:
      unreachable();
  }
}

/**
 * args: kind of values (0: none, 1: numbers, 2: codes), begin and length of each key (i32), rows of the events (i32), their times (f64), values of each row
 * (f64 or i32), have any events the same time, keys that are asked for (i32), first question of each (i32, one more), number as asked and end of each question
 * (i32), times of the questions as asked (f64), operations (32 bytes each), how many, what they need (bits), scratch, its bytes a thread, places of arrays in it
 * (i32 [11]), first asked key. Units are asked keys.
 */
export function eventAnswers(args: usize, begin: i32, end: i32, worker: i32): void {
  const kind = load<i32>(args);
  const values = <usize>load<u32>(args, 20);
  const needs = load<i32>(args, 56);
  const operations = <usize>load<u32>(args, 48);
  const stop = operations + (<usize>load<u32>(args, 52) << 5);
  useScratch(<usize>load<u32>(args, 60) + <usize>worker * <usize>load<u32>(args, 64), <usize>load<u32>(args, 68));
  useQuestions(<usize>load<u32>(args, 36), <usize>load<u32>(args, 40), <usize>load<u32>(args, 44));
  const first = <usize>load<u32>(args, 72);
  for (let unit = first + <usize>begin; unit < first + <usize>end; unit++) {
    const key = <usize>load<u32>(<usize>load<u32>(args, 28) + (unit << 2)) << 2;
    const place = <usize>load<u32>(<usize>load<u32>(args, 4) + key);
    goTo(
      <usize>load<u32>(args, 16) + (place << 3),
      <usize>load<u32>(args, 12) + (place << 2),
      load<i32>(<usize>load<u32>(args, 8) + key),
      load<i32>(args, 24) != 0,
    );
    const questions = <usize>load<u32>(args, 32) + (unit << 2);
    goToQuestions(<usize>load<u32>(questions), <usize>load<u32>(questions, 4));
    if (kind == 1) loadNumbers(values, needs);
    else if (kind == 2) loadCodes(values);
    for (let operation = operations; operation < stop; operation += 32) answer(operation);
  }
}
