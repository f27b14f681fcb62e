/** Pointer symbols of WordNet's data files: relation name, and the symbol of the inverse where WordNet stores one. */
export const pointers: Readonly<Record<string, { readonly relation: string; readonly inverse?: string }>> = {
  '@': { relation: 'hypernym', inverse: '~' },
  '~': { relation: 'hyponym', inverse: '@' },
  '@i': { relation: 'instance_hypernym', inverse: '~i' },
  '~i': { relation: 'instance_hyponym', inverse: '@i' },
  '#m': { relation: 'member_holonym', inverse: '%m' },
  '%m': { relation: 'member_meronym', inverse: '#m' },
  '#s': { relation: 'substance_holonym', inverse: '%s' },
  '%s': { relation: 'substance_meronym', inverse: '#s' },
  '#p': { relation: 'part_holonym', inverse: '%p' },
  '%p': { relation: 'part_meronym', inverse: '#p' },
  ';c': { relation: 'topic', inverse: '-c' },
  '-c': { relation: 'topic_member', inverse: ';c' },
  ';r': { relation: 'region', inverse: '-r' },
  '-r': { relation: 'region_member', inverse: ';r' },
  ';u': { relation: 'usage', inverse: '-u' },
  '-u': { relation: 'usage_member', inverse: ';u' },
  '!': { relation: 'antonym', inverse: '!' },
  '+': { relation: 'derivation', inverse: '+' },
  '=': { relation: 'attribute', inverse: '=' },
  '&': { relation: 'similar', inverse: '&' },
  $: { relation: 'verb_group', inverse: '$' },
  '*': { relation: 'entailment' },
  '>': { relation: 'cause' },
  '^': { relation: 'also' },
  '\\': { relation: 'pertainym' },
  '<': { relation: 'participle' },
};

/** Lexicographer files of nouns (numbers 3 to 28) and verbs (29 to 43), in the order of their numbers. */
const nounFiles =
  'Tops act animal artifact attribute body cognition communication event feeling food group location motive object person phenomenon plant possession process quantity relation shape state substance time'.split(
    ' ',
  );
const verbFiles =
  'body change cognition communication competition consumption contact creation emotion motion perception possession social stative weather'.split(
    ' ',
  );

export interface PartOfSpeech {
  readonly file: string;
  /** Letters in data files and pointers; satellite adjectives ('s') are adjectives. */
  readonly letters: string;
  readonly nodeType: string;
  /** Numbers of its lexicographer files. */
  readonly lexicographers: readonly number[];
  /** Names of these files, where they are the classes of the type. */
  readonly classes: readonly string[];
}

const numbersFrom = (first: number, names: readonly string[]) => names.map((_, i) => first + i);

export const partsOfSpeech: readonly PartOfSpeech[] = [
  {
    file: 'data.noun',
    letters: 'n',
    nodeType: 'noun',
    lexicographers: numbersFrom(3, nounFiles),
    classes: nounFiles.map((name) => `noun.${name}`),
  },
  {
    file: 'data.verb',
    letters: 'v',
    nodeType: 'verb',
    lexicographers: numbersFrom(29, verbFiles),
    classes: verbFiles.map((name) => `verb.${name}`),
  },
  { file: 'data.adj', letters: 'as', nodeType: 'adjective', lexicographers: [0, 1, 44], classes: [] },
  { file: 'data.adv', letters: 'r', nodeType: 'adverb', lexicographers: [2], classes: [] },
];
