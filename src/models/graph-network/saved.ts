import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import { numOutputs } from '../core/learning.js';
import type { SavedModel } from '../core/types.js';
import { type ColumnScale, checkScale } from '../inputs/column-scale.js';
import { checkMembersForm, type SeenMembers } from '../inputs/seen-members.js';
import type { LinkNetworkKind } from '../link-network/network.js';
import { checkForged } from '../network/check-forged.js';
import { checkSeenForm } from '../network/seen-network.js';
import type { NetworkSettings } from '../network/settings.js';
import type { GraphNetworkSettings } from './settings.js';
import type { GraphStatesFit } from './states.js';

/** What a fitted model of whole graphs keeps besides its weights. */
export interface GraphNetworkState {
  readonly members: SeenMembers;
  readonly fit: Omit<GraphStatesFit, 'settings'>;
  /** Of the columns that the last map reads; null where it reads none. */
  readonly columns: { readonly members: SeenMembers; readonly scale: ColumnScale } | null;
}

const text = z.string('a text');
const stateSchema = z.strictObject({
  members: z.looseObject({}),
  fit: z.strictObject({
    seen: z.looseObject({}),
    edgeTypes: z.array(z.tuple([text, text, text])).check(z.minLength(1, 'at least one')),
  }),
  columns: z.nullable(
    z.strictObject({ members: z.looseObject({}), scale: z.looseObject({ means: z.array(z.number()) }) }),
  ),
});

/** @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH where the parts of a saved model do not belong together */
export function checkSavedGraphNetwork(
  saved: SavedModel,
  { columns: hasColumns }: GraphNetworkSettings,
  network: LinkNetworkKind<NetworkSettings>,
): void {
  const { state, weights, task } = saved;
  checkOptions(stateSchema, state, { what: 'state' });
  const { members, fit, columns } = state as unknown as GraphNetworkState;
  checkMembersForm(members);
  checkSeenForm(fit.seen);
  if (columns) {
    checkMembersForm(columns.members);
    checkScale(columns.scale, columns.scale.means.length);
  }
  checkForged(saved, network as never);
  const total = weights.reduce((sum, { length }) => sum + length, 0);
  if (hasColumns === (columns !== null) && numOutputs(task) <= total) return;
  throw new HeteroGraphError('SHAPE_MISMATCH', 'The settings do not belong to the weights.', {
    column: 'settings',
    hint: 'Save the model again.',
  });
}
