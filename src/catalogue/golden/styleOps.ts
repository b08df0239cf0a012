// Golden cases of single ops of a style-based GAN.

import { modulatedConv2d } from '../../nn/modulated'
import { minibatchStddev, styleActivation, upfirdn2d } from '../../ops'
import { full } from '../../ops/arithmetic'
import type { UpfirdnOptions } from '../../ops/resample'
import { type Attributes, Skip } from './case'
import type { Prepare } from './runOp'

export const styleOps: Readonly<Record<string, Prepare>> = {
  modulated_conv2d: ({ attributes }, operands) => {
    const [x, s] = [operands.place('x', 'image'), operands.place('s')]
    const weight = operands.place('weight', 'convolution')
    const [height, width] = attributes.pair('kernel')
    const [padding, across] = attributes.pair('padding')
    if (weight.shape[0] !== height || weight.shape[1] !== width || padding !== across) {
      throw new Skip(
        `the weight is not of the kernel ${height} × ${width}, or padding has two sizes`,
      )
    }
    const options = {
      padding,
      demodulate: attributes.flag('demodulate'),
      weightScale: attributes.number('weight_scale'),
      eps: attributes.number('eps'),
    }
    return { y: () => modulatedConv2d(x, weight, s, options), role: 'image' }
  },
  upfirdn2d: ({ attributes }, operands) => {
    attributes.only('padding_order', 'left,right,top,bottom')
    const options = filterOf(attributes)
    const x = operands.place('x', 'image')
    return { y: () => upfirdn2d(x, options), role: 'image' }
  },
  // The tail of a modulated convolution, with the noise alone.
  noise_injection: (_, operands) => {
    const x = operands.place('x', 'image')
    const noise = operands.place('noise', 'image')
    const strength = operands.place('strength')
    const [N = 0, , , C = 0] = x.shape
    const others = { d: full([N, C], 1), strength, noise, bias: full([C], 0) }
    const y = () => styleActivation(x, others, { negativeSlope: 1, gain: 1 })
    return { y, role: 'image' }
  },
  minibatch_stddev: ({ attributes }, operands) => {
    attributes.only('channels', 1)
    const x = operands.place('x', 'image')
    const [B = 1] = x.shape
    const groupSize = Math.min(attributes.number('group'), B)
    const options = { groupSize, apart: B / groupSize, eps: attributes.number('eps') }
    return { y: () => minibatchStddev(x, options), role: 'image' }
  },
}

/** Attributes of upfirdn2d, as an op or as a layer. */
export function filterOf(attributes: Attributes): UpfirdnOptions {
  const [a = 0, b = 0, c = 0, d = 0, ...more] = attributes.sizes('taps')
  if (more.length > 0) throw new Skip('a filter of more than four taps')
  return {
    taps: [a, b, c, d],
    up: attributes.number('up'),
    down: attributes.number('down'),
    padding: attributes.four('padding'),
    gain: attributes.number('gain'),
  }
}
