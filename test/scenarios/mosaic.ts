// Mosaic scenarios for test/kernels/mosaic.test.ts: the kernel, and a trainer's picture, against plain loops.

import { tensor } from '../../src/autograd/tensor'
import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { mosaic } from '../../src/gan/run/mosaic'
import { Trainer } from '../../src/gan/run/trainer'
import { download, run } from '../../src/gpu/program'
import { noisy, smallest } from './parts'

interface Grid {
  count: number
  height: number
  width: number
  channels: number
  columns: number
}

/** RGBA bytes of the picture, by loops over its places. */
function reference(
  images: Float32Array,
  { count, height, width, channels, columns }: Grid,
): number[] {
  const bytes: number[] = []
  for (let y = 0; y < Math.ceil(count / columns) * height; y++) {
    for (let x = 0; x < columns * width; x++) {
      const image = Math.floor(y / height) * columns + Math.floor(x / width)
      if (image >= count) {
        bytes.push(0, 0, 0, 0)
        continue
      }
      const at = ((image * height + (y % height)) * width + (x % width)) * channels
      for (const c of [0, 1, 2]) bytes.push(byteOf(images[at + (c % channels)]))
      bytes.push(255)
    }
  }
  return bytes
}

function byteOf(value = Number.NaN): number {
  if (Number.isNaN(value)) return 0
  // In f32, as on the GPU: an untrained generator draws around 0, near a rounding boundary.
  return Math.floor(Math.fround(127.5 * Math.min(1, Math.max(-1, value)) + 128))
}

/** Bytes that differ from the reference; `odd` values stand at the start of the images. */
async function mosaicErrors(grid: Grid): Promise<{ bytes: number; wrong: number }> {
  const gpu = await pageGpu()
  const { count, height, width, channels, columns } = grid
  const odd = [-1, 1, -7, 7, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  // A quarter of a step away from the rounding boundaries.
  const values = Float32Array.from({ length: count * height * width * channels }, (_, i) => {
    return odd[i] ?? (((i * 89) % 256) + 0.25) / 127.5 - 1
  })
  const images = tensor(gpu, values, [count, height, width, channels])
  const picture = await run(gpu, () => mosaic(images, { columns }))
  const got = new Uint8Array(await download(gpu, picture))
  const wanted = reference(values, grid)
  if (got.length !== wanted.length) return { bytes: got.length, wrong: wanted.length }
  return { bytes: got.length, wrong: wanted.filter((byte, i) => byte !== got[i]).length }
}

/** The smallest run, whose kernels are those of parts.test.ts. */
async function openTrainer(): Promise<Trainer> {
  const gpu = await pageGpu()
  const { pixels, labels, ...set } = noisy()
  return Trainer.open(gpu, makeBlueprint(smallest(), set, { traits: gpu.traits }), pixels, labels)
}

/** A trainer's picture against its samples, and the objects that five pictures make on the device. */
async function pictureErrors() {
  const trainer = await openTrainer()
  for (let i = 0; i < 3; i++) {
    trainer.iterate()
    await trainer.ready()
  }
  const images = await trainer.sample()
  const { device } = trainer.gpu
  const createBuffer = device.createBuffer
  let buffers = 0
  device.createBuffer = (...args) => {
    buffers++
    return createBuffer.apply(device, args)
  }
  const pictures: Uint8ClampedArray[] = []
  try {
    for (let i = 0; i < 5; i++) pictures.push((await trainer.picture()).pixels)
  } finally {
    device.createBuffer = createBuffer
  }
  const wanted = reference(images, { count: 64, height: 16, width: 16, channels: 1, columns: 8 })
  const wrong = pictures.map((got) => wanted.filter((byte, i) => byte !== got[i]).length)
  trainer.destroy()
  trainer.gpu.check()
  return { buffers, wrong }
}

/** The first picture of a seed, twice, with a run and `destroy` in between. */
async function pictureAgain(): Promise<boolean> {
  const pictures: string[] = []
  for (let i = 0; i < 2; i++) {
    const trainer = await openTrainer()
    pictures.push((await trainer.picture()).pixels.join())
    trainer.iterate()
    await trainer.idle()
    trainer.destroy()
  }
  return pictures[0] === pictures[1]
}

export const mosaics = { mosaicErrors, pictureErrors, pictureAgain }
