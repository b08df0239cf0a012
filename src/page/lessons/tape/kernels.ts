// What each kernel of a recorded step is for, in a clause.

const sayings: Readonly<Record<string, string>> = {
  tick: 'counts on: seed, draws of noise, batches, iterations, which later kernels read',
  gather: 'copies the digits of this batch, and makes bytes numbers from −1 to 1',
  normal: 'draws z, the noise, from a normal distribution',
  convolve: 'a convolution: conv2d forward, and the ∂x of convTranspose2d',
  convolve_adjoint:
    'the adjoint of a convolution: convTranspose2d forward, and the ∂x of conv2d; with overlay after it, it makes a stamp for each small pixel',
  overlay: 'adds up these stamps where they overlap in the large image',
  weight_gradient: 'the gradient of a convolution’s weight, summed over all pixels and images',
  sum_splits: 'adds up the parts of a sum that several workgroups made at the same time',
  chunk_moments: 'mean and variance of each channel, a chunk of the numbers at a time',
  merge_moments: 'puts the chunks’ means and variances together',
  merge_and_track: 'puts the chunks together, and moves the running statistics on',
  normalise: 'normalises, scales and shifts, and does the activation after it in the same pass',
  chunk_gradients: 'the sums that batch norm’s gradients need, a chunk at a time',
  merge_gradients: 'puts the chunks’ sums together: the gradients of weight and bias come out here',
  input_gradient: 'from these sums, batch norm’s ∂x',
  leaky_relu: 'negative numbers times 0.2',
  leaky_relu_backward: 'the gradient times 1, or times 0.2 where x was negative',
  tanh_forward: 'tanh of each number',
  tanh_backward: 'the gradient times 1 − y²',
  slice: 'cuts out the scores of one half of the batch',
  concat: 'puts the gradients of both halves’ scores together again',
  score_loss: 'the loss of the scores, and in the same pass its slope by each score',
  add: 'adds two tensors, number by number',
  advance: 'counts the optimiser’s steps on, with the corrections that Adam divides by',
  adam: 'moves every parameter of the network',
  note: 'writes down both losses and the mean scores, for the page to read later',
}

/** Empty where nothing is known of a kernel. */
export const kernelSays = (entry: string): string => sayings[entry] ?? ''

/** Those of a step, each once, as they come. */
export const kernelsOf = (dispatches: readonly { entry: string }[]): string[] => [
  ...new Set(dispatches.map(({ entry }) => entry)),
]
