// Golden cases of the image pool, and the pools of CycleGAN's training runs.

import { type Tensor, tensor } from '../../../autograd/tensor'
import type { Gpu } from '../../../gpu/device'
import { owning } from '../../../gpu/owning'
import { capture, submit, upload } from '../../../gpu/program'
import { imagePool } from '../../../ops'
import { fromFile, type GoldenCase, Skip, toFile } from '../case'
import type { GoldenTensors } from '../entries'

/**
 * Decisions of a file, as the op takes them: a place that was empty is counted from P on, and none is 2P.
 *
 * @param poolSize  P
 */
export class Decisions {
  readonly #poolSize: number
  readonly #full = new Set<number>()

  constructor(poolSize: number) {
    this.#poolSize = poolSize
  }

  /** Values of the next call. Calls must come in order. */
  next(places: Iterable<number>): Float32Array<ArrayBuffer> {
    const P = this.#poolSize
    return Float32Array.from(places, (place) => {
      if (place < 0) return 2 * P
      if (this.#full.has(place)) return place
      this.#full.add(place)
      return P + place
    })
  }
}

/** Whole numbers of a file, which may be negative. */
export function wholesOf(golden: GoldenCase, name: string) {
  const { data, shape } = golden.input(name)
  if (!(data instanceof Int32Array)) throw new Skip(`${name} is a ${data.constructor.name}`)
  return { data, shape }
}

export async function runPool(gpu: Gpu, golden: GoldenCase): Promise<GoldenTensors> {
  const poolSize = golden.attributes.number('pool_size')
  const { data, shape } = golden.input('images')
  const [calls = 0, ...batch] = shape
  if (!(data instanceof Float32Array)) throw new Skip('images are no floats')
  const places = wholesOf(golden, 'places')
  golden.done()
  const each = data.length / calls
  const images = Array.from({ length: calls }, (_, t) => {
    return fromFile(
      { dtype: 'F32', shape: batch, data: data.slice(t * each, (t + 1) * each) },
      'image',
    )
  })
  const [N = 0, ...image] = images[0]?.shape ?? []
  const decisions = new Decisions(poolSize)
  return owning(async (own) => {
    const zeros = (label: string, shape: readonly number[]): Tensor =>
      own(tensor(gpu, new Float32Array(shape.reduce((a, b) => a * b, 1)), shape, label))
    const [given, at] = [zeros('images', [N, ...image]), zeros('places', [N])]
    const pool = zeros('pool', [poolSize, ...image])
    const captured = own(await capture(gpu, { show: () => imagePool(given, pool, at) }))
    const seen = captured.results.show
    const shown = new Float32Array(data.length)
    for (const [t, { data }] of images.entries()) {
      upload(gpu, given, data)
      upload(gpu, at, decisions.next(places.data.subarray(t * N, (t + 1) * N)))
      submit(gpu, [captured.programs.show])
      const back = toFile(await seen.read(gpu), seen.shape, 'image')
      shown.set(Float32Array.from(back.data, Number), t * each)
    }
    return new Map([
      ['shown', { dtype: 'F32', shape, data: shown }],
      ['pool', toFile(await pool.read(gpu), pool.shape, 'image')],
    ])
  })
}
