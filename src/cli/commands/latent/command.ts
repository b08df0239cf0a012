import { type Command, InvalidArgumentError, Option } from 'commander'
import { type Way, ways } from '../../../gan/latent/latent'
import { runtimes } from '../../runtime/runtime'
import { listOf, path, png, real, safetensors, whole } from '../../terminal/options'
import { type ArithmeticOptions, arithmetic } from './arithmetic'
import { type LatentClaimsOptions, latentClaims } from './claims'
import { type DirectionsOptions, directions } from './directions'
import { type Addition, type EditOptions, edit } from './edit'
import { type InterpolateOptions, interpolate } from './interpolate'
import { type InvertOptions, invert } from './invert'
import type { Asked } from './lessons'
import { type MapOptions, map, planes } from './map'
import { type MixOptions, mix } from './mix'
import type { SpaceOptions } from './space'
import { type TruncationOptions, truncation } from './truncation'
import { VECTORS, vectorName, vectorNames } from './vectors'

/** Most images along a side, and most frames from one vector to the next. */
const MOST = 1000
const MOST_STRENGTH = 100

export function register(program: Command): void {
  const latent = program
    .command('latent')
    .description('explore the latent space of a trained generator')
    .addHelpText('after', `\nA vector is ${VECTORS}.`)

  command(latent, 'interpolate')
    .description('draw a path from one image to another, as a PNG and as a GIF beside it')
    .addOption(vector('--from', 'first vector', '1'))
    .option('--through <vectors>', 'vectors between, separated by commas', vectorNames, [])
    .addOption(vector('--to', 'last vector', '2'))
    .addOption(way())
    .option('--frames <n>', 'images from one vector to the next', whole(2, MOST), 10)
    .option('--film <n>', 'frames of the GIF from one vector to the next', whole(2, MOST), 32)
    .option('--loop', 'return to the first vector', false)
    .option('--no-nearest', 'omit the nearest training images')
    .addHelpText('after', example('interpolate', '--from 3 --through 5,8 --to 7 --loop'))
    .action(async (options: InterpolateOptions) => interpolate(straightInW(options)))

  command(latent, 'arithmetic')
    .description('draw A - B + C, where each may be the mean of several vectors')
    .requiredOption('--a <vectors>', 'separated by commas', vectorNames)
    .requiredOption('--b <vectors>', 'separated by commas', vectorNames)
    .requiredOption('--c <vectors>', 'separated by commas', vectorNames)
    .addOption(way())
    .option('--radius <x>', 'amount of noise in the images around the result', real(0, 10), 0.25)
    .option('--seed <n>', 'seed for that noise', whole(0), 1)
    .addHelpText('after', example('arithmetic', '--a 7:3,7:8,7:20 --b 7:1,7:4,7:9 --c 7:2,7:5,7:6'))
    .action(async (options: ArithmeticOptions) => arithmetic(straightInW(options)))

  command(latent, 'map')
    .description('draw a plane around a vector, or between three')
    .option('--corners <vectors>', 'three: top left, top right, bottom left', listOf(vectorName, 3))
    .addOption(vector('--centre', 'vector in the middle, without --corners', '1'))
    .addOption(
      new Option('--directions <name>', 'directions in which images differ most, or random ones')
        .choices(planes)
        .default('components'),
    )
    .option(
      '--extent <x>',
      'distance from the centre to an edge, in typical lengths of noise',
      real(0, 100),
      1,
    )
    .option('--size <n>', 'images along a side', whole(2, MOST), 9)
    .addOption(way())
    .option('--seed <n>', 'seed for the directions', whole(0), 1)
    .addHelpText('after', example('map', '--corners 3,5,8'))
    .action(async (options: MapOptions) => map(straightInW(options)))

  command(latent, 'truncation')
    .description('draw images of noise without its tails, a row for each threshold')
    .option('--thresholds <x>', 'separated by commas', listOf(real(0.01, 10)), [0.5, 1, 1.5])
    .option('--count <n>', 'images in each row', whole(1, MOST), 10)
    .option('--seed <n>', 'seed for the noise', whole(0), 1)
    .addHelpText('after', example('truncation', '--thresholds 0.1,0.5,1,2'))
    .action(async (options: TruncationOptions) => truncation(options))

  command(latent, 'mix')
    .description('draw images with one style for small sizes and another for large ones')
    .addOption(vectors('--rows', 'styles of the smaller sizes', '1,2,3,4'))
    .addOption(vectors('--columns', 'styles of the larger sizes', '5,6,7,8,9'))
    .option('--up-to <n>', 'largest height of images with the style of the row', whole(4), 8)
    .addHelpText('after', example('mix', '--rows 1,2 --columns 5,6,7 --up-to 4'))
    .action(async (options: MixOptions) => mix(options))

  command(latent, 'invert')
    .description('find the noise whose image is nearest to a given one')
    .option('--image <files...>', 'pictures of any format and size that train reads')
    .option(
      '--train <numbers>',
      'numbers of training images, from 0, separated by commas',
      listOf(whole(0)),
    )
    .option('--of <vectors>', 'vectors of generated images, separated by commas', vectorNames)
    .option('--restarts <n>', 'number of starting points', whole(1, 64), 8)
    .option('--steps <n>', 'steps of Adam', whole(1), 300)
    .option('--lr <x>', 'learning rate', real(0, 100), 0.2)
    .option('--feature-weight <x>', "weight of a judge's features beside pixels", real(0, 1e6), 0)
    .option('--prior <x>', 'weight of the mean of z²', real(0, 1e6), 0.001)
    .option('--seed <n>', 'seed for the starting points', whole(0), 1)
    .addHelpText('after', example('invert', '--train 5,17 --save z.safetensors'))
    .action(async (options: InvertOptions) => invert(options))

  command(latent, 'edit')
    .description('draw images before and after attributes are put on or taken off')
    .requiredOption('--seeds <vectors>', 'images to edit, separated by commas', vectorNames)
    .requiredOption(
      '--add <name:x>',
      'attribute, and its strength: 1 puts it on, -1 takes it off; without one, as far as each image needs; may be repeated',
      additions,
    )
    .option('--directions <file>', 'file of directions (default: the one in the run)', safetensors)
    .option('--guided', 'follow the gradient of classifiers in place of directions', false)
    .option(
      '--attribute <name=path>',
      'labelled pictures of an attribute that the data do not show; may be repeated',
      attributes,
      [],
    )
    .addHelpText('after', example('edit', '--seeds 1,2,3 --add thick:1.5'))
    .action(async (options: EditOptions) => edit(options))

  generator(latent.command('directions'))
    .description('fit a direction for each attribute of the images, to all of them at once')
    .option(
      '--attribute <name>',
      'attribute that the data show, or NAME=PATH of labelled pictures with a class NAME; may be repeated (default: all)',
      attributes,
      [],
    )
    .option('--with <vectors>', 'images that have the attribute, where no label tells', vectorNames)
    .option('--without <vectors>', 'images that lack it', vectorNames)
    .option(
      '--measure <n>',
      'edits of each attribute by which to measure success',
      whole(1, 10_000),
    )
    .option(
      '--out <file>',
      'file to write (default: directions.safetensors in the run)',
      safetensors,
    )
    .option('--seed <n>', 'seed for the noise', whole(0), 1)
    .addHelpText('after', example('directions', '--measure 1000'))
    .action(async (options: DirectionsOptions) => directions(options))

  generator(latent.command('claims'))
    .description('measure whether interpolation is smooth and arithmetic works')
    .option('--seed <n>', 'seed for the noise', whole(0), 1)
    .addHelpText('after', example('claims', '--json claims.json'))
    .action(async (options: LatentClaimsOptions) => latentClaims(options))
}

function command(latent: Command, name: string): Command {
  return generator(latent.command(name))
    .option('--out <file>', 'PNG to write', png, `${name}.png`)
    .option('--scale <n>', 'pixels across and down for each pixel of an image', whole(1, 16), 2)
    .option('--save <file>', 'write the vectors to this .safetensors file', safetensors)
}

function generator(command: Command): Command {
  // truncation has thresholds of its own.
  if (command.name() !== 'truncation') {
    const what =
      'draw larger numbers of seeded noise again; in W: share of the distance from its mean'
    command.option('--truncation <x>', what, real(0.01, 10))
  }
  if (IN_W.includes(command.name())) {
    const what = 'vectors that seeds name: noise, or the styles of --model style'
    command.addOption(new Option('--space <name>', what).choices(['z', 'w']).default('z'))
  }
  return command
    .requiredOption('--checkpoint <dir>', 'run folder', path)
    .option(
      '--class <name>',
      'class to draw, of a run with --conditional: its name or number',
      path,
    )
    .option('--data <path>', 'training images of the run, if they moved', path)
    .option('--ema', "draw with the generator's moving average (default: if the run keeps one)")
    .option('--no-ema', 'draw with the generator itself')
    .addOption(new Option('--runtime <name>', 'where to draw').choices(runtimes).default('auto'))
    .option('--adapter <name>', 'part of the name of the adapter to use in Node', path)
}

/** Commands that work in W, too. */
const IN_W = ['interpolate', 'arithmetic', 'map', 'truncation', 'edit', 'directions']

/** Styles lie on no sphere. */
const straightInW = <Options extends SpaceOptions & { way: Way }>(options: Options): Options =>
  options.space === 'w' ? { ...options, way: 'linear' } : options

function vectors(flag: string, description: string, otherwise: string): Option {
  return new Option(`${flag} <vectors>`, `${description}, separated by commas`)
    .argParser(vectorNames)
    .default(vectorNames(otherwise), otherwise)
}

function vector(flag: string, description: string, otherwise: string): Option {
  return new Option(`${flag} <vector>`, description)
    .argParser(vectorName)
    .default(vectorName(otherwise), otherwise)
}

/** Adds `NAME` or `NAME=PATH` to those before. */
function attributes(text: string, before: readonly Asked[]): Asked[] {
  const [, name = '', pictures] = /^([^=]*)(?:=(.*))?$/.exec(path(text)) ?? []
  if (name !== '' && pictures !== '') return [...before, { name, pictures }]
  throw new InvalidArgumentError('It must be a name, or NAME=PATH.')
}

/** Adds `NAME` or `NAME:STRENGTH` to those before. */
function additions(text: string, before: readonly Addition[] = []): Addition[] {
  const [, name = '', strength] = /^(.+?)(?::([^:]*))?$/.exec(path(text)) ?? []
  if (name !== '' && strength === undefined) return [...before, { name }]
  const amount = strength?.trim() ? Number(strength) : Number.NaN
  if (name !== '' && amount !== 0 && Math.abs(amount) <= MOST_STRENGTH) {
    return [...before, { name, amount }]
  }
  throw new InvalidArgumentError(
    `It must be NAME or NAME:X, with X from -${MOST_STRENGTH} to ${MOST_STRENGTH}, but not 0.`,
  )
}

const way = () =>
  new Option('--way <name>', 'path on the sphere where noise lies, or straight')
    .choices(ways)
    .default('spherical')

const example = (name: string, options: string) =>
  `\nExample:\n  $ ganvas latent ${name} --checkpoint runs/mnist-1 ${options}`
