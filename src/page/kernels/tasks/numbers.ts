// Exercises on one invocation for one number.

import { type Exercise, forward, ofX, ours, own } from '../exercise'
import adam from './adam.wgsl?raw'
import clip from './clip.wgsl?raw'
import leaky from './leaky.wgsl?raw'
import philox from './philox.wgsl?raw'
import sumLoop from './sumLoop.wgsl?raw'

const leakyRelu = { op: 'leakyRelu', file: 'activations.wgsl' } as const

export const numbers: readonly Exercise[] = [
  {
    name: 'number',
    ...leakyRelu,
    entry: 'leaky_relu',
    scope: { samples: [0, 2], ...forward },
    solution: own(leaky),
    start: { from: '  if (x[i] > 0.0) {', to: 'SLOPE * x[i];\n  }', by: '  result[i] = x[i];' },
    fails: ['y'],
  },
  {
    name: 'leaky-relu',
    ...leakyRelu,
    entry: 'leaky_relu_backward',
    scope: { samples: [0, 2], ...ofX },
    solution: ours('activations.wgsl', 'leaky_relu_backward'),
    start: { from: 'result[i] = grad_y[i]', to: ';', by: 'result[i] = grad_y[i];' },
    fails: ['∂x'],
  },
  {
    name: 'loop',
    op: 'sum',
    file: 'sums.wgsl',
    entry: 'sum_axis',
    scope: { samples: [1, 2, 4], ...forward },
    solution: own(sumLoop),
    start: {
      from: '  var sum = 0.0;',
      to: '\n  }\n  result',
      by: '  let row = chunk * CHUNK;\n  let sum = x[(outer * ROWS + row) * INNER + inner];\n  result',
    },
    fails: ['y'],
  },
  {
    name: 'softplus',
    op: 'softplus',
    file: 'activations.wgsl',
    entry: 'softplus',
    scope: { samples: [0, 1], ...forward },
    solution: ours('activations.wgsl', 'softplus'),
    start: {
      from: '// log(1 + e^x) = x',
      to: 'log1p(exp_neg_abs(x));',
      by: 'return log(1.0 + exp(x));',
    },
    fails: ['y'],
  },
  {
    name: 'adam',
    op: 'adam',
    file: 'optim.wgsl',
    entry: 'adam',
    scope: { samples: [0, 1, 2, 3], ...forward },
    solution: own(adam),
    start: { from: '\n  let m =', to: '+ EPS);', by: '  parameters[i] -= lr * g;' },
    fails: ['y'],
  },
  {
    name: 'clip',
    op: 'rmsprop',
    file: 'optim.wgsl',
    entry: 'rmsprop',
    scope: { samples: [0, 1], ...forward },
    solution: own(clip),
    start: {
      from: '  var p = ',
      to: 'parameters[i] = p;',
      by: `  let change = lr * g / (sqrt(v) + EPS);
  parameters[i] -= clamp(change, -clip, clip);`,
    },
    fails: ['y'],
  },
  {
    name: 'philox',
    op: 'uniform',
    file: 'random.wgsl',
    entry: 'uniform',
    scope: { samples: [0, 1, 2], ...forward },
    solution: own(philox),
    start: {
      from: '  let low = ',
      to: '(carry >> 16u);',
      by: '  return (a >> 16u) * (b >> 16u);',
    },
    fails: ['y'],
  },
]
