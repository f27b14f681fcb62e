import { expectMembers, wrongArgument } from '../../core/index.js';
import type { ForecastTask, LabelledAnchors, Protocol } from './types.js';

/** The parts of a task with what each anchor may see under a protocol. */
export function seenUnder<T extends ForecastTask>(task: T, protocol: Protocol): T {
  expectMembers(task, 'task', { valid: 'object', test: 'object', validFrom: 'number', testFrom: 'number' });
  if (protocol === 'rolling') return task;
  if (protocol !== 'frozen') throw wrongArgument(protocol, 'protocol', "'rolling' or 'frozen'");
  return { ...task, valid: frozenAt(task.valid, task.validFrom), test: frozenAt(task.test, task.testFrom) };
}

function frozenAt(anchors: LabelledAnchors, time: number): LabelledAnchors {
  return { ...anchors, seenUntil: anchors.times.map((anchor) => Math.min(anchor, time)) };
}
