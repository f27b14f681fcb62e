import fc from 'fast-check';
import { expect, it } from 'vitest';
import { printable } from '../../src/core/index.js';

it('escapes what a terminal acts upon and what turns the direction of writing', () => {
  expect(printable('\u001b[31mred\u001b]0;title\u0007')).toBe('\\u001b[31mred\\u001b]0;title\\u0007');
  expect(printable('a\u009b2Jb\u007f\r\b')).toBe('a\\u009b2Jb\\u007f\\u000d\\u0008');
  expect(printable('txt.\u202Eexe\u2066\u200F\uFEFF\u061C')).toBe('txt.\\u202eexe\\u2066\\u200f\\ufeff\\u061c');
  expect(printable('\uD83D \uDE00')).toBe('\\ud83d \\ude00');
});

it('leaves letters of all scripts, emoji with joiners, tabs and line ends', () => {
  for (const text of ['Zürich\té\n', '日本語', '👩‍👩‍👧', 'نمی‌خواهم', '']) expect(printable(text)).toBe(text);
});

it('inside JSON the text is the same for programs', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = printable(JSON.stringify({ [text]: text }));
      expect(JSON.parse(json)).toEqual({ [text]: text });
      expect(printable(json)).toBe(json);
    }),
  );
});
