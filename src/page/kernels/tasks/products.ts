// Exercises on products of matrices and on convolutions.

import { type Exercise, forward, ours, own } from '../exercise'
import matmul from './matmul.wgsl?raw'
import shared from './shared.wgsl?raw'
import tiles from './tiles.wgsl?raw'

const product = { op: 'linear', file: 'conv.wgsl', entry: 'convolve' } as const
const convolution = { op: 'conv2d', file: 'conv.wgsl', entry: 'convolve' } as const

export const products: readonly Exercise[] = [
  {
    name: 'matmul',
    ...product,
    scope: { samples: [0, 1, 2], ...forward },
    solution: own(matmul),
    start: {
      from: '  var sum = 0.0;',
      to: 'result[i] = sum;',
      by: '  result[i] = large[q * C] * weight[k];',
    },
    fails: ['y'],
  },
  {
    name: 'shared',
    ...product,
    scope: { samples: [0, 1, 2], ...forward },
    solution: own(shared),
    start: {
      from: '    for (var c = 0u; c < TILE; c++) {',
      to: '\n    }\n',
      by: '    sum = fma(left[lane], right[lane], sum);\n',
    },
    fails: ['y'],
  },
  {
    name: 'tiles',
    ...product,
    scope: { samples: [0, 1, 2], ...forward },
    solution: own(tiles),
    start: own(matmul),
    fails: [],
    pace: { size: 'GAN 2014, MNIST, D layer 1, batch 64', what: 'forward', most: 0.7 },
  },
  {
    name: 'conv',
    ...convolution,
    scope: { samples: [0, 2, 4], ...forward },
    solution: ours('conv.wgsl', 'convolve'),
    start: {
      from: '      // Unsigned numbers wrap',
      to: '- PADDING_W;',
      by: '      let h = p + r;\n      let w = q + s;',
    },
    fails: ['y'],
  },
  {
    name: 'border',
    ...convolution,
    scope: { samples: [0, 1], ...forward },
    solution: ours('conv.wgsl', 'convolve'),
    start: { from: 'if (h < H && w < W)', to: 'w < W)', by: 'if (h <= H && w < W)' },
    fails: ['y', 'outside'],
  },
  {
    name: 'weight-gradient',
    op: 'convWeightGradient',
    file: 'conv.wgsl',
    entry: 'weight_gradient',
    scope: { samples: [0, 1], ...forward },
    solution: ours('conv.wgsl', 'weight_gradient'),
    start: { from: '  for (var n = 0u; n < N; n++) {', to: '{', by: '  {\n    let n = 0u;' },
    fails: ['y'],
  },
  {
    name: 'transposed',
    op: 'convTranspose2d',
    file: 'conv.wgsl',
    entry: 'convolve_adjoint',
    scope: { samples: [0, 3], ...forward },
    solution: ours('conv.wgsl', 'convolve_adjoint'),
    start: {
      from: '      // Solve h =',
      to: '\n        }\n',
      by: `      // Row \`down\` of the small image, when STRIDE_H - 1 rows of zeros follow each of its rows.
      let down = h + PADDING_H - r * DILATION_H;
      let right = w + PADDING_W - s * DILATION_W;
      if (down < P * STRIDE_H && right < Q * STRIDE_W) {
        for (var k = 0u; k < K; k++) {
          var value = 0.0;
          if (down % STRIDE_H == 0u && right % STRIDE_W == 0u) {
            value = small[at_small(n, down / STRIDE_H, right / STRIDE_W, k)];
          }
          sum = fma(value, weight[at_weight(r, s, c, k)], sum);
        }
`,
    },
    fails: [],
    pace: {
      size: 'DCGAN 32², G image, batch 64',
      what: 'forward',
      // Batches of 64 would take a CPU a minute.
      typed: {
        shapes: { x: [4, 16, 16, 64], weight: [4, 4, 3, 64] },
        options: { stride: 2, padding: 1 },
      },
      most: 1.5,
    },
  },
]
