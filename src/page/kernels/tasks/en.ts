// Texts of the exercises, in English.

import { enPrimer } from './enPrimer'
import type { TaskTexts } from './names'

export const en: TaskTexts = {
  primer: enPrimer,
  tasks: {
    number: {
      title: 'One invocation, one number',
      text: [
        'A leaky ReLU leaves a positive number as it is, and multiplies any other by a small `SLOPE`. Each invocation reads one number, `x[i]`, and writes one, `result[i]`.',
        'The start writes `x[i]` in both cases, so the result, y, is wrong wherever x is negative. Press Check to see the first wrong element; then change the line `result[i] = x[i];`, and check again.',
      ],
      hints: [
        'Two cases need an `if`: `if (x[i] > 0.0) { … } else { … }`.',
        'The second case is `result[i] = SLOPE * x[i];`',
      ],
    },
    'leaky-relu': {
      title: 'The gradient of a leaky ReLU',
      text: [
        'The backward pass gets `grad_y`, the gradient of the loss with respect to y, and computes that with respect to x: `grad_y` times the slope, which is 1 where x is positive and `SLOPE` elsewhere. (`GAIN`, which multiplies both, is usually 1.)',
        'The kernel has `y`, not x. Its sign is that of x. Each invocation computes four neighbouring numbers at once, as one `vec4f`; operators and `select` work on each of the four. The start returns `grad_y` unchanged, so the result, ∂x, is wrong wherever x is negative.',
      ],
      hints: [
        '`select(a, b, condition)` takes b where the condition holds. `y[i] > vec4f()` compares each of the four with 0.',
        'The slopes are `select(vec4f(GAIN * SLOPE), vec4f(GAIN), y[i] > vec4f())`.',
      ],
    },
    loop: {
      title: 'A sum, by one invocation',
      text: [
        'A loss is one number for a whole batch, so something has to be added up. Here each invocation adds the rows of one chunk: rows `chunk * CHUNK`, `chunk * CHUNK + 1`, …, `CHUNK` of them. The last chunk may have fewer, as `ROWS` ends it.',
        'The lines above the sum say which chunk an invocation adds, and in which column (`outer`, `inner`). There, number `row` lies at `x[(outer * ROWS + row) * INNER + inner]`. The start takes the first row of the chunk alone.',
      ],
      hints: [
        'Begin with `var sum = 0.0;`, and add inside `for (var r = 0u; r < CHUNK; r++) { … }`.',
        'In the loop: `let row = chunk * CHUNK + r;` and, only `if (row < ROWS)`, add `x[…]` to sum.',
      ],
    },
    softplus: {
      title: 'A softplus that does not overflow',
      text: [
        'The softplus log(1 + exp(x)) is the loss of the first GANs. From x = 89 on, exp(x) is larger than any f32: the start gives infinity where the answer is close to x.',
        'Where x is very negative, 1 + exp(x) rounds to 1, and all digits of exp(x) are lost. Rewrite the line `return log(1.0 + exp(x));` so that neither happens.',
      ],
      hints: [
        'log(1 + exp(x)) = max(x, 0) + log(1 + exp(−|x|)): this exponential is at most 1.',
        '`lib/math.wgsl`, which the second line includes, has `exp_neg_abs(x)` for exp(−|x|) and `log1p(t)` for log(1 + t), which keeps the digits of a small t.',
        '`return max(x, 0.0) + log1p(exp_neg_abs(x));`',
      ],
    },
    adam: {
      title: 'Adam in one pass',
      text: [
        'Adam keeps two running means for each parameter: m of the gradient g, and v of its square:\nm ← β₁ m + (1 − β₁) g\nv ← β₂ v + (1 − β₂) g²\np ← p − lr · (m / c₁) / (√(v / c₂) + ε)\nThe arrow gives the name on its left a new value; c₁ and c₂ correct means that began at zero.',
        'In separate kernels, each step would read and write all parameters several times. One kernel reads each number once. The start is plain gradient descent: the parameters are wrong, and the moments stay as they were.',
      ],
      hints: [
        '`BETA1_REST` is 1 − β₁, and the old m is `first_moment[i]`. So `let m = BETA1 * first_moment[i] + BETA1_REST * g;`, and v likewise with `g * g`.',
        'Store both: `first_moment[i] = m;` and `second_moment[i] = v;`. Then `parameters[i] -= lr * (m / c1) / (sqrt(v / c2) + EPS);`',
      ],
    },
    clip: {
      title: 'The clip of a WGAN',
      text: [
        'The critic of a WGAN must not be too steep. Its inventors enforce that roughly: after each step, every weight is moved into −clip … clip. A clip of 0 in `state[4]` stands for none.',
        'The start clips the change of the weight instead of the weight. That is a different method: small changes add up, and the weights leave the interval.',
      ],
      hints: [
        'Compute the new weight first: `var p = parameters[i] - …;`. Then bring p into the interval, if clip is above 0.',
        '`p = clamp(p, -clip, clip);` is enough here. Our kernel uses two `select`s, since `clamp` may turn a NaN into a number and hide it.',
      ],
    },
    philox: {
      title: 'Noise without a state',
      text: [
        'A generator begins with noise. Thousands of invocations cannot take turns at one random generator, so each computes its number from its place alone: Philox multiplies and mixes ten times what counts the number (i, the draw) with the seed.',
        'It needs all 64 bits of products of two 32-bit numbers, and WGSL has no 64-bit integers. `a * b` keeps the lower 32. The start’s `multiply_high` drops parts of the upper 32, so all numbers are other ones.',
      ],
      hints: [
        'As at school, with digits of 16 bits: a = a₁ · 2¹⁶ + a₀, so a · b = a₁b₁ · 2³² + (a₁b₀ + a₀b₁) · 2¹⁶ + a₀b₀.',
        'Each middle product has 32 bits: `middle >> 16u` of it belongs to the upper half, and `middle & 0xFFFFu` may carry.',
        'The carry is `((a₀b₀ >> 16u) + (first & 0xFFFFu) + (second & 0xFFFFu)) >> 16u`.',
      ],
    },
    sum: {
      title: 'A sum in workgroup memory',
      text: [
        'The invocations of a workgroup can share memory: `var<workgroup> parts`. Here `LANES` of them share one sum. Each adds every LANES-th row and stores its part in `parts[lane]`.',
        '`workgroupBarrier()` waits until all of them have come so far; then every part may be read. The start returns the first part alone. Add the parts up as a tree: in each round, the first half of the invocations adds the other half’s parts to its own.',
      ],
      hints: [
        'The loop is `for (var half = LANES / 2u; half > 0u; half /= 2u) { … }`.',
        'In it: `if (lane < half) { parts[lane] += parts[lane + half]; }` and, outside the `if`, `workgroupBarrier();`',
      ],
    },
    barrier: {
      title: 'Bug hunt: a missing barrier',
      text: [
        'The same sum. Its values may be right on one GPU and wrong on another: an invocation reads a part that another one may not have written yet.',
        'Check follows each invocation from barrier to barrier, and says which two of them meet, and in which lines.',
      ],
      hints: [
        'A part that is written in one round is read in the next one.',
        'All invocations of a workgroup must pass a barrier, so it may not stand in a branch that only some take: put it after the `if`, inside the loop.',
      ],
    },
    race: {
      title: 'Bug hunt: a race',
      text: [
        'Shorter than a tree: all invocations add to one number, `parts[0]`. But `+=` is a read, an addition and a write. Two invocations that read before either has written lose one of the two parts.',
        'On some adapters the sum is right by luck. Each invocation needs a place of its own; then a tree adds the places up. (Other ways are slower, or change the order and so the bits.)',
      ],
      hints: [
        'Store first: `parts[lane] = some;`, then a barrier.',
        'The rest is the tree of the exercise before: rounds with half the invocations, and a barrier after each.',
      ],
    },
    mean: {
      title: 'The variance of 1000 ± 0.1',
      text: [
        'Batch norm needs the mean of a chunk, and Σ (x − mean)². The start computes the latter as Σ x² − mean · Σ x, which is true of real numbers.',
        'An f32 has seven digits, though: for numbers around 1000 both terms are millions, and their small difference is lost in the rounding. The sample with numbers from 999.8 to 1000.2 shows it.',
      ],
      hints: [
        'Go through the numbers twice: first for the mean, then for the squares of the deviations from it.',
        'For the last digits, add up what is left of each number after taking off the first number of the chunk: `x[…] - shift`, with `let shift = x[at_x(place, first)];`. The mean is then `shift + sum / length`.',
      ],
    },
    'norm-gradient': {
      title: 'The gradient of batch norm',
      text: [
        'Batch norm computes x̂ = (x − mean) / √(variance + ε). Mean and variance depend on every x of the channel, so each x changes every y of it.',
        'The start treats both as constants: grad_x = slope · g. What is missing are the two paths through mean and variance: from g, take off the mean of all g, and x̂ times the mean of all g · x̂. `share` has those two means: `share.y` of g, `share.x` of g · x̂.',
      ],
      hints: [
        'x̂ is `d * scale`.',
        'grad_x = slope · (g − (share.y + x̂ · share.x)): `slope * (g - fma(d * scale, share.x, share.y))`.',
      ],
    },
    matmul: {
      title: 'A product of matrices',
      text: [
        'A fully connected layer is a product of matrices: y[q, k] = Σ x[q, c] · weight[c, k] over all c. It runs as a convolution of one line of Q pixels, so x is called `large` here.',
        'Matrices lie row after row: x[q, c] is `large[q * C + c]`. An invocation computes one number of y. The start has the first term only.',
      ],
      hints: [
        'weight[c, k] is `weight[c * K + k]`.',
        'Begin with `var sum = 0.0;`, and in a loop over c: `sum = fma(large[q * C + c], weight[c * K + k], sum);`',
      ],
    },
    shared: {
      title: 'Tiles in workgroup memory',
      text: [
        'In the plain product each number of x is loaded K times, by K invocations. A workgroup that computes 8 × 8 numbers can load a tile of each matrix once and share it: each invocation brings one number of each tile, all wait, and then each uses 8 + 8 numbers of them.',
        'Loading and waiting are there. The start multiplies just the two numbers that the invocation brought itself. Make it the product of row `row` of `left` and column `column` of `right`. This pays on a GPU; where a CPU plays the GPU, workgroup memory is memory like any other.',
      ],
      hints: [
        'Tiles lie row after row, too: `left[row * TILE + c]` and `right[c * TILE + column]`.',
        'A loop over c from 0 to TILE, with `sum = fma(left[row * TILE + c], right[c * TILE + column], sum);`',
      ],
    },
    tiles: {
      title: 'Tiles in registers',
      text: [
        'The start is right, and slow: for each multiplication it loads two numbers. An invocation that computes 4 × 8 numbers of y loads 4 + 8 numbers for 32 multiplications. Its sums are a `var` of the function, which the GPU keeps in registers.',
        'Press Race: your kernel has to take at most 0.7 times the time of the plain one. Say in the third line how many invocations there are now: `// invocations: convolve = (Q + 3) / 4 * ((K + 7) / 8)`.',
      ],
      hints: [
        'Let invocation `tile` begin at row `tile / ACROSS * 4u` and column `tile % ACROSS * 8u`, where ACROSS is (K + 7) / 8.',
        'In the loop over c, load `var a: array<f32, 4>` and `var b: array<f32, 8>` first, then add all 32 products to `var sum: array<f32, 32>`. `// unroll` behind a loop writes it out.',
        'At the border, load `min(q + i, Q - 1u)` instead of a row that is not there, and store only where q + i < Q and k + j < K.',
      ],
    },
    conv: {
      title: 'A convolution',
      text: [
        'A discriminator looks at an image through a window of R × S pixels. Output (p, q) sees the pixels h = p · STRIDE_H + r · DILATION_H − PADDING_H, and w likewise, for all r and s of the window.',
        'The start moves the window by one pixel each time, from the first pixel on: it knows neither stride nor padding nor dilation.',
      ],
      hints: [
        'Write h and w as the text has them. Pixels outside the image count as zeros: the `if` leaves them out.',
        'Numbers are unsigned: 0 − 1 is 4294967295, which is not below H. So `h < H` also leaves out what lies above the image.',
      ],
    },
    border: {
      title: 'Bug hunt: off by one at the border',
      text: [
        'A convolution in which one comparison is wrong by one: it reads a row that the image does not have.',
        'In the middle of a batch that row is the first of the next image, so the values are wrong; in the last image it lies beyond the array. Check names both.',
      ],
      hints: ['The rows of an image are 0 to H − 1.', '`h <= H` lets row H through.'],
    },
    'weight-gradient': {
      title: 'The gradient of a convolution’s weight',
      text: [
        'A weight is used at every place of every image, so its gradient is a sum over all of them: ∂weight[r, s, c, k] = Σ large[n, h, w, c] · grad[n, p, q, k] over n, p and q. `small` is the gradient that comes in.',
        'One invocation computes the gradient of one weight. The start looks at the first image alone, so it is right for batches of one.',
      ],
      hints: [
        'There are N images: n runs from 0 to N − 1.',
        'Replace the line `let n = 0u;` and the brace before it by `for (var n = 0u; n < N; n++) {`.',
      ],
    },
    transposed: {
      title: 'A transposed convolution without zeros',
      text: [
        'A generator enlarges images. Textbooks insert zeros between the pixels and convolve. The start does so, in thought: it is right, but with stride 2 three of four multiplications are by zero.',
        'Press Race: your kernel has to take at most 1.5 times the time of the plain one, which multiplies by no zero.',
      ],
      hints: [
        'Whether a pixel is an inserted zero does not depend on k: decide before the loop.',
        'Move both tests into the `if` before the loop: only where `down % STRIDE_H == 0u && right % STRIDE_W == 0u`.',
        'Let `p = down / STRIDE_H` and `q = right / STRIDE_W`; the `if` asks p < P, q < Q and for both rests; the loop adds `small[at_small(n, p, q, k)] * weight[…]`.',
      ],
    },
  },
}
