import * as z from 'zod/mini';
import { HeteroGraph } from '../../graph/index.js';

export const graphOption = z.custom<HeteroGraph>((value) => value instanceof HeteroGraph, 'a graph');
const fanoutMustBe = 'a whole number from 0, or -1 for all neighbours';
/** How many neighbours to take. */
export const fanout = z.int(fanoutMustBe).check(z.minimum(-1, fanoutMustBe));
export const flag = z.boolean('true or false');
