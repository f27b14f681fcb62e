import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PlainSha256, sha256 } from '../../src/core/sha256.js';

it('gives what Node gives, however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 6 }), (parts) => {
      const expected = createHash('sha256').update(Buffer.concat(parts)).digest('hex');
      for (const hash of [sha256(), new PlainSha256()]) {
        for (const part of parts) hash.update(part);
        expect(hash.hex()).toBe(expected);
      }
    }),
  );
});

it('takes text as UTF-8', () => {
  const expected = createHash('sha256').update('Grüße').digest('hex');
  expect(sha256().update('Grüße').hex()).toBe(expected);
  expect(new PlainSha256().update('Grüße').hex()).toBe(expected);
});
