import * as z from 'zod/mini';
import { checkOptions } from '../../../core/index.js';

/** Ways to write down the reasoning that leads to a known answer. */
export const thoughtStyles = ['chain', 'steps', 'tree', 'branches', 'panel', 'differences', 'background'] as const;
export type ThoughtStyle = (typeof thoughtStyles)[number];

/** A question, its answer, and how a prompt asks for the answer alone. */
export interface ThoughtQuestion {
  readonly question: string;
  readonly answer: string;
  /** Ends the prompt where no reasoning is wanted; default "Answer with the name alone." */
  readonly direct?: string;
}

/** What a style asks for, and what then ends the prompt: undefined where its reply is knowledge that goes before the answer. */
const styles: Readonly<Record<ThoughtStyle, { readonly ask: string; readonly reason: string | undefined }>> = {
  chain: {
    ask: 'Explain in plain sentences, one thought after the other, how the question leads to this answer.',
    reason: 'Think it through in plain sentences, then give the answer.',
  },
  steps: {
    ask: 'Explain it as a numbered list: one fact and what follows from it on every line, the answer on the last.',
    reason: 'Number your steps, one fact and what follows from it on each, then give the answer.',
  },
  tree: {
    ask: 'Let three people each write one step, compare, and drop whoever is wrong; go on round by round until those who are left agree on this answer. Write all rounds.',
    reason: 'Go through rounds of three proposals, dropping those that turn out wrong, then give the answer.',
  },
  branches: {
    ask: 'Write down at once every line of thought that could be followed, say of each why it fails or holds, and end with the one that gives this answer.',
    reason: 'Compare all lines of thought side by side, then give the answer of the one that holds.',
  },
  panel: {
    ask: 'Write the talk of several specialists of different fields who discuss the question and come to this answer together.',
    reason: 'Let specialists of several fields discuss it, then give the answer they agree on.',
  },
  differences: {
    ask: 'Write what tells the possible answers apart, so that somebody who reads it can decide. Do not say which one is right.',
    reason: undefined,
  },
  background: {
    ask: 'Write what is generally known of the things that the question names and that helps to answer it. Do not say which answer is right.',
    reason: undefined,
  },
};

const DIRECT = 'Answer with the name alone.';
const styleSchema = z.enum(thoughtStyles);
const questionSchema = z.strictObject({
  question: z.string('a text'),
  answer: z.string('a text'),
  direct: z.optional(z.string('a text')),
});

/**
 * What to ask a language model for, so that it writes the reasoning of a style for a question whose answer is known; which model that is, is up to
 * you.
 *
 * @example
 * const reply = await ask(thoughtPrompt('chain', { question: 'Is the first movie a comedy or a drama?', answer: 'drama' }));
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function thoughtPrompt(style: ThoughtStyle, given: ThoughtQuestion): string {
  checkOptions(styleSchema, style, { what: 'style' });
  checkOptions(questionSchema, given, { what: 'question' });
  const { question, answer } = given;
  return `Question: ${question}\nThe right answer is known: ${answer}\n${styles[style].ask}`;
}

/** A prompt and the text that it should be answered by. */
export interface ThoughtSample {
  readonly prompt: string;
  readonly target: string;
}

/**
 * A sample to train on of a question and the reply to its {@link thoughtPrompt}: the reply is the target, and the prompt asks for such reasoning; of
 * `differences` and `background` the reply goes into the prompt and the target stays the answer.
 *
 * @example
 * const samples = thoughtStyles.map((style, i) => thoughtSample(style, sample, replies[i]));
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function thoughtSample(style: ThoughtStyle, given: ThoughtQuestion, reply: string): ThoughtSample {
  checkOptions(styleSchema, style, { what: 'style' });
  checkOptions(questionSchema, given, { what: 'question' });
  checkOptions(z.string('a text'), reply, { what: 'reply' });
  const { question, answer, direct = DIRECT } = given;
  const { reason } = styles[style];
  if (reason === undefined) return { prompt: `${question}\n${reply}\n${direct}`, target: answer };
  return { prompt: `${question}\n${reason}`, target: reply };
}
