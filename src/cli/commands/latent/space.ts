// Shared by the `ganvas latent` commands: a trained generator, vectors by name, a judge, and the files to write. A
// command writes last: where it fails before, nothing is written.

import { prepared } from '../../../data/prepare'
import type { ReadFile } from '../../../data/readFile'
import type { Opinion } from '../../../gan/judge/judge'
import type { Inverse } from '../../../gan/latent/invert'
import { type Latent, stack, truncate, unstack } from '../../../gan/latent/latent'
import { joinClasses, seededNoise } from '../../../gan/model/noise'
import type { RunConfig } from '../../../gan/run/runConfig'
import { loadHalves, loadImages } from '../../data/images'
import { refuseInData } from '../../data/inside'
import { dataOfRun } from '../../data/ofRun'
import { classesOf, labelOf } from '../../folder/classes'
import { judgeOf } from '../../folder/judgeCache'
import { checkPlace, writeOutput } from '../../folder/outputs'
import { type Cell, type ImageSize, sheet, sheetSide } from '../../folder/png'
import { RunFolder } from '../../folder/runFolder'
import type { SearchOptions } from '../../gpu/drawing'
import type { AskGpu } from '../../gpu/jobs'
import type { KnownJudge } from '../../gpu/judging'
import { openRuntime, type Runtime, type RuntimeOptions } from '../../runtime/runtime'
import { Misuse } from '../../terminal/failure'
import { report } from '../../terminal/json'
import { Looks } from './looks'
import { saveVectors, type VectorName, vectorOf } from './vectors'

export interface SpaceOptions extends RuntimeOptions {
  /** The run folder. */
  checkpoint: string
  /** Threshold: larger elements of a seed's noise are drawn again. */
  truncation?: number
  /** Draw with the moving average of the generator? Default: if the run keeps one. */
  ema?: boolean
  /** Class for a conditional generator to draw. */
  class?: string | undefined
  /** Training images, if they are not where the run found them. */
  data?: string | undefined
}

export interface LatentOptions extends SpaceOptions {
  out: string
  /** Pixels across and down for each pixel of an image. */
  scale: number
  /** File to write the drawn vectors to. */
  save?: string
}

/** Most pixels of a sheet: a gigabyte of RGBA. */
const MOST_PIXELS = 2 ** 28

/** Sheet whose size was checked: `LatentSpace.sheet` makes it. */
class Sheet {
  readonly #size: ImageSize
  readonly #options: Pick<LatentOptions, 'out' | 'scale' | 'save'>

  constructor(size: ImageSize, options: Pick<LatentOptions, 'out' | 'scale' | 'save'>) {
    this.#size = size
    this.#options = options
  }

  /** Writes the PNG, and the vectors where `save` names a file. */
  write(rows: readonly (readonly Cell[])[], vectors: readonly Latent[]): void {
    const { out, scale, save } = this.#options
    writeOutput(out, sheet(rows, { ...this.#size, scale }))
    report({ files: save === undefined ? [out] : [out, save] })
    if (save === undefined) return
    saveVectors(save, vectors)
    console.log(`${vectors.length === 1 ? '1 vector' : `${vectors.length} vectors`} in ${save}`)
  }
}

export class LatentSpace {
  readonly config: RunConfig
  readonly size: ImageSize
  readonly #options: SpaceOptions
  readonly label: number | undefined
  readonly generator: ReadFile
  /** Opened when first needed, after the options are checked. */
  #runtime: Promise<Runtime> | undefined
  #judge: Promise<KnownJudge | undefined> | undefined

  constructor(options: SpaceOptions) {
    const folder = new RunFolder(options.checkpoint)
    this.config = folder.readConfig()
    const { imageSize, channels } = this.config
    this.size = { height: imageSize, width: imageSize, channels }
    this.generator = folder.readGenerator({ ema: options.ema })
    this.#options = options
    this.label = labelOf(options.class, this.config, folder.path)
    if (this.config.classes > 0 && this.label === undefined) {
      throw new Misuse(
        `the run in ${folder.path} knows ${classesOf(this.config)}. Add --class with one of them`,
      )
    }
  }

  /** Typical length of noise: √latent. */
  get typicalLength(): number {
    return Math.sqrt(this.config.latent)
  }

  /**
   * Sheet of images that a command will write. It is laid out before anything is drawn.
   *
   * @param option  option that sets the number of images
   * @throws Misuse where the sheet would be larger than any that can be written
   */
  sheet(
    { columns, rows, option }: { columns: number; rows: number; option: string },
    options: Pick<LatentOptions, 'out' | 'scale' | 'save'>,
  ): Sheet {
    const { width, height } = this.size
    const { scale } = options
    const across = scale * sheetSide(columns, width)
    const down = scale * sheetSide(rows, height)
    if (across * down <= MOST_PIXELS) return new Sheet(this.size, options)
    const [wide, high, most] = [across, down, MOST_PIXELS].map((n) => n.toLocaleString('en'))
    throw new Misuse(
      `${option}: ${columns} × ${rows} images with --scale ${scale} are ${wide} × ${high} pixels, but a PNG here has at most ${most}. Use a smaller ${option} or --scale`,
    )
  }

  vector(name: VectorName): Latent {
    const z = vectorOf(name, this.config.latent)
    return 'path' in name ? z : this.#truncated(z, name)
  }

  vectors(names: readonly VectorName[]): Latent[] {
    return names.map((name) => this.vector(name))
  }

  /** The first vectors of a seed. */
  noise(seed: number, count: number): Latent[] {
    const { latent } = this.config
    const all = unstack(seededNoise(seed, count, latent), latent)
    return all.map((z, index) => this.#truncated(z, { seed, index }))
  }

  #truncated(z: Latent, { seed, index }: { seed: number; index: number }): Latent {
    const { truncation: threshold } = this.#options
    return threshold === undefined ? z : truncate(z, { threshold, seed: seed + index })
  }

  /** G's images, [H, W, C] in [-1, 1] each. */
  async draw(vectors: readonly Latent[]): Promise<Float32Array[]> {
    const ask = await this.ask()
    const { latent, classes } = this.config
    const z = stack(vectors)
    const noise = classes === 0 ? z : joinClasses(z, { latent, classes, of: () => this.label ?? 0 })
    const images = await ask('draw', this.config, this.generator, noise)
    return unstack(images, images.length / vectors.length)
  }

  /** Searches for images of G that are like the targets, the nearest first. */
  async invert(targets: readonly Float32Array[], options: SearchOptions): Promise<Inverse[][]> {
    const judge = options.featureWeight > 0 ? await this.judge() : undefined
    const ask = await this.ask()
    const given = { ...options, class: this.label }
    return ask('search', this.config, this.generator, targets, given, judge)
  }

  /** Name or path of the run's images. */
  get data(): string {
    return dataOfRun(this.config, this.#options.checkpoint, this.#options.data)
  }

  /** Training images of the run: [H, W, C] in [-1, 1] each. */
  async training(): Promise<Float32Array[]> {
    const { imageSize, cell, crop } = this.config
    const set = await loadImages(this.data, { size: imageSize, cell, crop })
    const images = prepared(set, imageSize)
    return unstack(images, images.length / set.count)
  }

  /** Judge of the run's classes, if its images have labels. */
  judge(): Promise<KnownJudge | undefined> {
    const { imageSize, cell, crop } = this.config
    this.#judge ??= loadHalves(this.data, { size: imageSize, cell, crop }).then(
      async ({ train }) => {
        const { labels } = train
        return labels && judgeOf({ ...train, labels }, imageSize, await this.ask())
      },
    )
    return this.#judge
  }

  async opinion(known: KnownJudge, images: readonly Float32Array[]): Promise<Opinion> {
    return (await this.ask())('look', known, stack(images))
  }

  /** A judge's features of images, or their pixels where there is no judge. */
  async looks(images: readonly Float32Array[]): Promise<Looks> {
    const known = await this.judge()
    const rows = known ? (await this.opinion(known, images)).features : stack(images)
    return new Looks(rows, rows.length / images.length)
  }

  /** Index of the nearest of the others, for each query. */
  async nearest(queries: Looks, others: Looks): Promise<number[]> {
    const ask = await this.ask()
    return [...(await ask('nearest', queries.rows, others.rows, queries.size)).index]
  }

  async close(): Promise<void> {
    await (await this.#runtime)?.close()
  }

  async ask(): Promise<AskGpu> {
    this.#runtime ??= openRuntime(this.#options).then((runtime) => {
      console.error(`adapter: ${runtime.name}`)
      return runtime
    })
    return (await this.#runtime).ask
  }
}

interface Places {
  out?: string
  save?: string
}

/** Has work done in a space, unless what it brings has no place to go. */
export async function inLatentSpace(
  options: SpaceOptions & Places,
  work: (space: LatentSpace) => Promise<void>,
): Promise<void> {
  const space = new LatentSpace(options)
  const { out, save } = options
  for (const [name, file] of Object.entries({ out, save })) {
    if (file === undefined) continue
    for (const data of [space.config.data, options.data ?? '']) {
      refuseInData(file, data, `--${name}`)
    }
    checkPlace(file, `--${name}`)
  }
  try {
    await work(space)
  } finally {
    await space.close()
  }
}
