import {
  applyListForecast,
  fitListForecast,
  listTask,
  openListForecast,
  saveListForecast,
} from '../../../src/relational/index.js';
import { ASK_LIST, tasteShop } from '../../relational/lists/shop.js';
import { type FuzzTarget, SilentFault } from '../target.js';

/** Saved forecasts of lists: a damaged one lists items that there are, or it is refused. */
export const listForecasts: readonly FuzzTarget[] = [
  {
    name: 'list-forecast',
    isForged: true,
    seed: async (folder) => {
      const database = tasteShop({ customers: 40, days: 200 });
      const fitted = await fitListForecast(database, await listTask(database, ASK_LIST), { k: 5 });
      await saveListForecast(fitted, folder);
    },
    read: async (folder) => {
      const kept = await openListForecast(folder);
      const { lists, k } = await applyListForecast(kept, tasteShop({ customers: 12, days: 210 }));
      for (const { items, scores } of lists) {
        const isSound = items.length <= k && new Set(items).size === items.length && scores.every(Number.isFinite);
        if (!isSound) throw new SilentFault('There are impossible lists.');
      }
    },
  },
];
