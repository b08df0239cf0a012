// The WGSL that the exercises need, in English.

import type { TaskTexts } from './names'

export const enPrimer: TaskTexts['primer'] = {
  title: 'The WGSL that you need',
  intro:
    'A kernel is a function that the GPU runs thousands of times at once. Each run is an invocation, with a number of its own.',
  rows: [
    [
      '@compute … fn leaky_relu(…) { … }',
      'The kernel: what stands between its braces runs. Lines with @ say how it is called; leave them as they are.',
    ],
    ['// …', 'A comment, which does nothing.'],
    [
      'let i = element(id, groups);',
      'Number of this invocation: 0, 1, 2, … Leave this line as it is.',
    ],
    [
      'if (i >= …) { return; }',
      'More invocations may run than there are numbers. The last ones return at once.',
    ],
    [
      'var<storage, read> x: array<f32>;',
      'An array in the memory of the GPU, which the kernel reads. It may write those with read_write.',
    ],
    ['x[i]', 'Element i of an array. The first is x[0]. result[i] = x[i]; copies one.'],
    ['let a = 2.0;', 'A name for a value that does not change. A semicolon ends each statement.'],
    [
      'const SLOPE: f32 = 0.01;',
      'A constant of the whole text. Check gives SLOPE the value of each sample, whatever stands here.',
    ],
    ['var sum = 0.0;', 'A variable: sum += a; adds to it.'],
    [
      '1.0, 1u',
      '1.0 is a number with a fraction (f32), 1u a whole number (u32). They do not mix: f32(n) converts.',
    ],
    ['7u / 2u, 7u % 2u', '3u and 1u: the quotient of whole numbers, and what is left.'],
    ['max(a, b), exp(a), sqrt(a)', 'The larger of two numbers, eᵃ, the square root.'],
    ['if (a > 0.0) { … } else { … }', 'A choice. Braces are compulsory.'],
    ['for (var r = 0u; r < 8u; r++) { … }', 'A loop: r is 0, 1, …, 7.'],
    ['select(a, b, c)', 'b where the condition c is true, else a.'],
    ['fma(a, b, c)', 'a · b + c, rounded once.'],
    [
      'vec4f',
      'Four numbers that are computed together. vec4f(a) is four times a, vec4f() four zeros.',
    ],
  ],
}
