// Golden cases of a penalty on a critic's gradient: its parts, and its gradient by the critic's weights,
// which differentiates the tape twice.

import { tensor } from '../../autograd/tensor'
import { gradientPenalty, r1Penalty } from '../../gan/model/penalty'
import type { Gpu } from '../../gpu/device'
import { owning } from '../../gpu/owning'
import { run } from '../../gpu/program'
import { fromFile, type GoldenCase, Skip, toFile } from './case'
import type { GoldenTensors } from './entries'
import { networkOf } from './layers'

const penalties: Readonly<Record<string, typeof gradientPenalty>> = {
  wgan_gp: gradientPenalty,
  r1: r1Penalty,
}

export async function runPenalty(gpu: Gpu, golden: GoldenCase): Promise<GoldenTensors> {
  const { attributes, entry } = golden
  const name = attributes.text('penalty')
  const penalty = penalties[name]
  if (!penalty) throw new Skip(`penalty ${name} is not supported`)
  const lambda = attributes.number('lambda')
  const given = fromFile(golden.input('x_hat'), 'image')
  const critic = networkOf('critic', attributes.list('critic'), () => given.shape)
  const weights = entry.inputs.filter((input) => input !== 'x_hat')
  const state = new Map(weights.map((input) => [input, golden.input(input)]))
  golden.done()

  return owning(async (own) => {
    const x = own(tensor(gpu, given.data, given.shape, 'x_hat'))
    own(critic).load(gpu, state)
    const result = await run(gpu, () => {
      const forward = penalty((images) => critic.forward(images, { training: true }), x, { lambda })
      critic.backward(forward.loss)
      return forward
    })
    const computed: GoldenTensors = new Map()
    const { scores, gradient, norms, loss } = own({ ...result })
    computed.set('y', toFile(await scores.read(gpu), [scores.size], 'plain'))
    computed.set('grad_x_hat', toFile(await gradient.read(gpu), gradient.shape, 'image'))
    computed.set('norm', toFile(await norms.read(gpu), norms.shape, 'plain'))
    computed.set('penalty', toFile(await loss.read(gpu), [1], 'plain'))
    for (const [variable, { shape, data }] of await critic.gradientState(gpu)) {
      if (!(data instanceof Float32Array)) continue
      computed.set(`grad_${variable}`, { dtype: 'F32', shape, data })
    }
    return computed
  })
}
