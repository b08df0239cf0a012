// `ganvas export`: what a run has learned, in the forms that others take.

import { basename, extname } from 'node:path'
import { PNG } from 'pngjs'
import { version } from '../../../../package.json'
import { messageOf } from '../../../data/imageSet'
import { readWeights } from '../../../data/packed'
import type { ReadFile } from '../../../data/readFile'
import { writeSafetensors } from '../../../data/safetensors'
import { onnxOf } from '../../../gan/export/onnx'
import { torchOf } from '../../../gan/export/torch'
import { buildModels } from '../../../gan/model/models'
import { checkPlace, writeWhole } from '../../folder/files'
import { filmOfRgba } from '../../folder/gif'
import { RunFolder } from '../../folder/runFolder'
import { readFitting } from '../../gpu/weights'
import { Failure, Misuse } from '../../terminal/failure'
import { type SampleOptions, sample } from '../sample/sample'

/** What can be written, and how the name of its file ends. */
const endings = { onnx: '.onnx', pytorch: '.py', png: '.png', gif: '.gif' } as const

export const forms = Object.keys(endings) as (keyof typeof endings)[]

export interface ExportOptions extends SampleOptions {
  to: keyof typeof endings
  /** Milliseconds a grid. */
  delay: number
}

/** Says what it wrote, and where. Writes nothing where something is wrong. */
export async function exportRun(options: ExportOptions): Promise<void> {
  const { to, out } = options
  if (extname(out).toLowerCase() !== endings[to]) {
    throw new Misuse(`--out ${out}: with --to ${to} its name must end in ${endings[to]}`)
  }
  if (to === 'png') return sample(options)
  checkPlace(out)
  if (to === 'onnx') toOnnx(options)
  else if (to === 'pytorch') toPytorch(options)
  else toGif(options)
}

function toOnnx(options: ExportOptions): void {
  const { checkpoint, out } = options
  const folder = new RunFolder(checkpoint)
  const config = folder.readConfig()
  const { generator } = buildModels(config)
  const state = readFitting(generator, folder.readGenerator(options))
  const bytes = onnxOf(generator, state, { ...config, metadata: { ganvas: version } })
  writeWhole(out, bytes)
  const { latent, classes, channels, imageSize: size } = config
  const label = classes > 0 ? `, label [N] of 0 to ${classes - 1}` : ''
  console.log(`${out}: ${(bytes.length / 1e6).toFixed(2)} MB, operator set 17`)
  console.log(`in   z [N, ${latent}]${label}`)
  console.log(
    `out  images [N, ${channels}, ${size}, ${size}] in [-1, 1], pixels [N, ${size}, ${size}, ${channels}] in bytes`,
  )
}

function toPytorch(options: ExportOptions): void {
  const { checkpoint, out } = options
  const folder = new RunFolder(checkpoint)
  const config = folder.readConfig()
  const models = buildModels(config)
  const weights = {
    generator: folder.readGenerator(options),
    discriminator: folder.readDiscriminator(),
  }
  const stem = out.slice(0, -extname(out).length)
  const files = {
    generator: `${stem}-generator.safetensors`,
    discriminator: `${stem}-discriminator.safetensors`,
  }
  for (const part of ['generator', 'discriminator'] as const) {
    readFitting(models[part], weights[part])
    checkPlace(files[part])
  }
  const names = {
    generator: basename(files.generator),
    discriminator: basename(files.discriminator),
  }
  const python = torchOf(models, config, names)
  for (const part of ['generator', 'discriminator'] as const) {
    writeWhole(files[part], unpacked(weights[part]))
  }
  writeWhole(out, python)
  console.log(`${out}: Generator, Discriminator, and load() for both`)
  console.log(`weights: ${files.generator}, ${files.discriminator}`)
}

/** PyTorch knows nothing of weights in bytes; any other file comes out as it was. */
function unpacked({ path, bytes }: ReadFile): Uint8Array {
  const { tensors, metadata } = readWeights(bytes, path)
  return writeSafetensors(tensors, metadata)
}

/** The run as it drew: no GPU is needed for that. */
function toGif(options: ExportOptions): void {
  const { checkpoint, out, delay, ema } = options
  const grids = new RunFolder(checkpoint).sampleGrids({ ema: ema ?? false })
  const pictures = grids.map(decoded)
  const [first] = pictures
  if (!first) return
  const odd = pictures.findIndex(
    ({ width, height }) => width !== first.width || height !== first.height,
  )
  if (odd >= 0)
    throw new Failure(
      `${grids[odd]?.path} has another size than ${grids[0]?.path}. Remove one of them`,
    )
  const frames = pictures.map(({ data }) => new Uint8ClampedArray(data))
  const grey = frames.every((pixels) => isGrey(pixels))
  const { width, height } = first
  writeWhole(out, filmOfRgba(frames, { width, height, grey, delay, scale: 1 }))
  console.log(`${frames.length} frames in ${out}`)
}

function decoded({ path, bytes }: ReadFile): PNG {
  try {
    return PNG.sync.read(Buffer.from(bytes))
  } catch (cause) {
    throw new Failure(`${path} is no PNG that can be read: ${messageOf(cause)}`, { cause })
  }
}

function isGrey(rgba: Uint8ClampedArray): boolean {
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at] !== rgba[at + 1] || rgba[at] !== rgba[at + 2]) return false
  }
  return true
}
