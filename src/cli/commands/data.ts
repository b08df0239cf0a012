// `ganvas data`: describes a data set as a training run would read it, in numbers and as a picture.

import { type Command, Option } from 'commander'
import type { NamedSet } from '../../data/imageSet'
import { type Facts, factsOf, meanImage, type Pictures } from '../../data/inspect'
import { evenly } from '../../data/pictures'
import { type Crop, crops } from '../../data/resize'
import type { LoadedSet } from '../../data/setReading'
import { augmentFor } from '../../gan/model/presets'
import { isNamed, readData } from '../data/images'
import { refuseInData } from '../data/inside'
import { sayNotes } from '../data/notes'
import { noteRead } from '../folder/files'
import { checkPlace, writeOutput } from '../folder/outputs'
import { type Cell, sheet } from '../folder/png'
import { report } from '../terminal/json'
import { path, png, side, whole } from '../terminal/options'
import { quoted } from '../terminal/quoted'

export function register(program: Command): void {
  program
    .command('data')
    .description('describe images before training on them: count, size, classes')
    .argument(
      '<path>',
      'a folder or zip of pictures, an IDX, .npy, safetensors or CIFAR file, mnist, or avatars',
      path,
    )
    .addOption(
      new Option(
        '--size <n>',
        'image size of the model (default: a size that suits the images)',
      ).argParser(side),
    )
    .option(
      '--cell <n>',
      'cut each picture, a sprite sheet, into squares of this many pixels',
      whole(8, 4096),
    )
    .addOption(
      new Option(
        '--crop <fit>',
        'fit of pictures that are not square: their centre, or pad, which keeps them whole (default: centre)',
      ).choices(crops),
    )
    .option('--out <file>', 'also write a PNG: the mean, and some of the images', png)
    .addHelpText(
      'after',
      '\nExamples:\n  $ ganvas data photos --size 32 --out photos.png\n  $ ganvas data avatars --json',
    )
    .action(async (path: string, options: DataCommandOptions) => data(path, options))
}

export interface DataCommandOptions {
  size?: number
  cell?: number
  crop?: Crop
  out?: string
}

/** Size of the sheet: the mean, then images. */
const COLUMNS = 12
const ROWS = 8
/** Images smaller than this are drawn at twice their size. */
const SMALL = 48

export async function data(path: string, options: DataCommandOptions): Promise<void> {
  const { size, cell, crop, out } = options
  if (out !== undefined) checkOut(out, path)
  const made = await readData(path, { option: '', labels: true, size, cell, crop })
  const facts = factsOf(made.set, made.heads)
  const scale = facts.width < SMALL ? 2 : 1
  const { height, width, channels } = facts
  if (out !== undefined) {
    writeOutput(out, sheet(contact(made.set), { height, width, channels, scale }))
  }
  const { of, skipped, notes } = made
  // What looks like a sprite sheet is looked at again, in pieces.
  const [, side] = /add --cell (\d+)/.exec(notes.join()) ?? []
  const next =
    side === undefined
      ? nextOf(path, facts, options)
      : `npx ganvas data ${quoted(path)} --cell ${side}`
  const picture = out === undefined ? {} : { sheet: out }
  report({ data: path, of, ...facts, skipped, notes, ...picture, next })
  for (const line of say(path, facts, made, out)) console.log(line)
  console.log(`next       ${next}`)
}

/** Refuses a picture that would be one of the data set, or replace it. */
function checkOut(out: string, path: string): void {
  if (!isNamed(path)) noteRead(path)
  refuseInData(out, { data: path })
  checkPlace(out)
}

/** Cells of the sheet: a row for each class where they fit; otherwise all images in their order. */
function contact(set: NamedSet): Cell[][] {
  const { count, pixels, labels, names } = set
  const each = pixels.length / count
  const image = (n: number): Cell =>
    Float32Array.from(pixels.subarray(n * each, (n + 1) * each), (byte) => byte / 127.5 - 1)
  const classes = names?.length ?? 0
  if (labels && classes > 1 && classes <= 2 * ROWS) {
    return Array.from({ length: classes }, (_, label) => {
      const those = [...labels.keys()].filter((n) => labels[n] === label)
      return [meanImage(set, { label }), ...evenly(those, COLUMNS - 1).map(image)]
    })
  }
  const some = evenly([...Array(count).keys()], COLUMNS * ROWS - 1)
  const cells = [meanImage(set), ...some.map(image)]
  return Array.from({ length: Math.ceil(cells.length / COLUMNS) }, (_, row) =>
    cells.slice(row * COLUMNS, (row + 1) * COLUMNS),
  )
}

function say(path: string, facts: Facts, made: LoadedSet, out?: string): string[] {
  const { count, height, width, channels, classes, pictures, twice } = facts
  const many = made.of > count ? `${number(count)} of ${number(made.of)}` : number(count)
  const percent = (values: number[]) => values.map((value) => (100 * value).toFixed(1)).join(', ')
  const told = isTold(facts)
  return [
    `data       ${path}`,
    `images     ${many}, ${width} × ${height}, ${channels === 3 ? 'colour' : 'grey'}` +
      (twice > 0 ? `; ${number(twice)} ${twice === 1 ? 'duplicate' : 'duplicates'}` : ''),
    ...(pictures ? sayPictures(pictures) : []),
    ...(classes ? [`classes    ${classes.length}: ${sayClasses(classes)}`] : []),
    `mean       ${percent(facts.mean)} % of white, deviation ${percent(facts.deviation)} %`,
    ...sayNotes(made, path),
    ...(out === undefined
      ? []
      : [
          `picture    ${out}: first the mean${told ? ' of each class' : ''}, then ${told ? 'some of it' : 'images'}`,
        ]),
  ]
}

const isTold = ({ classes }: Facts): boolean => classes !== undefined && classes.length > 1

/** Command that trains on these images. */
function nextOf(path: string, facts: Facts, { size, cell, crop }: DataCommandOptions): string {
  const augment = augmentFor(facts)
  const options = [
    ...(size === undefined ? [] : [` --image-size ${size}`]),
    ...(cell === undefined ? [] : [` --cell ${cell}`]),
    ...(crop === undefined ? [] : [` --crop ${crop}`]),
    ...(isTold(facts) ? [' --conditional'] : []),
    ...(augment === undefined ? [] : [` --augment ${augment}`]),
  ]
  return `npx ganvas train --data ${quoted(path)}${options.join('')}`
}

function sayPictures({ kinds, smallest, median, largest }: Pictures): string[] {
  const files = Object.entries(kinds).map(([kind, count]) => `${number(count)} ${kind}`)
  const size = ([width, height]: [number, number]) => `${width} × ${height}`
  const sizes =
    size(smallest) === size(largest)
      ? `all ${size(smallest)}`
      : `from ${size(smallest)} to ${size(largest)}, median ${size(median)}`
  return [`files      ${files.join(', ')}; ${sizes}`]
}

const sayClasses = (classes: readonly { name: string; count: number }[]): string => {
  const named = classes.slice(0, COLUMNS).map(({ name, count }) => `${name} ${number(count)}`)
  const more = classes.length - named.length
  return named.join(', ') + (more > 0 ? `, and ${more} more` : '')
}

const number = (value: number): string => value.toLocaleString('en')
