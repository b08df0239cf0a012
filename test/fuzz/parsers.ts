// The table of everything that reads outside input: a parser is a row, with its inputs,
// its allowed results, and the memory that an input justifies.

import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { compareLines, readReport } from '../../bench/compare'
import { TensorError } from '../../src/autograd/check'
import { Decoder } from '../../src/cli/data/decode'
import { parseCifar } from '../../src/data/cifar'
import { parseIdx, parseIdxLabels } from '../../src/data/idx'
import { DataError, type ImageSet } from '../../src/data/imageSet'
import { parseJson } from '../../src/data/json'
import { classesByLabels, parseLabels } from '../../src/data/labelsFile'
import { parseMnist } from '../../src/data/mnist'
import { parseNpy, parseNpyLabels } from '../../src/data/npy'
import { readWeights } from '../../src/data/packed'
import { isCutShort, readPictureHead } from '../../src/data/pictureFile'
import { readSafetensors, writeSafetensors } from '../../src/data/safetensors'
import { SetReading } from '../../src/data/setReading'
import { sourceOf } from '../../src/data/source'
import { parseImageTensors } from '../../src/data/tensorImages'
import { readZip } from '../../src/data/zip'
import { parseAdaptConfig } from '../../src/gan/adapt/config'
import { configOf } from '../../src/gan/model/presets'
import { parseConfig } from '../../src/gan/run/runConfig'
import { choicesOf } from '../../src/gan/run/table'
import { readComparison, readSettings, writeSettings } from '../../src/page/core/address'
import { adaptCheckpoints, adaptConfig, readAdaptCheckpoint } from './adaptations'
import { type Parser as AnyParser, Bug } from './attempt'
import { readsCheckpoint } from './checkpoints'
import { typed } from './commandLine'
import { alteredJson, damaged } from './damage'
import * as files from './files'

/** A row, whatever the type of its inputs. */
export type Parser = AnyParser<never>

const row = <Input>(parser: AnyParser<Input>): Parser => parser as unknown as Parser

/** Bytes a reader may use beyond its result: pieces, tables, text. */
const SLACK = 2 ** 18

/** As much as the file itself, whatever it claims. */
const asLarge = (bytes: Uint8Array): number => 4 * bytes.length + SLACK

/** Deflate expands a byte to at most 1032, and joining pieces doubles them. */
const unpacked = (bytes: Uint8Array): number => 2 * 1032 * bytes.length + SLACK

const text = (value: string): number => 64 * value.length + SLACK

function whole({ count, height, width, channels, pixels, labels }: ImageSet): void {
  const wanted = count * height * width * channels
  if (pixels.length !== wanted) throw new Bug(`${pixels.length} pixels, but ${wanted} are said`)
  if (labels && labels.length !== count) throw new Bug(`${labels.length} labels of ${count} images`)
}

const gzipped = (plain: readonly Uint8Array[]) =>
  fc.oneof(
    damaged(plain.map((each) => new Uint8Array(gzipSync(each)))),
    // Packed correctly, with damage inside.
    damaged(plain).map((each) => new Uint8Array(gzipSync(each))),
  )

/** Files by name, as in a folder or a drop on the page. */
const brought = fc.array(
  fc.tuple(
    fc.constantFrom(
      'a.png',
      'cat/1.png',
      'a.zip',
      'a.npy',
      'x.bin',
      'labels.csv',
      '../a\nb',
      'a.safetensors',
    ),
    damaged([
      files.pictureZip,
      ...files.pngs,
      ...files.otherPictures,
      ...files.arrays,
      ...files.cifar,
      ...files.idxFiles,
      ...files.imageTensors,
    ]),
  ),
  { minLength: 1, maxLength: 3 },
)

const decoder = new Decoder()

/** Reads them as `--data` and the page do. */
async function setOf(found: readonly (readonly [string, Uint8Array])[]): Promise<void> {
  const order = (count: number) => Array.from({ length: count }, (_, i) => i)
  const reading = new SetReading({ most: 2 ** 22, decode: decoder.decode, order })
  const sources = found.map(([path, bytes]) => {
    const read = async (from: number, to: number) => new Uint8Array(bytes.subarray(from, to))
    return sourceOf({ path, size: bytes.length, read })
  })
  reading.add(sources)
  const made = await reading.advance(Number.POSITIVE_INFINITY)
  if (!made) throw new Bug('it ended without a set')
  whole(made.set)
  for (const line of made.skipped) {
    if (/[\p{Cc}\u2028\u2029]/u.test(line))
      throw new Bug(`what was skipped is not one line: ${line}`)
  }
}

export const parsers: readonly Parser[] = [
  row({
    name: 'IDX images',
    inputs: damaged(files.idxFiles),
    read: async (bytes) => whole(await parseIdx(bytes, 'file')),
    refusals: [DataError],
    most: asLarge,
  }),
  row({
    name: 'IDX images, gzipped',
    inputs: gzipped([...files.idxFiles, files.idxBomb]),
    read: async (bytes) => whole(await parseIdx(bytes, 'file')),
    refusals: [DataError],
    most: unpacked,
  }),
  row({
    name: 'IDX labels',
    inputs: fc.oneof(damaged(files.labelFiles), gzipped(files.labelFiles)),
    read: (bytes) => parseIdxLabels(bytes, 'file'),
    refusals: [DataError],
    most: unpacked,
  }),
  row({
    name: 'embedded digits',
    inputs: fc.oneof(damaged([files.digits]), gzipped([files.digits])),
    async read(bytes) {
      const { train, heldOut } = await parseMnist(bytes)
      whole(train)
      whole(heldOut)
    },
    refusals: [DataError],
    most: unpacked,
  }),
  row({
    name: '.npy',
    inputs: damaged(files.arrays),
    read: (bytes) => whole(parseNpy(bytes, 'file')),
    refusals: [DataError],
    most: asLarge,
  }),
  row({
    name: '.npy of labels',
    inputs: damaged(files.arrays),
    read: (bytes) => parseNpyLabels(bytes, 'file'),
    refusals: [DataError],
    most: asLarge,
  }),
  row({
    name: 'CIFAR',
    inputs: damaged(files.cifar),
    read: (bytes) => whole(parseCifar(bytes, 'file')),
    refusals: [DataError],
    most: asLarge,
  }),
  row({
    name: 'labels.csv',
    inputs: damaged(files.lists),
    read: (bytes) => classesByLabels(['x/a.png', 'b.png'], parseLabels(bytes, 'file'), 'file'),
    refusals: [DataError],
    most: asLarge,
  }),
  row({
    name: 'images in safetensors',
    inputs: damaged(files.imageTensors),
    read: (bytes) => whole(parseImageTensors(bytes, 'file')),
    refusals: [DataError],
    most: asLarge,
  }),
  row({
    name: 'whatever is brought',
    inputs: brought,
    read: setOf,
    refusals: [DataError],
    most: (found) => found.reduce((sum, [, bytes]) => sum + unpacked(bytes), 2 ** 20),
  }),
  row({
    name: 'safetensors',
    inputs: fc.oneof(
      damaged(files.tensorFiles),
      alteredJson(files.tensorHeader).map(files.withHeader),
    ),
    read(bytes) {
      const { tensors, metadata } = readSafetensors(bytes, 'file')
      const again = readSafetensors(writeSafetensors(tensors, metadata), 'again')
      if (again.tensors.size !== tensors.size) throw new Bug('what was read is not written again')
      readWeights(bytes, 'file')
    },
    refusals: [DataError],
    most: asLarge,
  }),
  row({
    name: 'checkpoint',
    inputs: readsCheckpoint.inputs,
    read: readsCheckpoint.read,
    refusals: readsCheckpoint.refusals,
    most: asLarge,
  }),
  row({
    name: 'config.json',
    inputs: alteredJson(files.config),
    read(json) {
      const config = parseConfig(json, 'config.json')
      const numbers = Object.values(config).filter((value) => typeof value === 'number')
      if (!numbers.every(Number.isFinite)) throw new Bug('a setting is no number')
    },
    refusals: [DataError],
    most: text,
  }),
  row({
    name: 'checkpoint of an adaptation',
    inputs: adaptCheckpoints,
    read: readAdaptCheckpoint,
    refusals: [DataError],
    most: asLarge,
  }),
  row({
    name: 'config.json of an adaptation',
    inputs: alteredJson(adaptConfig),
    read: (json) => parseAdaptConfig(json, 'config.json'),
    refusals: [DataError],
    most: text,
  }),
  row({
    name: 'tuned kernels',
    inputs: alteredJson({ adapter: 'a', kernels: 'k', choices: files.table }),
    read: (json) => choicesOf(parseJson(json), { fingerprint: 'a' }),
    refusals: [],
    most: text,
  }),
  row({
    name: 'bench report',
    inputs: alteredJson(files.report),
    read: (json) => compareLines(readReport(json), files.report),
    // The caller names the file.
    refusals: [Error],
    most: text,
  }),
  row({
    name: 'zip',
    inputs: damaged(files.zips),
    read: unzipped,
    refusals: [DataError],
    most: unpacked,
  }),
  row({
    name: 'heads of pictures',
    inputs: damaged([...files.pngs, ...files.otherPictures]),
    read(bytes) {
      const head = readPictureHead(bytes)
      if (typeof head === 'object') isCutShort(bytes, head.kind)
    },
    refusals: [],
    most: asLarge,
  }),
  row({
    name: 'address of the page',
    inputs: files.addresses,
    read(search) {
      readComparison(search)
      const settings = readSettings(search)
      const again = readSettings(writeSettings(settings))
      if (JSON.stringify(again) !== JSON.stringify(settings)) throw new Bug('an address is another')
      const numbers = Object.values(settings).filter((value) => typeof value === 'number')
      if (!numbers.every(Number.isFinite)) throw new Bug('a setting is no number')
      const { data: _, ...chosen } = settings
      configOf(chosen, { software: true, channels: 1 })
    },
    refusals: [RangeError, TensorError],
    most: text,
  }),
  row({ name: 'command line', ...typed }),
]

async function unzipped(bytes: Uint8Array): Promise<void> {
  const file = {
    size: bytes.length,
    read: async (from: number, to: number) => new Uint8Array(bytes.subarray(from, to)),
  }
  for (const entry of await readZip(file, 'file.zip')) {
    const { path } = entry
    if (path.startsWith('/') || path.split('/').includes('..')) {
      throw new Bug(`${path} lies outside of the folder`)
    }
    // The other entries must still be readable.
    await entry.head().catch(refused)
    await entry.whole().catch(refused)
  }
}

function refused(error: unknown): void {
  if (!(error instanceof DataError)) throw error
}
