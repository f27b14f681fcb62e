import { HeteroGraphError } from '../../core/index.js';
import { type SideKind, sideKind, sideName } from '../../datasets/internal.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type Place, placesOf, type Side } from './sides.js';

/** What people may say of where the interactions are. */
export interface InteractionNames {
  /** Who takes: a node type, or the column of a table that names it; default: found by its name. */
  readonly userType?: string;
  /** What is taken; likewise. */
  readonly itemType?: string;
  /** The table or the relation with the interactions; default: the one with the most rows that has both. */
  readonly interactions?: string;
}

/** Where the interactions are. */
export interface FoundPlace {
  readonly place: Place;
  readonly user: Side;
  readonly item: Side;
  /** What was taken, and what else might have been. */
  readonly remarks: readonly string[];
}

/**
 * Finds who takes what: a relation from users to items, or a table whose rows name both, by the names that people give them.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE where what was named is not there; AMBIGUOUS naming what there is
 */
export function findInteractions(graph: HeteroGraph, names: InteractionNames): FoundPlace {
  const { interactions } = names;
  const all = placesOf(graph);
  const asked =
    interactions === undefined
      ? all
      : all.filter(({ name, edgeType }) =>
          isCalled(interactions, [name, ...(edgeType ? [edgeType.join('.'), edgeType.join('>')] : [])]),
        );
  if (asked.length === 0 && interactions !== undefined)
    throw unknown(
      'interactions',
      interactions,
      all.map(({ name }) => name),
    );
  const sides = [...new Set(asked.flatMap((place) => place.sides.map(({ name }) => name)))];
  for (const [option, name] of [
    ['userType', names.userType],
    ['itemType', names.itemType],
  ] as const) {
    if (name === undefined || asked.some((place) => place.sides.some((side) => means(side, name)))) continue;
    throw unknown(option, name, sides);
  }
  const isOnly = asked.length === 1;
  const fits = asked.flatMap((place) => {
    const pair = pairOf(place, names, isOnly);
    return pair ? [{ place, ...pair }] : [];
  });
  fits.sort((a, b) => Number(b.isNamed) - Number(a.isNamed) || b.place.numRows - a.place.numRows);
  const [best, ...others] = fits;
  if (!best || (!best.isNamed && others.length > 0)) throw unclear(all);
  const { place, user, item, isNamed } = best;
  const rivals = others.filter((other) => other.isNamed);
  return {
    ...{ place, user, item },
    remarks: [
      `${place.name} says who takes what: users are ${user.name}, items are ${item.name}${isNamed ? '' : ', by the order in which they stand'}. --user-type and --item-type name others.`,
      ...(rivals.length > 0
        ? [`Also possible: ${rivals.map((each) => each.place.name).join(', ')}; --interactions names one.`]
        : []),
    ],
  };
}

/** Users and items of a place; `isNamed`: their names say so. */
function pairOf({ sides }: Place, { userType, itemType }: InteractionNames, isOnly: boolean) {
  const named = (asked: string | undefined, kind: SideKind) =>
    asked !== undefined ? sides.find((side) => means(side, asked)) : sides.find((side) => kindOf(side) === kind);
  const user = named(userType, 'user');
  const item = sides.find((side) => side !== user && side === named(itemType, 'item')) ?? undefined;
  if (user && item) return { user, item, isNamed: true };
  const isAsked = userType !== undefined || itemType !== undefined;
  // The other of two is clear; of more, the one that a table of its own describes.
  const plain = sides.filter(({ isText }) => isText !== true);
  const rest = plain.filter((side) => side !== user && side !== item);
  const other = rest.length === 1 ? rest[0]! : onlyTable(rest);
  if (user && other && (isOnly || isAsked) && itemType === undefined) return { user, item: other, isNamed: true };
  // Items that lead to items are taken by nobody.
  if (item && other && userType === undefined && other.name !== item.name)
    return { user: other, item, isNamed: isAsked };
  const [first, second] = plain;
  const areTwo = plain.length === 2 && first!.name !== second!.name && !isAsked;
  return areTwo ? { user: first!, item: second!, isNamed: false } : undefined;
}

function onlyTable(sides: readonly Side[]): Side | undefined {
  const tables = sides.filter(({ nodeType }) => nodeType !== undefined);
  return tables.length === 1 ? tables[0] : undefined;
}

function kindOf({ name, aliases }: Side): SideKind | undefined {
  for (const each of [name, ...aliases]) {
    const kind = sideKind(each);
    if (kind) return kind;
  }
  return undefined;
}

function means({ name, aliases }: Side, asked: string): boolean {
  return isCalled(asked, [name, ...aliases]);
}

function isCalled(asked: string, names: readonly string[]): boolean {
  const exact = names.includes(asked);
  return exact || names.some((name) => sideName(name) === sideName(asked));
}

function unknown(option: string, name: string, there: readonly string[]): HeteroGraphError {
  return new HeteroGraphError('UNKNOWN_TYPE', `There is no "${name}" that could be the ${option}.`, {
    column: option,
    hint: `There are: ${there.slice(0, 20).join(', ') || 'none'}.`,
  });
}

function unclear(places: readonly Place[]): HeteroGraphError {
  const there = places.slice(0, 10).map(({ name, sides }) => `${name} (${sides.map((side) => side.name).join(', ')})`);
  return new HeteroGraphError('AMBIGUOUS', 'It is not clear who takes what.', {
    hint:
      there.length > 0
        ? `Name users and items: userType and itemType; there are: ${there.join('; ')}.`
        : 'A table is needed whose rows name a user and an item, such as user_id,item_id, with most of them in several rows.',
  });
}
