import { keyStem, singular, words } from './names.js';

const listed = (text: string) => new Set(text.split(' '));

/** Words for those who take things, as people call tables and columns. */
const USERS = listed(
  'user customer client member account visitor person reader listener viewer buyer shopper subscriber guest patron player profile household reviewer consumer patient student',
);
/** Words for what is taken. */
const ITEMS = listed(
  'item product article sku movie film book isbn song track artist album show series game business restaurant venue place location poi course recipe app video page offer listing property hotel title news post',
);
export type SideKind = 'user' | 'item';

/** `user` of `user_id`, `userId` and `Users`; `product` of `productCode`. */
export function sideName(name: string): string {
  const last = words(keyStem(name)).at(-1) ?? name.toLowerCase();
  return last === 'name' ? (words(name).at(-2) ?? last) : singular(last);
}

/** Whether a name is one of users or of items; undefined: it does not say. */
export function sideKind(name: string): SideKind | undefined {
  const word = sideName(name);
  return USERS.has(word) ? 'user' : ITEMS.has(word) ? 'item' : undefined;
}
