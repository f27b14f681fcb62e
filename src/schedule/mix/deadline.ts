import * as z from 'zod/mini';
import { HeteroGraphError, ownProperty } from '../../core/index.js';
import { Demand, TOLERANCE } from './demand.js';
import { checkMix, type MixProblem, mixProblem } from './problem.js';

const schema = z.strictObject(mixProblem);

/**
 * The fewest hours in which all devices that there are do a load together; Infinity where they never do, 0 where nothing but work that
 * goes on coming has to be done and they keep up with it.
 *
 * ```ts
 * earliestDeadline({
 *   devices: [{ name: 'small', pricePerHour: 1, available: 2, unitsPerHour: { chat: 100 } }],
 *   load: [{ name: 'chat', units: 600 }],
 * }); // 3
 * ```
 *
 * @throws {HeteroGraphError} INVALID_OPTION, DUPLICATE_NAME
 */
export function earliestDeadline(problem: MixProblem): number {
  checkMix(schema, problem);
  return withAll(problem);
}

/** {@link earliestDeadline} of a checked problem. */
export function withAll(problem: MixProblem): number {
  return new Demand(problem, typicalHours(problem)).finish(problem.devices.map(({ available }) => available));
}

/** About how many hours a load takes: those of its longest class alone on all devices; 1 where that is nothing. */
export function typicalHours({ devices, load }: MixProblem): number {
  const alone = load.map(({ name, units = 0 }) => {
    const speed = devices.reduce((sum, each) => sum + each.available * (ownProperty(each.unitsPerHour, name) ?? 0), 0);
    return speed > 0 ? units / speed : 0;
  });
  return Math.max(...alone, 0) || 1;
}

/**
 * Refuses a load that all devices together do not do within some hours; Infinity asks whether they ever do.
 *
 * @throws {HeteroGraphError} LOAD_NOT_MET naming classes none of which can be left out for the others to be met, and by when all could be
 */
export function checkDeadline({ devices, load }: MixProblem, hours: number): void {
  const all = devices.map(({ available }) => available);
  const isEver = hours === Number.POSITIVE_INFINITY;
  const isMet = (classes: MixProblem['load']) => {
    const part = { devices, load: classes };
    return isEver ? withAll(part) < hours : new Demand(part, hours).busy(all).busy <= 1 + TOLERANCE;
  };
  if (isMet(load)) return;
  // Classes that cannot be met alone are the reason; else a least set that cannot be met together.
  const alone = load.filter((each) => !isMet([each]));
  const blamed = alone.length > 0 ? alone : leastSet(load, isMet);
  const earliest = withAll({ devices, load });
  const never = load.filter((each) => withAll({ devices, load: [each] }) === Number.POSITIVE_INFINITY);
  const when =
    earliest < Number.POSITIVE_INFINITY
      ? `All work could be done in ${upwards(earliest)} h.`
      : never.length > 0
        ? `Never met is ${named(never)}.`
        : 'More comes than they can do, however long they have.';
  const together = blamed.length > 1 && alone.length === 0 ? ' together' : '';
  throw new HeteroGraphError(
    'LOAD_NOT_MET',
    `All devices that there are cannot do ${named(blamed)}${together}${isEver ? '' : ` within ${hours} h`}. ${when}`,
    { type: blamed[0]!.name, hint: 'Give more time, more or other devices, or less work.' },
  );
}

/** Classes that are not met, of which none can be left out for the others to be met. */
function leastSet(load: MixProblem['load'], isMet: (classes: MixProblem['load']) => boolean): MixProblem['load'] {
  let left = load;
  for (const each of load) {
    const rest = left.filter((other) => other !== each);
    if (!isMet(rest)) left = rest;
  }
  return left;
}

function named(classes: MixProblem['load']): string {
  return classes.map(({ name }) => `"${name}"`).join(', ');
}

/** To six digits, and no less than it is. */
function upwards(hours: number): number {
  const digits = 10 ** (5 - Math.floor(Math.log10(hours)));
  return Math.ceil(hours * digits * (1 - TOLERANCE)) / digits;
}
