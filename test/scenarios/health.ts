// Health for test/runs/health.test.ts, on the adapter of the page: small MLPs, some of them planted to be ill.

import type { Tensor } from '../../src/autograd/tensor'
import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import type { ImageSet } from '../../src/data/imageSet'
import type { GanConfig } from '../../src/gan/model/config'
import { spreadOf } from '../../src/gan/run/health'
import type { Observed } from '../../src/gan/run/observer'
import { Trainer } from '../../src/gan/run/trainer'
import { Diagnosis, type Finding } from '../../src/gan/watch/diagnosis'
import { upload } from '../../src/gpu/program'
import { Linear } from '../../src/nn/layers'
import { Module } from '../../src/nn/module'
import { Network } from '../../src/nn/network'
import { Flatten, LeakyReLU, ReLU, Tanh, Unflatten } from '../../src/nn/plain'
import { mul } from '../../src/ops'
import { full } from '../../src/ops/arithmetic'

const SIDE = 8

/** Bright discs at different places on black. */
function discs(): ImageSet {
  const count = 64
  const pixels = Uint8Array.from({ length: count * SIDE * SIDE }, (_, at) => {
    const [n, y, x] = [Math.floor(at / SIDE ** 2), Math.floor(at / SIDE) % SIDE, at % SIDE]
    return Math.hypot(y - 2 - (n % 4), x - 2 - (Math.floor(n / 4) % 4)) < 2 ? 255 : 0
  })
  return { count, height: SIDE, width: SIDE, channels: 1, pixels }
}

/** A G that ignores z. */
class Nothing extends Module {
  override forward(x: Tensor): Tensor {
    return mul(x, full(x.shape, 0))
  }
}

async function openSmall({
  ignores = false,
  ...chosen
}: Partial<GanConfig> & { ignores?: boolean } = {}): Promise<Trainer> {
  const layers = [new Linear(8, 32), new ReLU(), new Linear(32, SIDE * SIDE), new Tanh()]
  const generator = new Network('generator', [
    new Flatten(),
    ...(ignores ? [new Nothing()] : []),
    ...layers,
    new Unflatten([SIDE, SIDE, 1]),
  ])
  const discriminator = new Network('discriminator', [
    new Flatten(),
    new Linear(SIDE * SIDE, 32),
    new LeakyReLU(0.2),
    new Linear(32, 1),
  ])
  const models = { generator, discriminator }
  return Trainer.create(await pageGpu(), discs(), {
    models,
    imageSize: SIDE,
    latent: 8,
    batchSize: 16,
    lr: 1e-3,
    ...chosen,
  })
}

/** Trains and observes every 20th iteration; returns the findings and the last figures. */
async function watch(trainer: Trainer, iterations: number) {
  const { objective } = trainer.config
  const parametersG = trainer.blueprint.models.generator.parameterCount
  const diagnosis = new Diagnosis({
    ...{ objective, parametersG, batchSize: 16, augment: '', accumulate: 1 },
    // D may know the discs by heart.
    images: 1e6,
  })
  const found: (Finding & { step: number })[] = []
  let last: Observed | undefined
  while (trainer.step < iterations) {
    last = await trainer.run(20)
    const finding = diagnosis.look(trainer.step, last)
    if (finding) found.push({ ...finding, step: trainer.step })
  }
  return { found, last }
}

/** Health as the GPU has it, beside what the same buffers give in float64. */
async function measured(objective: GanConfig['objective']) {
  const trainer = await openSmall({ objective })
  const { gpu, blueprint } = trainer
  const seen = await trainer.run(3)
  const { generator, discriminator } = blueprint.models
  const norm = (values: Float32Array) => Math.hypot(...values)
  const parameters = [...(await discriminator.state(gpu)).values()].flatMap(({ data }) =>
    Array.from(data, Number),
  )
  const { images } = blueprint.train.results.critic
  const batch = await images.read(gpu)
  const count = images.shape[0] ?? 1
  const size = SIDE * SIDE
  const deviations = Array.from({ length: size }, (_, pixel) => {
    const values = Array.from({ length: count }, (_, n) => batch[n * size + pixel] ?? 0)
    const mean = values.reduce((a, b) => a + b) / count
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count)
  })
  const { clip } = trainer.config
  const expected = {
    gradientG: norm(await generator.gradients.read(gpu)),
    gradientD: norm(await discriminator.gradients.read(gpu)),
    clipped:
      clip > 0
        ? parameters.filter((value) => Math.abs(value) >= Math.fround(clip)).length /
          parameters.length
        : 0,
    diversity: deviations.reduce((a, b) => a + b) / size / spreadOf(discs(), SIDE),
    broken: 0,
  }
  trainer.destroy()
  return { seen, expected }
}

async function planted(illness: Finding['illness'] | 'none') {
  const trainer = await openSmall({
    ignores: illness === 'collapse',
    // D stays as planted.
    ...(illness === 'vanished gradient' ? { lr: 0 } : {}),
  })
  const { gpu, blueprint } = trainer
  const { generator, discriminator } = blueprint.models
  if (illness === 'nan') {
    const bits = new Uint32Array(generator.parameters.size)
    bits[7] = 0x7fc00001
    upload(gpu, generator.parameters, bits)
  }
  if (illness === 'vanished gradient') {
    upload(gpu, discriminator.parameters, new Float32Array(discriminator.parameters.size))
  }
  const watched = await watch(trainer, illness === 'nan' ? 20 : 240)
  trainer.destroy()
  return watched
}

/** A run saved in the middle that goes back there: twice in the same way, and once differently. */
async function rolledBack() {
  const trainer = await openSmall()
  await trainer.run(4)
  const saved = await trainer.save()
  const parameters = async () => {
    const words = (await trainer.save()).get('generator.parameters')
    return `${words}`
  }
  const wasAt = await parameters()
  await trainer.run(4)
  const straight = await parameters()
  const { lr } = trainer.config
  const attempts = []
  for (const attempt of [1, 2]) {
    trainer.rollBack(saved, { step: 4, attempt })
    const isAt = await parameters()
    const { lr: now, lrD } = trainer.config
    // At the same rates, so that only the noise differs.
    trainer.set({ lr })
    await trainer.run(4)
    attempts.push({ back: isAt === wasAt, rates: [now / lr, lrD / lr], after: await parameters() })
  }
  const step = trainer.step
  trainer.destroy()
  return { straight, attempts, step }
}

export const healthScenarios = { measured, planted, rolledBack }
