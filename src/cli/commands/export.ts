// `ganvas export`: converts a trained run to the formats of other programs.

import { basename, extname } from 'node:path'
import { type Command, Option } from 'commander'
import { PNG } from 'pngjs'
import { version } from '../../../package.json'
import { messageOf } from '../../data/imageSet'
import { readWeights } from '../../data/packed'
import type { ReadFile } from '../../data/readFile'
import { writeSafetensors } from '../../data/safetensors'
import { describeGenerator } from '../../gan/draw/generator'
import { htmlOf } from '../../gan/export/html'
import { onnxOf } from '../../gan/export/onnx'
import { torchOf } from '../../gan/export/torch'
import { buildModels } from '../../gan/model/models'
import { refuseInData } from '../data/inside'
import { exportClassifier, importWarning } from '../folder/adaptExport'
import { AdaptFolder } from '../folder/adaptFolder'
import { filmOfRgba } from '../folder/gif'
import { checkPlace, writeOutput } from '../folder/outputs'
import { RunFolder } from '../folder/runFolder'
import { sampleGrids } from '../folder/sampleGrids'
import { isTranslation } from '../folder/translationFolder'
import { readFitting } from '../gpu/weights'
import { runtimes } from '../runtime/runtime'
import { Failure, Misuse } from '../terminal/failure'
import { report } from '../terminal/json'
import { path, whole } from '../terminal/options'
import { type SampleOptions, sample } from './sample'
import { exportTranslation } from './translate/export'

export function register(program: Command): void {
  program
    .command('export')
    .description('convert a run for other programs: ONNX, PyTorch, a picture, a film, a page')
    .requiredOption('--checkpoint <dir>', 'the run folder', path)
    .addOption(new Option('--to <form>', 'what to write').choices(forms).makeOptionMandatory())
    .requiredOption('--out <file>', 'the file to write: .onnx, .py, .png, .gif or .html', path)
    .option('--back', 'of a translation: from the second set to the first')
    .option('--ema', "use the generator's moving average (default: if the run keeps one)")
    .option('--no-ema', 'use the generator itself')
    .option(
      '--weights <file>',
      'weights of the generator to use instead of those in the run folder',
      path,
    )
    .option('--count <n>', 'png: number of images', whole(1, 10_000), 64)
    .option('--seed <n>', 'png: seed for the noise', whole(0), 1)
    .option(
      '--class <name>',
      'png: class to draw, of a run with --conditional: its name or number',
      path,
    )
    .option('--delay <ms>', 'gif: milliseconds for each sample grid', whole(20, 10_000), 200)
    .addOption(
      new Option('--runtime <name>', 'png: where to draw').choices(runtimes).default('auto'),
    )
    .option('--adapter <name>', 'png: part of the name of the adapter to use in Node', path)
    .addHelpText(
      'after',
      `
onnx     the generator: inputs z [N, latent], and label [N] where it is conditional; outputs images [N, C, H, W]
         in [-1, 1] and pixels [N, H, W, C] in bytes
pytorch  both networks as Python, and their weights in two safetensors files beside it
         of an adaptation: the classifier, with images [N, C, H, W] as input and logits [N, classes] as output
png      a grid of images, as ganvas sample draws it
gif      the run's sample grids, from the first to the last
html     one file that draws with the generator: images, the way between two, directions; it opens from the disk, with
         WebGPU or without
Of a run of ganvas translate: onnx or pytorch, the translator of the first set, or with --back of the second.
Examples:
  $ ganvas export --checkpoint runs/mnist-1 --to onnx --out digits.onnx
  $ ganvas export --checkpoint runs/mnist-1 --to pytorch --out digits.py`,
    )
    .action(async (options: ExportOptions) => exportRun(options))
}

/** Formats, and the extensions of their files. */
const endings = { onnx: '.onnx', pytorch: '.py', png: '.png', gif: '.gif', html: '.html' } as const

export const forms = Object.keys(endings) as (keyof typeof endings)[]

export interface ExportOptions extends SampleOptions {
  to: keyof typeof endings
  /** Milliseconds for each grid. */
  delay: number
  /** Export the translator from the second set to the first. */
  back?: boolean
}

/** Writes the files and prints their names. Writes nothing where it fails. */
export async function exportRun(options: ExportOptions): Promise<void> {
  const { to, out } = options
  if (extname(out).toLowerCase() !== endings[to]) {
    throw new Misuse(`--out ${out}: with --to ${to} its name must end in ${endings[to]}`)
  }
  if (isTranslation(options.checkpoint)) return exportTranslation(options)
  if (options.back) throw new Misuse('--back goes with a run of ganvas translate. Leave it out')
  const adaptation = new AdaptFolder(options.checkpoint)
  if (adaptation.isOwn) {
    const { source, target, classNames } = adaptation.readConfig()
    for (const data of [source, target]) refuseInData(out, { data, classNames })
    checkPlace(out)
    return exportClassifier(adaptation, { to, out })
  }
  refuseInData(out, new RunFolder(options.checkpoint).readConfig())
  checkPlace(out)
  if (to === 'png') return sample(options)
  if (to === 'onnx') toOnnx(options)
  else if (to === 'pytorch') toPytorch(options)
  else if (to === 'html') await toHtml(options)
  else toGif(options)
}

function toOnnx(options: ExportOptions): void {
  const { checkpoint, out } = options
  const folder = new RunFolder(checkpoint)
  const config = folder.readConfig()
  const { generator } = buildModels(config)
  const state = readFitting(generator, folder.readGenerator(options))
  const bytes = onnxOf(generator, state, { ...config, metadata: { ganvas: version } })
  writeOutput(out, bytes)
  const { latent, classes, channels, imageSize: size } = config
  const named = config.classNames ? ` (${config.classNames.join(', ')})` : ''
  const label = classes > 0 ? `, label [N] of 0 to ${classes - 1}${named}` : ''
  report({ to: 'onnx', files: [out], bytes: bytes.length })
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
    writeOutput(files[part], unpacked(weights[part]))
  }
  writeOutput(out, python)
  report({ to: 'pytorch', files: [out, ...Object.values(files)] })
  console.log(`${out}: Generator, Discriminator, and load() for both`)
  console.log(`weights: ${files.generator}, ${files.discriminator}`)
  const warning = importWarning(out)
  if (warning) console.error(`warning: ${warning}`)
}

/** Writes a page that draws, in one file. */
async function toHtml(options: ExportOptions): Promise<void> {
  const { checkpoint, out } = options
  const folder = new RunFolder(checkpoint)
  const config = folder.readConfig()
  const file = folder.readGenerator(options)
  readFitting(buildModels(config).generator, file)
  const { metadata, tensors } = readWeights(file.bytes, file.path)
  const weights = writeSafetensors(tensors, { ...metadata, ...describeGenerator(config) })
  const { script } = await import('virtual:share')
  const { model, objective, imageSize, data, classNames } = config
  const html = htmlOf({
    title: `Images of ${basename(data)}, drawn by a generator`,
    about: `${model}, ${objective}, ${imageSize} × ${imageSize} pixels, ${metadata['step'] ?? '?'} steps`,
    ...{ script, weights, classNames },
  })
  writeOutput(out, html)
  report({ to: 'html', files: [out], bytes: Buffer.byteLength(html) })
  const [all, numbers] = [Buffer.byteLength(html), weights.length].map((n) => (n / 1e6).toFixed(2))
  console.log(`${out}: ${all} MB, ${numbers} MB of it weights. Open it in a browser`)
}

/** Unpacks weights in bytes, which PyTorch does not know; other files are unchanged. */
function unpacked({ path, bytes }: ReadFile): Uint8Array {
  const { tensors, metadata } = readWeights(bytes, path)
  return writeSafetensors(tensors, metadata)
}

/** Writes the sample grids as a film, which needs no GPU. */
function toGif(options: ExportOptions): void {
  const { checkpoint, out, delay, ema } = options
  const grids = sampleGrids(new RunFolder(checkpoint), { ema })
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
  writeOutput(out, filmOfRgba(frames, { width, height, grey, delay, scale: 1 }))
  report({ to: 'gif', files: [out], frames: frames.length })
  console.log(`${frames.length === 1 ? '1 frame' : `${frames.length} frames`} in ${out}`)
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
