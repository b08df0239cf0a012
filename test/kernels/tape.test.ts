// The tape: gradients that it computes, leaves out, and refuses. Tracing needs no GPU, so most of
// this counts dispatches; only the values are computed in Chrome.

import { describe, expect, it } from 'vitest'
import { full } from '../../src/autograd/arithmetic'
import { gradients } from '../../src/autograd/gradients'
import { record } from '../../src/autograd/tape'
import { empty, type Tensor } from '../../src/autograd/tensor'
import { dcgan } from '../../src/gan/model/models'
import { trace } from '../../src/gpu/trace'
import { Linear } from '../../src/nn/layers'
import { Network } from '../../src/nn/network'
import {
  bceWithLogits,
  conv2d,
  convTranspose2d,
  layerNorm,
  linear,
  mul,
  relu,
  square,
  sum,
} from '../../src/ops'
import { inPage } from '../support/browser'

/** Entry points that a step dispatches, in order. */
function entries(step: () => unknown): string[] {
  return trace({ step }).dispatches.step.map(({ entry }) => entry.name)
}

const count = (names: readonly string[], name: string): number =>
  names.filter((each) => each === name).length

const train = { training: true }
const models = () => dcgan({ imageSize: 16, channels: 1, width: 4, latent: 8 })

describe('gradients runs only what was asked for', () => {
  it('G through D: every weight gradient belongs to G', () => {
    const { generator, discriminator } = models()
    const names = entries(() => {
      const images = generator.forward(empty('noise', [4, 1, 1, 8]), train)
      generator.backward(bceWithLogits(discriminator.forward(images, train), 1))
    })
    // G has three transposed convolutions; D's three convolutions must add none.
    expect(count(names, 'weight_gradient')).toBe(3)
  })

  it('D on real images: no gradient of the images', () => {
    const { discriminator } = models()
    const names = entries(() => {
      const scores = discriminator.forward(empty('images', [4, 16, 16, 1]), train)
      discriminator.backward(bceWithLogits(scores, 1))
    })
    expect(count(names, 'weight_gradient')).toBe(3)
    // Three convolutions: the gradients of the second's and the third's input, not of the first's.
    expect(count(names, 'convolve_adjoint')).toBe(2)
  })

  it('one parameter: not the gradient of the other', () => {
    const x = empty('x', [2, 3])
    const weight = empty('weight', [3, 4])
    const names = entries(() => gradients(sum(linear(x, weight)), [x]))
    expect(count(names, 'weight_gradient')).toBe(0)
    expect(count(names, 'convolve_adjoint')).toBe(1)
  })

  it('a thunk that is not needed is never called', () => {
    const x = empty('x', [1])
    const other = empty('other', [1])
    const never = (): Tensor => {
      throw new Error('called')
    }
    const step = () => {
      const y = record('op', { x, other }, mul(x, other), (g) => ({ x: () => g, other: never }))
      return gradients(y, [x])
    }
    expect(() => trace({ step })).not.toThrow()
  })
})

it('a DCGAN under any gradient penalty has no batch norm in D, and else has', () => {
  const names = (lambda: number) =>
    dcgan({ imageSize: 32, channels: 1, width: 4, latent: 8, lambda }).discriminator.variables.map(
      ([name]) => name,
    )
  expect(names(0)).toContain('main.3.running_mean')
  expect(names(1e-3).filter((name) => name.includes('running'))).toEqual([])
  expect(names(1e-3)).toContain('main.3.weight')
})

describe('gradients refuses', () => {
  const attempt = (step: () => unknown) => () => trace({ step })

  it('a parameter that is a constant, which ops leave off the tape', () => {
    const [x, w] = [empty('x', [3]), full([3], 2)]
    expect(attempt(() => gradients(sum(mul(w, x)), [x, w]))).toThrow(
      'gradients: parameter 2, [3], is a constant, which has no gradient. Pass a tensor with data.',
    )
  })

  it('a loss of more than one value', () => {
    const x = empty('x', [2, 3])
    expect(attempt(() => gradients(relu(x), [x]))).toThrow(
      'gradients: the loss must hold one value, but is [2, 3]. Take its sum or mean first.',
    )
  })

  it('an input that was overwritten since', () => {
    const x = empty('x', [2, 4, 4, 1])
    const weight = empty('weight', [3, 3, 1, 2])
    const step = () => {
      const loss = sum(conv2d(x, weight))
      weight.slice.version++
      return gradients(loss, [x])
    }
    expect(attempt(step)).toThrow(
      /^gradients: weight of conv2d was overwritten after conv2d was rec/,
    )
  })

  it('but not where that input is on no path to a parameter', () => {
    const x = empty('x', [2, 2, 2, 1])
    const weight = empty('weight', [3, 3, 1, 1])
    const step = () => {
      const y = convTranspose2d(x, weight)
      weight.slice.version++
      const other = empty('other', y.shape)
      return gradients(sum(mul(y, other)), [other])
    }
    expect(attempt(step)).not.toThrow()
  })

  it('a norm that is differentiated three times', () => {
    const x = empty('x', [2, 5])
    const again = (y: Tensor) => gradients(sum(square(y)), [x])[0] ?? x
    expect(attempt(() => again(again(layerNorm(x))))).not.toThrow()
    expect(attempt(() => again(again(again(layerNorm(x)))))).toThrow(
      "a norm's second gradient: its gradient is one fused kernel and cannot be differentiated again",
    )
  })

  it('a gradient of another shape than its input', () => {
    const x = empty('x', [3])
    const step = () => {
      const y = record('broken', { x }, sum(x), (g) => ({ x: () => g }))
      return gradients(y, [x])
    }
    expect(attempt(step)).toThrow('broken: its gradient of x is [1], but x is [3].')
  })

  it('whole numbers where a kernel computes with f32', () => {
    const classes = empty('classes', [3], 'u32')
    expect(attempt(() => relu(classes))).toThrow('activations.wgsl relu: x must be f32, but is u32')
  })

  it('a layer in two networks, whose memory would be that of the second', () => {
    const layer = new Linear(2, 3)
    new Network('first', [layer, layer])
    expect(() => new Network('second', layer)).toThrow(
      'second parameters: a layer is already part of another network (first parameters). Build new layers.',
    )
  })

  it('an op outside a step', () => {
    expect(() => relu(empty('x', [1]))).toThrow('no step is being recorded')
  })
})

describe('values', () => {
  it('paths that meet add up, a parameter that is not used has gradient zero', async () => {
    const { diamond, twice, unused } = await inPage<Record<string, number[]>>('tapeValues')
    // x = (1, -2, 3): d/dx (x² + 3x²) = 8x, and d/dx x·x·x = 3x².
    expect(diamond).toEqual([8, -16, 24])
    expect(twice).toEqual([3, 12, 27])
    expect(unused).toEqual([0, 0])
  })

  it('a gradient penalty where the critic is flat costs λ and pulls nowhere, as in PyTorch', async () => {
    expect(await inPage<Record<string, number[]>>('flatCritic')).toEqual({
      loss: [10],
      weight: [0, 0],
    })
  })

  it('at kinks are those that PyTorch gives', async () => {
    // x = (-1, 0, 1, -2, 2), and JSON knows no -0.
    expect(await inPage<Record<string, number[]>>('kinks')).toEqual({
      abs: [-1, 0, 1, -1, 1],
      clamp: [1, 1, 1, 0, 0],
      maximum: [0, 0, 1, 0, 1],
      minimum: [1, 1, 1, 1, 0],
      l1: [-1, -1, 0, -1, 1],
      real: [-1, -1, 0, -1, 0],
      fake: [0, 1, 1, 0, 1],
    })
  })
})
