import { expectMembers, wrongArgument } from '../../core/index.js';
import type { Anchors } from '../features/types.js';
import type { Protocol } from './types.js';

/** What of a task says when its parts are. */
interface Timed {
  readonly valid: Anchors;
  readonly test: Anchors;
  readonly validFrom: number;
  readonly testFrom: number;
}

/** The parts of a task with what each anchor may see under a protocol. */
export function seenUnder<T extends Timed>(task: T, protocol: Protocol): T {
  expectMembers(task, 'task', { valid: 'object', test: 'object', validFrom: 'number', testFrom: 'number' });
  if (protocol === 'rolling') return task;
  if (protocol !== 'frozen') throw wrongArgument(protocol, 'protocol', "'rolling' or 'frozen'");
  return { ...task, valid: frozenAt(task.valid, task.validFrom), test: frozenAt(task.test, task.testFrom) };
}

function frozenAt<T extends Anchors>(anchors: T, time: number): T {
  return { ...anchors, seenUntil: anchors.times.map((anchor) => Math.min(anchor, time)) };
}
