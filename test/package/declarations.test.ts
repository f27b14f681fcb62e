import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as tf from '@tensorflow/tfjs-core';
import { expect, expectTypeOf, it } from 'vitest';
import type * as z from 'zod/mini';
import type { ZodMiniType } from '../../src/core/zod-types.js';
import type * as ours from '../../src/tensor/tfjs-types.js';

const dist = join(import.meta.dirname, '../../dist');

it('the types that stand for those of other packages take theirs', () => {
  expectTypeOf<tf.Tensor>().toExtend<ours.Tensor>();
  expectTypeOf<tf.Tensor2D>().toExtend<ours.Tensor2D>();
  expectTypeOf<tf.Scalar>().toExtend<ours.Scalar>();
  expectTypeOf<z.ZodMiniType<{ a: number }>>().toExtend<ZodMiniType<{ a: number }>>();
  expectTypeOf<tf.DataType>().toEqualTypeOf<ours.DataType>();
});

it('declarations import no package but Apache Arrow', () => {
  const declarations = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.d.ts'),
  );
  expect(declarations.length).toBeGreaterThan(100);
  const packages = declarations.flatMap((path) =>
    [...readFileSync(join(dist, path), 'utf8').matchAll(/(?:from |import\()'([^.'][^']*)'/g)].map((match) => match[1]),
  );
  expect([...new Set(packages)]).toEqual(['apache-arrow']);
});
