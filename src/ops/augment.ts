// Random changes of images, after DiffAugment: D sees real and generated images through them, and G learns
// through them, so that D cannot learn a small data set by heart. Each is linear in the images, but for
// the brightness that is added, and recorded with its adjoint.

import source from '../../shaders/augment.wgsl?raw'
import { check, sameShape, shape2, shape4, show } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import type { Constants } from '../gpu/specialise'
import { dispatch } from '../gpu/trace'
import { mean } from './sums'

const shader = new Shader('augment.wgsl', source)

/** Random numbers that an image takes: see augment.wgsl. */
export const DRAWS = 8

/**
 * Draws of which each change happens with some probability only: the others leave the image as it is.
 *
 * @param draws        [N, 16] in [0, 1): eight draws, and eight that decide. No gradient flows to them.
 * @param probability  its first number
 * @returns            [N, 8], for the ops below
 * @see Karras et al.: Training Generative Adversarial Networks with Limited Data, https://arxiv.org/abs/2006.06676
 */
export function gateDraws(draws: Tensor, probability: Tensor): Tensor {
  const [N, columns] = shape2('gateDraws', 'draws', draws, '[N, 16]')
  check(columns === 2 * DRAWS, 'gateDraws', () => {
    return `draws must hold ${2 * DRAWS} numbers for each image, but is ${show(draws.shape)}. Make it ${show([N, 2 * DRAWS])}.`
  })
  const result = empty('gated draws', [N, DRAWS])
  dispatch(shader, 'gate', {
    bindings: { chances: draws, state: probability, result },
    invocations: result.size,
  })
  return result
}

/**
 * Another brightness, saturation and contrast for each image.
 *
 * @param x      [N, H, W, C] in [-1, 1]
 * @param draws  [N, 8] in [0, 1); the first three count. No gradient flows to them.
 * @returns      x's shape
 * @see Zhao et al.: Differentiable Augmentation for Data-Efficient GAN Training, https://arxiv.org/abs/2006.10738
 */
export function colourJitter(x: Tensor, draws: Tensor): Tensor {
  checkDraws('colourJitter', x, draws)
  return jitter(x, draws, { BRIGHTEN: true })
}

function jitter(x: Tensor, draws: Tensor, constants: { BRIGHTEN: boolean }): Tensor {
  const [, H = 1, W = 1, C = 1] = x.shape
  const result = empty('colour_jitter', x.shape)
  const means = mean(x, { dim: [1, 2, 3] })
  dispatch(shader, 'colour_jitter', {
    constants: { H, W, C, ...constants },
    bindings: { x, draws, means, result },
    invocations: result.size,
  })
  return record('colourJitter', { x, draws }, result, (gradY) => ({
    x: () => jitter(gradY, draws, { BRIGHTEN: false }),
    draws: null,
  }))
}

export interface ShiftCutOptions {
  /** Pixels that an image moves at most, in each direction. */
  shift?: number
  /** Side of the square that is cut out, in pixels. */
  cut?: number
  /** Mirror half of the images. */
  flip?: boolean
}

/**
 * Mirrors images, moves them, and cuts a square out of each. What comes from outside, and the square, is 0.
 *
 * @param x      [N, H, W, C]
 * @param draws  [N, 8] in [0, 1); the last five count, and above 1 the seventh cuts nothing. No gradient flows to them.
 * @returns      x's shape
 * @see Zhao et al.: Differentiable Augmentation for Data-Efficient GAN Training, https://arxiv.org/abs/2006.10738
 */
export function shiftCut(
  x: Tensor,
  draws: Tensor,
  { shift = 0, cut = 0, flip = false }: ShiftCutOptions = {},
): Tensor {
  checkDraws('shiftCut', x, draws)
  const [, H = 1, W = 1, C = 1] = x.shape
  for (const [name, value] of Object.entries({ shift, cut })) {
    check(Number.isInteger(value) && value >= 0 && value <= Math.min(H, W), 'shiftCut', () => {
      return `${name} must be a whole number of pixels up to ${Math.min(H, W)}, but is ${value}.`
    })
  }
  return shifted('shift_cut', { x, draws }, { H, W, C, SHIFT: shift, CUT: cut, FLIP: flip })
}

const OTHER = { shift_cut: 'shift_cut_adjoint', shift_cut_adjoint: 'shift_cut' } as const

function shifted(
  entry: keyof typeof OTHER,
  { x, draws }: { x: Tensor; draws: Tensor },
  constants: Constants,
): Tensor {
  const result = empty(entry, x.shape)
  dispatch(shader, entry, { constants, bindings: { x, draws, result }, invocations: result.size })
  return record(entry, { x, draws }, result, (gradY) => ({
    x: () => shifted(OTHER[entry], { x: gradY, draws }, constants),
    draws: null,
  }))
}

function checkDraws(op: string, x: Tensor, draws: Tensor): void {
  const [N] = shape4(op, 'x', x, '[N, H, W, C]')
  check(sameShape(draws.shape, [N, DRAWS]), op, () => {
    return (
      `draws must hold ${DRAWS} numbers for each image of x, ${show(x.shape)}, but is ${show(draws.shape)}. ` +
      `Make it ${show([N, DRAWS])}.`
    )
  })
}
