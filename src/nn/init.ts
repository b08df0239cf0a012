import type { Random } from './philox'

export type Initial = (random: Random) => number

/** PyTorch's default for convolutions and linear layers: uniform within ±1/√fanIn. */
export function fanInUniform(fanIn: number): Initial {
  const bound = 1 / Math.sqrt(fanIn)
  return (random) => random.uniform(-bound, bound)
}

/** N(mean, std²); DCGAN takes N(0, 0.02²) for weights and N(1, 0.02²) for batch-norm scales. */
export function normalInitial(mean: number, std: number): Initial {
  return (random) => random.normal(mean, std)
}
