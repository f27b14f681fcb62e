import { isoSeconds } from '../../graph/internal.js';
import { learnedNames } from '../../relational/internal.js';
import { invalidOption, wholeNumber } from '../options/options.js';

export interface ForecastFlags {
  readonly task?: string;
  readonly save?: string;
  readonly model?: string;
  readonly at?: string;
  readonly top: string;
  readonly k?: string;
  readonly out?: string;
  readonly protocol?: string;
  readonly mapping?: string;
  readonly validFrom?: string;
  readonly testFrom?: string;
  readonly horizon?: string;
  readonly learner?: readonly string[];
  readonly keep?: readonly string[];
  readonly seed?: string;
  readonly testOut?: string;
  readonly report?: string;
  readonly json?: boolean;
}

/** Of the list of forecasts: when, and how many are printed. */
export function listOptions({ at, top }: Pick<ForecastFlags, 'at' | 'top'>): {
  readonly times: { readonly at?: number };
  readonly top: number;
} {
  return { times: at === undefined ? {} : { at: dateOption(at, '--at') }, top: wholeNumber(top, '--top') };
}

/** What may be seen. @throws {HeteroGraphError} INVALID_OPTION */
export function protocolOption(protocol = 'rolling'): 'rolling' | 'frozen' {
  if (protocol === 'rolling' || protocol === 'frozen') return protocol;
  throw invalidOption(`--protocol is ${JSON.stringify(protocol)}.`, 'It must be rolling or frozen.');
}

/** A date in seconds since 1970. @throws {HeteroGraphError} INVALID_OPTION */
export function dateOption(text: string, option: string): number {
  const seconds = isoSeconds(text);
  if (!Number.isNaN(seconds)) return seconds;
  throw invalidOption(`${option} is ${JSON.stringify(text)}.`, 'Give a date such as 2024-05-31.');
}

/** @throws {HeteroGraphError} INVALID_OPTION where there is no such learner */
export function checkLearners(names: readonly string[] = [], there: readonly string[] = learnedNames): void {
  const unknown = names.find((name) => !there.includes(name));
  if (unknown === undefined) return;
  throw invalidOption(`--learner is ${JSON.stringify(unknown)}.`, `There are: ${there.join(', ')}.`);
}
