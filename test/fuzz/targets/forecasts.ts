import { applyForecast, fitForecast, openForecast, queryTask, saveForecast } from '../../../src/relational/index.js';
import { ASK, shop } from '../../relational/saved/shop.js';
import { type FuzzTarget, SilentFault } from '../target.js';

const questions = [
  ['few-features', ASK],
  ['linear', 'PREDICT COUNT(orders) OVER 30 DAYS FOR customers'],
  ['entity', 'PREDICT LAST(orders.way) OVER 10 DAYS FOR customers'],
] as const;

/** Saved forecasts: what a damaged one forecasts is possible, or it is refused. */
export const forecasts: readonly FuzzTarget[] = questions.map(([name, query]) => ({
  name: `forecast-${name}`,
  isForged: true,
  seed: async (folder) => {
    const database = shop();
    const learners = name === 'entity' ? [] : [name];
    const features = { maxFeatures: 30 };
    await saveForecast(await fitForecast(database, await queryTask(database, query), { learners, features }), folder);
  },
  read: async (folder) => {
    const kept = await openForecast(folder);
    const { kind, ids, values, happened, probabilities } = await applyForecast(kept, shop({ days: 330 }), {
      at: 300 * 86_400,
    });
    const isSound = kind === 'numbers' ? Number.isFinite : (value: number) => value >= 0 && value <= 1;
    if (ids.length !== values.length || !values.every(isSound) || !(probabilities ?? []).every(isSound))
      throw new SilentFault('There are impossible forecasts.');
    if (happened && happened.labels.length !== ids.length) throw new SilentFault('What happened is of other rows.');
  },
}));
