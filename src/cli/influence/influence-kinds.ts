import { invalidOption, realNumber, wholeNumber } from '../options/options.js';

/** The options that say which kind of question it is. */
export interface KindOptions {
  readonly k?: string;
  readonly algorithm?: string;
  readonly epsilon?: string;
  readonly sets?: string;
  readonly save?: string;
  readonly spread?: string;
  readonly budget?: string;
  readonly quota: Readonly<Record<string, string>>;
  readonly cost: Readonly<Record<string, string>>;
}

export interface OnlineKind {
  readonly sets: number;
  readonly folder: string | undefined;
}

export interface QuestionKind {
  readonly online?: OnlineKind;
  readonly spread?: number;
}

/** Whether so many sets are to be spent, a spread is required, or neither. @throws {HeteroGraphError} INVALID_OPTION where options clash */
export function questionKind(options: KindOptions): QuestionKind {
  const { algorithm, sets, save, spread } = options;
  const isOnline = algorithm === 'online';
  if (!isOnline) {
    const extra = sets !== undefined ? '--sets' : save !== undefined ? '--save' : undefined;
    if (extra !== undefined) throw invalidOption(`${extra} is for online runs.`, 'Give --algorithm online with it.');
  }
  const limits = [Object.keys(options.quota).length > 0 && '--quota', options.budget !== undefined && '--budget'];
  const clash = (kind: string, names: readonly (string | false | undefined)[]) => {
    const name = names.find((each) => typeof each === 'string');
    if (name !== undefined) throw invalidOption(`${name} does not go with ${kind}.`, 'Leave one of them out.');
  };
  if (spread !== undefined) {
    const others = [options.k !== undefined && '-k', algorithm !== undefined && '--algorithm'];
    clash('--spread', [...others, options.epsilon !== undefined && '--epsilon', ...limits]);
    return { spread: realNumber(spread, '--spread') };
  }
  if (!isOnline) return {};
  const cost = Object.keys(options.cost).length > 0 && '--cost';
  clash('--algorithm online', [options.epsilon !== undefined && '--epsilon', ...limits, cost]);
  if (options.k === undefined) throw invalidOption('An online run has no -k.', 'Give the number of seeds with -k.');
  if (sets === undefined)
    throw invalidOption('An online run has no --sets.', 'Give the number of sets to sample in all.');
  return { online: { sets: wholeNumber(sets, '--sets'), folder: save } };
}
