// `emoji-line` and `emoji-colour`: Microsoft's Fluent emoji as line art and in colour, drawn on the user's machine. The
// two drawings of an emoji are partners. MIT; https://github.com/microsoft/fluentui-emoji

import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parseIdx } from '../../data/idx'
import { messageOf, type NamedSet } from '../../data/imageSet'
import { isRecord, parseJson } from '../../data/json'
import { cacheFolder, exists, readWhole, writeWhole } from '../folder/files'
import { Counter } from '../terminal/counter'
import { Failure } from '../terminal/failure'
import { loadSharp, type SharpOf } from './decode'
import { idxOf } from './idxOf'

const PACKAGES = {
  line: '@iconify-json/fluent-emoji-high-contrast',
  colour: '@iconify-json/fluent-emoji-flat',
} as const

export type EmojiLook = keyof typeof PACKAGES

/** Drawn at once. */
const TOGETHER = 16
const PAPER = '#ffffff'

/** Pictures of a package as SVG elements, and its text. */
interface Icons {
  drawings: ReadonlyMap<string, { box: string; body: string }>
  text: Uint8Array
}

/**
 * Emoji that both looks have, in the order of their names: image i of one is the partner of image i of the other.
 *
 * @param size  pixels along a side
 */
export async function emoji(look: EmojiLook, size: number): Promise<NamedSet> {
  const icons = { line: iconsOf('line'), colour: iconsOf('colour') }
  const { drawings: coloured } = icons.colour
  const names = [...icons.line.drawings.keys()].filter((name) => coloured.has(name)).sort()
  const { text } = icons[look]
  const hash = createHash('sha256').update(text).update(names.join()).update(`${size}`)
  const path = join(
    cacheFolder(),
    `emoji-${look}-${size}-${hash.digest('hex').slice(0, 16)}-images-idx4-ubyte.gz`,
  )
  if (exists(path)) return parseIdx(readWhole(path), path)
  const drawn = await draw(icons[look], names, size, `emoji-${look}`)
  try {
    writeWhole(path, gzipSync(drawn, { level: 1 }))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.error(`emoji: cannot be kept for the next time: ${messageOf(error)}`)
  }
  return parseIdx(drawn, path)
}

function iconsOf(look: EmojiLook): Icons {
  const name = PACKAGES[look]
  let path: string
  try {
    path = createRequire(import.meta.url).resolve(`${name}/icons.json`)
  } catch (cause) {
    const both = Object.values(PACKAGES).join(' ')
    throw new Failure(`emoji are drawn from two packages. Type: npm install --save-dev ${both}`, {
      cause,
    })
  }
  const text = readWhole(path)
  const parsed = parseJson(new TextDecoder().decode(text))
  const { icons, ...general } = isRecord(parsed) ? parsed : {}
  const drawings = Object.entries(isRecord(icons) ? icons : {}).flatMap(([name, icon]) => {
    if (!isRecord(icon)) return []
    const { body, left = 0, top = 0, width = 16, height = 16 } = { ...general, ...icon }
    return [[name, { box: `${left} ${top} ${width} ${height}`, body: String(body) }] as const]
  })
  return { drawings: new Map(drawings), text }
}

/** Draws them as an IDX file. */
async function draw(
  icons: Icons,
  names: readonly string[],
  size: number,
  what: string,
): Promise<Uint8Array> {
  const sharp = await loadSharp()
  const { file, elements } = idxOf([names.length, size, size, 3])
  const counter = new Counter()
  try {
    for (let first = 0; first < names.length; first += TOGETHER) {
      counter.show({ doing: `drawing ${what}`, done: first, total: names.length })
      const some = names.slice(first, first + TOGETHER)
      const drawn = await Promise.all(some.map((name) => drawOne(sharp, icons, name, size)))
      for (const [i, pixels] of drawn.entries()) elements.set(pixels, (first + i) * pixels.length)
    }
  } finally {
    counter.end()
  }
  return file
}

/** Draws one at twice the size, on white, and halves it. */
async function drawOne(sharp: SharpOf, { drawings }: Icons, name: string, size: number) {
  const { box, body } = drawings.get(name) ?? { box: '', body: '' }
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${2 * size}" ` +
    `height="${2 * size}" viewBox="${box}">${body}</svg>`
  const picture = sharp(Buffer.from(svg))
    .flatten({ background: PAPER })
    .resize(size, size, { fit: 'contain', background: PAPER, kernel: 'lanczos3' })
    .toColourspace('srgb')
    .removeAlpha()
  return picture.raw({ depth: 'uchar' }).toBuffer()
}
