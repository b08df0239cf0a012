// Runner refuses what it cannot train before it touches the GPU.

import { expect, test } from 'vitest'
import { Clock } from '../../src/gan/model/clock'
import { objectives } from '../../src/gan/model/objectives'
import { Runner } from '../../src/gan/toy/runner'
import type { Gpu } from '../../src/gpu/device'
import { Linear } from '../../src/nn/layers'
import { Network } from '../../src/nn/network'
import { normal } from '../../src/ops'
import { adam } from '../../src/optim/optimizer'

test('a GAN with a moving average is refused when it is opened', async () => {
  const clock = new Clock()
  const draw = () => normal([4, 2], { clock: clock.now })
  const network = (name: string, to: number) => new Network(name, new Linear(2, to))
  const [generator, discriminator] = [network('generator', 2), network('discriminator', 1)]
  // Any use of this GPU would fail with another error.
  const opening = Runner.open({} as Gpu, {
    generator,
    discriminator,
    optimiserG: adam(generator, { lr: 1e-3 }),
    optimiserD: adam(discriminator, { lr: 1e-3 }),
    objective: objectives['non-saturating'],
    average: { network: network('average', 2), decay: 0.9 },
    clock,
    sources: { real: draw, noise: draw },
  })
  await expect(opening).rejects.toThrow('Runner: it keeps no moving average of G')
})
