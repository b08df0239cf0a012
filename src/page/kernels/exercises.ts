// Exercises: each begins with a kernel that compiles and is wrong, and its solution is a kernel of the project, or a
// step towards one.

import type { OpName } from '../../catalogue/index'
import { alone } from './alone'
import sumTree from './sumTree.wgsl?raw'

export interface Exercise {
  /** In the address: `#lab/exercise/border`. */
  name: string
  title: string
  op: OpName
  file: string
  text: string
  hint: string
  /** Solution, from our text of the file. */
  solution: (ours: string) => string
  /** Part of the solution that is another at the start: from the one text to the end of the next such other. */
  fault: { from: string; to: string; by: string }
  /** Findings of the check on the start: a tensor that is wrong, or a kind of suspect. */
  fails: readonly string[]
}

const tree = () => sumTree

export const exercises: readonly Exercise[] = [
  {
    name: 'leaky-relu',
    title: 'The gradient of a leaky ReLU',
    op: 'leakyRelu',
    file: 'activations.wgsl',
    text:
      'A leaky ReLU is x where x is positive, and SLOPE · x elsewhere. Its gradient is grad_y times the slope: 1, or SLOPE. ' +
      'The start hands grad_y on unchanged, so ∂x is wrong wherever x is negative. Look at the sign of y, which is that of x. ' +
      'Each invocation computes four neighbouring elements, as one vec4f.',
    hint: 'select(a, b, condition) is b where the condition holds, element by element. Compare y[i] with vec4f(), which is zero.',
    solution: (ours) => alone(ours, 'activations.wgsl', 'leaky_relu_backward'),
    fault: {
      from: 'result[i] = grad_y[i]',
      to: ';',
      by: 'result[i] = grad_y[i];',
    },
    fails: ['∂x'],
  },
  {
    name: 'border',
    title: 'Off by one at the border',
    op: 'conv2d',
    file: 'conv.wgsl',
    text:
      'A convolution, one invocation for each number of the result. One comparison is wrong by one, and reads a row that the image does not have. ' +
      'In the middle of a batch that row is the first of the next image, so the values are wrong; in the last image it lies beyond the array. Check names both.',
    hint: 'The rows of an image are 0 to H − 1.',
    solution: (ours) => alone(ours, 'conv.wgsl', 'convolve'),
    fault: { from: 'if (h < H && w < W)', to: 'w < W)', by: 'if (h <= H && w < W)' },
    fails: ['y', 'outside'],
  },
  {
    name: 'softplus',
    title: 'A softplus that does not overflow',
    op: 'softplus',
    file: 'activations.wgsl',
    text:
      'Softplus is log(1 + e^x). From x = 89 on e^x is larger than any f32, and the start says infinity where the answer is close to x. ' +
      'Where x is very negative, 1 + e^x rounds to 1, and all digits of e^x are lost. Write it so that neither happens.',
    hint: 'log(1 + e^x) = max(x, 0) + log(1 + e^−|x|). lib/math.wgsl, which this file uses, has exp_neg_abs(x) for e^−|x| and log1p(t) for log(1 + t).',
    solution: (ours) => alone(ours, 'activations.wgsl', 'softplus'),
    fault: {
      from: '// log(1 + e^x) = x',
      to: 'log1p(exp_neg_abs(x));',
      by: 'return log(1.0 + exp(x));',
    },
    fails: ['y'],
  },
  {
    name: 'sum',
    title: 'A sum in workgroup memory',
    op: 'sum',
    file: 'sums.wgsl',
    text:
      'The invocations of a workgroup share a sum: each adds every LANES-th row, and puts its part into `parts`, which all of them see. ' +
      'The start stores the first part alone. Add the parts up: in each round the first half of the invocations adds the part of the other half to its own.',
    hint: 'for (var half = LANES / 2u; half > 0u; half /= 2u) { … } with a workgroupBarrier() at the end of each round, outside the if.',
    solution: tree,
    fault: { from: '  for (var half', to: '\n  }\n', by: '' },
    fails: ['y'],
  },
  {
    name: 'barrier',
    title: 'A missing barrier',
    op: 'sum',
    file: 'sums.wgsl',
    text:
      'The same sum, by a tree. Its values may be right on one GPU and wrong on another: an invocation reads a part that another one may not have written yet. ' +
      'Check follows each invocation between barriers, and says which two meet.',
    hint: 'A part that is written in one round is read in the next. All invocations of the workgroup must pass a barrier, so none may stand in a branch that only some take.',
    solution: tree,
    fault: {
      from: 'parts[lane + half]; }\n    workgroupBarrier();',
      to: 'workgroupBarrier();',
      by: 'parts[lane + half]; }',
    },
    fails: ['race'],
  },
  {
    name: 'mean',
    title: 'The variance of 1000 ± 0.1',
    op: 'batchNorm',
    file: 'moments.wgsl',
    text:
      'Batch norm needs the mean of a chunk, and Σ (x − mean)². The start computes the latter as Σ x² − mean · Σ x, which is true of real numbers. ' +
      'An f32 has seven digits, though: of numbers around 1000 both terms are a million each, and their difference is lost in the rounding. ' +
      'The samples with numbers from 999.8 to 1000.2 show it.',
    hint: 'Go through the numbers twice: first for the mean, then for the squares of the deviations from it. For the last digits, sum what is left after taking off the first number of the chunk.',
    solution: (ours) => alone(ours.replace(', lib/fold.wgsl', ''), 'moments.wgsl', 'chunk_moments'),
    fault: {
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
]

/**
 * Text that an exercise begins with.
 *
 * @throws Error where the solution has no longer what is to be replaced
 */
export function startOf({ name, solution, fault }: Exercise, ours: string): string {
  const text = solution(ours)
  const from = text.indexOf(fault.from)
  const end = text.indexOf(fault.to, from)
  if (from < 0 || end < 0) throw new Error(`the exercise ${name} does not fit its solution`)
  return text.slice(0, from) + fault.by + text.slice(end + fault.to.length)
}
