import { ownProperty } from '../../core/index.js';

const IRREGULAR: Readonly<Record<string, string>> = {
  people: 'person',
  men: 'man',
  women: 'woman',
  children: 'child',
  news: 'news',
  series: 'series',
  species: 'species',
  data: 'data',
};

/** Words that end in `ie` where there is one. */
const IE = /^(mov|cook|zomb|calor|rook|self|hood|brown|coll|pix|t|p|d|l)ies$/i;

/** `customer` of `customers`, `category` of `categories`, `address` of `addresses`; the last of several words. */
export function singular(name: string): string {
  const found = /^(.*?)([A-Za-z]+)$/.exec(name);
  if (!found) return name;
  const [, before, word] = found as unknown as [string, string, string];
  const known = ownProperty(IRREGULAR, word.toLowerCase());
  if (known !== undefined) return before + known;
  if (IE.test(word)) return before + word.slice(0, -1);
  if (/[^aeiou]ies$/i.test(word)) return `${before}${word.slice(0, -3)}y`;
  if (/(ss|sh|ch|x|zz)es$/i.test(word)) return before + word.slice(0, -2);
  if (/(ss|us|is)$/i.test(word) || !/s$/i.test(word) || word.length < 3) return name;
  return before + word.slice(0, -1);
}

/** Words of a name in small letters: `customer id` of `customerId`, `CUSTOMER_ID` or `customer-id`. */
export function words(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

const KEY_WORDS = new Set(['id', 'ids', 'key', 'code', 'no', 'nr', 'number', 'uuid', 'guid', 'ref', 'sku', 'pk', 'fk']);

/** Whether a column looks, by its name, as though it named something. */
export function isKeyName(name: string): boolean {
  const all = words(name);
  return KEY_WORDS.has(all.at(-1) ?? '') || KEY_WORDS.has(all[0] ?? '') || /[a-z](id|key)$/.test(name.toLowerCase());
}

/** Whether a name says no more than that it names something: `no`, `code`, `id`. */
export function isBareKeyName(name: string): boolean {
  return words(name).every((word) => KEY_WORDS.has(word));
}

/** What a column of ids names, by its own name: `customer` of `customer_id`, `customerId` or `fk_customer`. */
export function keyStem(name: string): string {
  const all = words(name);
  const stem = all.filter((word, i) => !((i === 0 || i === all.length - 1) && KEY_WORDS.has(word)));
  const text = (stem.length > 0 ? stem : all).join('_');
  return stem.length === 1 && stem[0] === all.at(-1) ? (/^(.{2,}?)(id|key)$/.exec(text)?.[1] ?? text) : text;
}

/** A name of words, such as names of tables are compared by. */
export function plainName(name: string): string {
  return words(name).join('_');
}
