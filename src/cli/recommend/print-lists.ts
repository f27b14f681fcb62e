import { HeteroGraphError } from '../../core/index.js';
import { openRecommenderRun, type RecommenderRun } from '../../experiments/index.js';
import { titlesOf } from '../../experiments/internal.js';
import { similarIdHint } from '../../graph/internal.js';
import type { RecommendedList } from '../../recommend/index.js';
import { unknownHint } from '../../recommend/internal.js';
import { invalidOption, wholeNumber } from '../options/options.js';
import type { Session } from '../terminal/session.js';
import { textTable } from '../terminal/text-table.js';
import { itemIds } from './item-ids.js';

/** What a run is asked. */
export interface AskFlags {
  readonly user?: readonly string[];
  /** Each with commas between ids. */
  readonly items?: readonly string[];
  readonly similar?: string;
  readonly explain?: string;
  readonly k?: string;
  readonly seen?: boolean;
}

/** Titles are cut so that a line fits the terminal. */
const LONGEST = 50;

/** Prints lists of a run: for users, for a list of items, like an item; or why an item. */
export async function printLists(folder: string, flags: AskFlags, session: Session): Promise<void> {
  const { user, items, similar, explain, seen } = flags;
  const asked = [user, items, similar].filter((each) => each !== undefined).length;
  if (asked !== 1) {
    throw invalidOption(
      asked === 0 ? 'It is not said for whom.' : 'Several of --user, --items and --similar are given.',
      'Give one of --user ID, --items ID,ID,ID and --similar ID.',
    );
  }
  const k = flags.k === undefined ? 10 : wholeNumber(flags.k, '--k');
  const run = await openRecommenderRun(folder);
  const { recommender } = run;
  if (explain !== undefined) return printReasons(run, explain, flags, session);
  if (similar !== undefined) {
    const [list] = recommender.similarItems([similar], { k });
    if (list!.isUnknown) throw unknownId(run, similar);
    session.print({ ...list!, scores: Array.from(list!.scores) }, listText(run, list!, `like ${similar}`));
    return;
  }
  const options = { k, seen: seen === true };
  const lists = user
    ? recommender.recommend(user, options)
    : [recommender.recommendFor(itemIds(recommender.train.items, items!), options)];
  const plain = lists.map((list) => {
    const hint = unknownHint(recommender, list);
    return { ...list, scores: Array.from(list.scores), ...(hint === undefined ? {} : { hint }) };
  });
  const texts = lists.map((list, i) => {
    const { hint } = plain[i]!;
    return `${listText(run, list, headOf(run, list))}${hint === undefined ? '' : `\n${hint}`}`;
  });
  session.print({ lists: plain }, texts.join('\n\n'));
}

function printReasons(run: RecommenderRun, item: string, { user, items }: AskFlags, session: Session): void {
  const { recommender } = run;
  if (!user && items === undefined) throw invalidOption('--explain is about a list.', 'Give --user or --items, too.');
  if (!recommender.scorer.explain) {
    throw new HeteroGraphError('UNSUPPORTED_BY_MODEL', `${recommender.name} does not say what a score is made of.`, {
      hint: 'item-knn, ease, als and gf-cf may: train with --model.',
    });
  }
  const who = user ? user[0]! : itemIds(recommender.train.items, items!);
  const explained = recommender.explain(who, item);
  if (!explained) {
    throw user && recommender.train.items.indexOf(item) >= 0 ? unknownId(run, user[0]!, 'users') : unknownId(run, item);
  }
  const titleOf = titlesOf(recommender, run.config.itemTitle);
  const rows = explained.because
    .slice(0, 20)
    .map(({ item: each, value }) => [...named(run, each), value.toPrecision(3)]);
  const heads = ['because of', ...(run.config.itemTitle === undefined ? [] : [run.config.itemTitle]), 'adds'];
  session.print(explained, `Why ${titleOf(explained.item)}:\n${textTable(heads, rows)}`);
}

function headOf({ config }: RecommenderRun, { user, by, seenLeftOut, unknownItems }: RecommendedList): string {
  const whose = user === undefined ? 'for these items' : `for ${config.userType} ${user}`;
  const count = `${seenLeftOut} item${seenLeftOut === 1 ? '' : 's'}`;
  const how = {
    fitted: `from what was taken before, ${count}, left out`,
    'folded-in': `from ${count}, left out`,
    popularity: 'nothing is known: what most take',
  }[by];
  const unknown = unknownItems.length > 0 ? `; unknown: ${unknownItems.join(', ')}` : '';
  return `${whose} (${seenLeftOut === 0 && by !== 'popularity' ? 'what was taken may be in it' : how}${unknown})`;
}

function listText(
  run: RecommenderRun,
  { items, scores, isShort }: Pick<RecommendedList, 'items' | 'scores' | 'isShort'>,
  head: string,
): string {
  const { config } = run;
  const rows = items.map((item, i) => [i + 1, ...named(run, item), scores[i]!.toPrecision(4)]);
  const heads = ['', config.itemType, ...(config.itemTitle === undefined ? [] : [config.itemTitle]), 'score'];
  const short = isShort ? '\nThere are no more.' : '';
  return `${config.itemType} ${head}\n${textTable(heads, rows)}${short}`;
}

/** The id of an item, and its title where there are titles. */
function named({ config, recommender }: RecommenderRun, item: string | number): string[] {
  if (config.itemTitle === undefined) return [String(item)];
  const title = titlesOf(recommender, config.itemTitle)(item);
  return [String(item), title.length > LONGEST ? `${title.slice(0, LONGEST - 1)}…` : title];
}

function unknownId({ config, recommender }: RecommenderRun, id: string, side: 'users' | 'items' = 'items') {
  return new HeteroGraphError('UNKNOWN_ID', `There is no "${id}".`, {
    type: side === 'items' ? config.itemType : config.userType,
    hint: similarIdHint(recommender.train[side], id) ?? 'See to the spelling; ids are as they stand in the files.',
  });
}
