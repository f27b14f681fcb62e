import type { Recommender } from '../../recommend/index.js';
import { usersWithPairs } from '../../recommend/internal.js';
import type { ReportTable } from '../../viz/index.js';
import type { InteractionParts } from './split-interactions.js';

/** Users whose lists are shown. */
const USERS = 5;
/** Items that are shown of a history and of a list. */
const ITEMS = 5;

/** What some users took and what they are shown: those of the test in the order of their ids, evenly spread. */
export function exampleLists(
  recommender: Recommender,
  { test }: InteractionParts,
  title: string | undefined,
): ReportTable {
  const all = usersWithPairs(test.matrix);
  const step = Math.max(1, Math.floor(all.length / USERS));
  const users = Array.from(all.filter((_, i) => i % step === 0).slice(0, USERS));
  const nameOf = titlesOf(recommender, title);
  const lists = recommender.recommend(
    users.map((user) => test.users.idOf(user)),
    { k: ITEMS },
  );
  const rows = lists.map(({ user, items }) => {
    const history = Array.from(recommender.historyOf(user!)?.items ?? [], (item) => recommender.train.items.idOf(item));
    const more = history.length > ITEMS ? ` and ${history.length - ITEMS} more` : '';
    return [String(user), `${history.slice(0, ITEMS).map(nameOf).join('; ')}${more}`, items.map(nameOf).join('; ')];
  });
  return { heads: ['user', 'took', 'is shown'], rows };
}

/** What an item is called: its title, where there is one. */
export function titlesOf(recommender: Recommender, title: string | undefined): (item: string | number) => string {
  const titles = title === undefined ? undefined : recommender.itemColumns[title];
  return (item) => {
    const text = titles?.[recommender.train.items.indexOf(item)];
    return text === undefined || text === null ? String(item) : String(text);
  };
}
