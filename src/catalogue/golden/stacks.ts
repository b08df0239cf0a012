// Golden cases of layers one after the other: their forward, and the gradients of Σ y · grad_y.

import { gradients } from '../../autograd/gradients'
import { tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { owning } from '../../gpu/owning'
import { run } from '../../gpu/program'
import { mul, sum } from '../../ops'
import { fromFile, type GoldenCase, toFile } from './case'
import type { GoldenTensors } from './entries'
import { networkOf } from './layers'

export const goldenStacks = [
  'mapping_network',
  'reflection_pad2d_layer',
  'residual_block',
  'unet',
  'patch_discriminator',
]

export async function runStack(gpu: Gpu, golden: GoldenCase): Promise<GoldenTensors> {
  const { attributes, entry } = golden
  const given = fromFile(golden.input('x'), 'image')
  const above = fromFile(golden.input('grad_y'), 'image')
  const network = networkOf('stack', attributes.list('layers'), () => given.shape)
  const weights = entry.inputs.filter((input) => input !== 'x')
  const parameters = new Map(weights.map((input) => [input, golden.input(input)]))
  golden.done()
  return owning(async (own) => {
    own(network).initialise(gpu, 0)
    // Running statistics are no inputs: they start as they do.
    const state = new Map([...(await network.state(gpu)), ...parameters])
    network.load(gpu, state)
    const x = own(tensor(gpu, given.data, given.shape, 'x'))
    const gradY = own(tensor(gpu, above.data, above.shape, 'grad_y'))
    const { y, gradX } = own(
      await run(gpu, () => {
        const y = network.forward(x, { training: true })
        const [gradX = x, ...found] = gradients(sum(mul(y, gradY)), [x, ...network.weights])
        network.take(found)
        return { y, gradX }
      }),
    )
    const computed: GoldenTensors = new Map()
    computed.set('y', toFile(await y.read(gpu), y.shape, 'image'))
    computed.set('grad_x', toFile(await gradX.read(gpu), gradX.shape, 'image'))
    for (const [name, { shape, data }] of await network.gradientState(gpu)) {
      if (!(data instanceof Float32Array)) continue
      computed.set(`grad_${name}`, { dtype: 'F32', shape, data })
    }
    return computed
  })
}
