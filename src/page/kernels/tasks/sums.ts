// Exercises on what a workgroup shares, and on digits that are lost.

import { type Exercise, forward, ofX, own, unfolded } from '../exercise'
import sumTree from './sumTree.wgsl?raw'

const sum = { op: 'sum', file: 'sums.wgsl', entry: 'sum_axis' } as const
const samples = [1, 2, 4]

export const sums: readonly Exercise[] = [
  {
    name: 'sum',
    ...sum,
    scope: { samples, ...forward },
    solution: own(sumTree),
    start: { from: '  for (var half', to: '\n  }\n', by: '' },
    fails: ['y'],
  },
  {
    name: 'barrier',
    ...sum,
    scope: { samples, ...forward },
    solution: own(sumTree),
    start: {
      from: 'parts[lane + half]; }\n    workgroupBarrier();',
      to: 'workgroupBarrier();',
      by: 'parts[lane + half]; }',
    },
    fails: ['race'],
  },
  {
    name: 'race',
    ...sum,
    scope: { samples, ...forward },
    solution: own(sumTree),
    start: {
      from: '  parts[lane] = some;',
      to: '\n  }\n',
      by: `  // The workgroup's memory is zero at first.
  parts[0] += some;
  workgroupBarrier();
`,
    },
    fails: ['race'],
  },
  {
    name: 'mean',
    op: 'batchNorm',
    file: 'moments.wgsl',
    entry: 'chunk_moments',
    scope: { samples: [0, 2, 4], ...forward },
    solution: unfolded('moments.wgsl', 'chunk_moments'),
    start: {
      from: '  let shift = x',
      to: 'squares - rest * correction, length);',
      by: `  var sum = 0.0;
  var squares = 0.0;
  for (var k = 0u; k < CHUNK; k++) {
    if (first + k < count) {
      let value = x[at_x(place, first + k)];
      sum += value;
      squares += value * value;
    }
  }
  let chunk_mean = sum / length;
  partial[i] = vec3f(chunk_mean, squares - chunk_mean * sum, length);`,
    },
    fails: ['y'],
  },
  {
    name: 'norm-gradient',
    op: 'batchNorm',
    file: 'batchNorm.wgsl',
    entry: 'input_gradient',
    scope: { samples: [0, 5], ...ofX },
    solution: unfolded('batchNorm.wgsl', 'input_gradient'),
    start: { from: 'result[at] = slope * (g', to: ';', by: 'result[at] = slope * g;' },
    fails: ['∂x'],
  },
]
