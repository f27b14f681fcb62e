import * as z from 'zod/mini';
import { option } from '../../../core/index.js';
import { stateArray } from '../state-array.js';
import type { Forecaster, ForecasterState, RestoreContext } from '../types.js';
import { NetworkForecaster, weightsName } from './forecaster.js';
import { TemporalNetwork } from './model.js';
import { stateWidth } from './network-plan.js';
import { followedKeys } from './state-plan.js';

const text = z.string('a text');
const down = z.strictObject({ table: text, key: text });
const numbers = z.array(z.number('a number'));
const statePlan = z.strictObject({
  table: text,
  ups: z.array(z.strictObject({ key: text, table: text, downs: z.array(down) })),
  downs: z.array(down),
  hasMoment: z.boolean(),
});
const scaling = z.strictObject({ means: numbers, deviations: numbers });
const column = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('number'),
    column: text,
    isDate: z.boolean(),
    mean: z.number(),
    deviation: option.positive,
    frequent: numbers,
  }),
  z.strictObject({ kind: z.literal('category'), column: text, values: z.array(text) }),
]);

/** What of the state is no array. */
const schema = z.strictObject({
  plan: z.strictObject({
    columns: z.record(text, z.array(column)),
    self: statePlan,
    relations: z.array(z.strictObject({ down, state: statePlan })),
  }),
  scalings: z.strictObject({ self: scaling, relations: z.array(scaling) }),
  hidden: option.count,
  middle: z.number(),
  spread: option.positive,
  copies: option.count,
});

/** Widths that memory is taken for at most, whatever a file says. */
const MOST = { hidden: 4096, copies: 100, width: 1_000_000 };

/** What `NetworkForecaster.state` gave. @throws {Error} where it is no network of this kind */
export function restoreNetwork(
  { data, arrays = {} }: ForecasterState,
  { kind, numClasses, plan: { table } }: RestoreContext,
): Forecaster {
  const { plan, scalings, hidden, middle, spread, copies } = z.parse(schema, data);
  const known = new Set(Object.keys(plan.columns));
  const named = [...followedKeys(plan).keys()];
  const isSound = named.every((name) => known.has(name)) && plan.self.table === table;
  if (!isSound) throw new Error('The network is of other tables.');
  const states = [plan.self, ...plan.relations.map(({ state }) => state)];
  const widths = states.map((state) => stateWidth(plan, state));
  const fits = [scalings.self, ...scalings.relations].every(
    ({ means, deviations }, i) => means.length === widths[i] && deviations.length === widths[i],
  );
  const isLarge = hidden > MOST.hidden || copies > MOST.copies || widths.some((width) => width > MOST.width);
  if (!fits || isLarge || scalings.relations.length !== plan.relations.length)
    throw new Error('The widths of the network do not fit its tables.');
  const shape = { self: widths[0]!, relations: widths.slice(1), hidden, outputs: numClasses, dropout: 0 };
  const models: TemporalNetwork[] = [];
  try {
    for (let copy = 0; copy < copies; copy++) models.push(restoredModel(shape, copy, arrays));
  } catch (error) {
    for (const model of models) model.dispose();
    throw error;
  }
  return new NetworkForecaster({ plan, scalings, shape, labels: { kind, numClasses, middle, spread } }, models);
}

function restoredModel(
  shape: ConstructorParameters<typeof TemporalNetwork>[0],
  copy: number,
  arrays: NonNullable<ForecasterState['arrays']>,
): TemporalNetwork {
  const model = new TemporalNetwork(shape, 0);
  try {
    for (const [i, parameter] of model.parameters.entries()) {
      const values = stateArray(arrays, weightsName(copy, i), Float32Array, parameter.size);
      if (!values.every(Number.isFinite)) throw new Error('A weight of the network is no number.');
      parameter.write(values);
    }
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}
