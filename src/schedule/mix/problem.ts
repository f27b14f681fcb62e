import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';

/** A kind of device that can be rented. */
export interface DeviceKind {
  readonly name: string;
  /** What one device costs an hour, in any currency; from 0. */
  readonly pricePerHour: number;
  /** How many there are; a whole number from 0. */
  readonly available: number;
  /** By class of work: how much of it one device does in an hour. A class that is left out, or 0, cannot run there. */
  readonly unitsPerHour: Readonly<Record<string, number>>;
}

/** A class of work, such as requests of about one size. */
export interface WorkClass {
  readonly name: string;
  /** Work that is there at the start and has to be done by the deadline; default 0. */
  readonly units?: number;
  /** Work that goes on coming evenly and has to be done as it comes; default 0. */
  readonly unitsPerHour?: number;
}

/** Devices to choose among, and what they have to do. */
export interface MixProblem {
  readonly devices: readonly DeviceKind[];
  readonly load: readonly WorkClass[];
}

/** The largest number of devices of a kind: beyond, counts and prices are no longer exact. */
const MAX_DEVICES = 1e6;

const amount = option.nonNegative;
const available = z
  .int('a whole number from 0 to 1000000')
  .check(z.minimum(0, 'a whole number from 0 to 1000000'), z.maximum(MAX_DEVICES, 'a whole number from 0 to 1000000'));

/** The options of a {@link MixProblem}, for schemas. */
export const mixProblem = {
  devices: z.array(
    z.strictObject({
      name: z.string('a text'),
      pricePerHour: amount,
      available,
      unitsPerHour: z.record(z.string('a class of work'), amount),
    }),
    'a list of kinds of devices',
  ),
  load: z.array(
    z.strictObject({ name: z.string('a text'), units: z.optional(amount), unitsPerHour: z.optional(amount) }),
    'a list of classes of work',
  ),
};

/**
 * Checks options that hold a problem.
 *
 * @throws {HeteroGraphError} INVALID_OPTION naming the option; DUPLICATE_NAME of a kind or class; INVALID_OPTION where a device names a
 * class that the load does not have
 */
export function checkMix(schema: z.ZodMiniType, options: MixProblem): void {
  checkOptions(schema, options);
  checkNames('devices', options.devices);
  checkNames('load', options.load);
  const classes = new Set(options.load.map(({ name }) => name));
  for (const [i, { name, unitsPerHour }] of options.devices.entries()) {
    const unknown = Object.keys(unitsPerHour).find((each) => !classes.has(each));
    if (unknown !== undefined)
      throw new HeteroGraphError('INVALID_OPTION', `"${name}" does "${unknown}", which is no class of the load.`, {
        column: `devices.${i}.unitsPerHour.${unknown}`,
        hint: 'Leave it out, or add the class to the load with 0 units.',
      });
  }
}

function checkNames(list: string, named: readonly { readonly name: string }[]): void {
  const seen = new Set<string>();
  for (const [i, { name }] of named.entries()) {
    if (seen.has(name))
      throw new HeteroGraphError('DUPLICATE_NAME', `There are two of the name "${name}" in ${list}.`, {
        column: `${list}.${i}.name`,
        hint: 'Give each its own name.',
      });
    seen.add(name);
  }
}
