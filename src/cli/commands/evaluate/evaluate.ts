// `ganvas evaluate`: reads real images, draws generated ones, and prints measurements of both.

import { join } from 'node:path'
import { type ImageSet, imageCount, messageOf, type NamedSet } from '../../../data/imageSet'
import { packWeights } from '../../../data/packed'
import { bytesOfImages } from '../../../data/prepare'
import type { ReadFile } from '../../../data/readFile'
import { readSafetensors } from '../../../data/safetensors'
import { FEWEST, whyUnjudged } from '../../../gan/judge/evaluate'
import { noiseFor } from '../../../gan/model/noise'
import type { RunConfig } from '../../../gan/run/runConfig'
import { loadHalves } from '../../data/images'
import { refuseInData } from '../../data/inside'
import { sayNotes } from '../../data/notes'
import { dataOfRun, likeOf } from '../../data/ofRun'
import { type PictureOptions, readPictures } from '../../data/pictures'
import { type Evaluation, showEvaluation } from '../../folder/evaluation'
import { judgeOf } from '../../folder/judgeCache'
import { checkPlace, writeOutput } from '../../folder/outputs'
import { writeReport } from '../../folder/report/report'
import { RunFolder } from '../../folder/runFolder'
import { openRuntime, type Runtime, type RuntimeOptions } from '../../runtime/runtime'
import { Failure, Misuse } from '../../terminal/failure'
import { report } from '../../terminal/json'
import { quoted } from '../../terminal/quoted'
import { writeClosest } from './closest'
import { measure } from './measure'

export interface EvaluateRequest extends RuntimeOptions {
  checkpoint?: string
  images?: string
  data?: string
  /** May the images be others than those that the run learned from? */
  changedData?: boolean
  count?: number
  quick?: boolean
  seed?: number
  ema?: boolean
  imageSize?: number
  keepJudge?: string
}

/** Most images with --quick, and without. */
const QUICK = 2000
const FULL = 10_000

export async function evaluate(request: EvaluateRequest): Promise<Evaluation> {
  const { checkpoint, images, keepJudge, runtime, adapter } = request
  refuseOptions(request)
  const run = checkpoint === undefined ? undefined : new RunFolder(checkpoint)
  const config = run?.readConfig()
  const { seed = 1 } = request
  const ema = run?.drawsAverage(request)
  // Read once, and now: a run that continues meanwhile saves another.
  const generator = run?.readGenerator({ ema })
  const step = generator && stepOf(generator)
  const data = run && config ? dataOfRun(config, run.path, request.data) : (request.data ?? 'mnist')
  const imageSize = config?.imageSize ?? request.imageSize ?? 32
  if (config && request.count !== undefined) refuseMany(request.count, config)
  const { train, heldOut, whole } = await loadHalves(data, {
    size: imageSize,
    ...(config && { cell: config.cell, crop: config.crop }),
  })
  refuseData(train, imageSize, data, config)
  const changed = request.changedData ?? false
  const purpose = 'measure on these'
  const isOther =
    config && likeOf(config, { data, images: whole, changed, purpose }).like === 'other'
  const { channels } = train
  const count = request.count ?? Math.min(train.count, request.quick ? QUICK : FULL)
  // A folder of images is checked before a runtime is opened.
  const given = images === undefined ? undefined : await picturesIn(images, { imageSize, channels })
  refuseFew(request, { train, heldOut, given })
  const unjudged = whyUnjudged({ generated: given ?? { count }, train, heldOut })
  if (keepJudge !== undefined) {
    if (unjudged !== undefined) throw new Failure(`${unjudged}, so no judge learns`)
    refuseInData(keepJudge, { data, classNames: config?.classNames }, '--keep-judge')
    checkPlace(keepJudge, '--keep-judge')
  }
  const opened = await openRuntime({ runtime, adapter })
  try {
    console.error(`adapter: ${opened.name}`)
    const generated = given ?? (await drawn(opened, { config, generator }, { count, seed }))
    const known =
      unjudged === undefined && hasLabels(train)
        ? await judgeOf(train, imageSize, opened.ask)
        : undefined
    if (keepJudge !== undefined && known) {
      writeOutput(
        keepJudge,
        packWeights(readSafetensors(known.file.bytes, known.file.path).tensors),
      )
    }
    const sets = { generated, train, heldOut }
    const measured = await measure(opened.ask, { ...sets, imageSize, known })
    const found = {
      source: checkpoint ?? images ?? '',
      data,
      imageSize,
      adapter: opened.name,
      ...(train.names && { classNames: train.names }),
      count: generated.count,
      usual: Math.min(train.count, QUICK),
      ...(unjudged !== undefined && { unjudged }),
      ...(isOther && { changedData: [data] }),
      ...(run && { seed, ema: ema ?? false, ...(step !== undefined && { step }) }),
      ...measured,
    }
    console.log(showEvaluation(found))
    if (run) {
      noteIn(run, found, sets)
      console.log(
        `\nnext       npx ganvas export --checkpoint ${quoted(run.path)} --to onnx --out ${quoted(join(run.path, 'generator.onnx'))}`,
      )
    }
    report(found)
    return found
  } finally {
    await opened.close()
  }
}

/** Pictures of a folder. What is left out of it is said. */
async function picturesIn(
  folder: string,
  wanted: Pick<PictureOptions, 'imageSize' | 'channels'>,
): Promise<ImageSet> {
  const made = await readPictures(folder, { ...wanted, option: '--images' })
  for (const line of sayNotes(made, folder)) console.error(line)
  return made.set
}

/** Training step of weights; unknown for those of other programs. */
function stepOf({ bytes, path }: ReadFile): number | undefined {
  const { step } = readSafetensors(bytes, path).metadata
  return step === undefined ? undefined : Number(step)
}

/** Writes the results into the run folder and its report, if it is writable and holds no better ones. */
function noteIn(
  run: RunFolder,
  found: Evaluation,
  sets: { generated: ImageSet; train: ImageSet },
): void {
  const { count, usual = count } = found
  const before = run.readEvaluation()?.count ?? 0
  if (count < usual && count < before) {
    console.error(`results not kept in the run folder: it has those of ${before} images`)
    return
  }
  try {
    run.writeEvaluation(`${JSON.stringify(found, null, 2)}\n`)
    const { memorised, imageSize } = found
    if (memorised) writeClosest(run, memorised, { ...sets, imageSize })
    writeReport(run)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.error(`results not kept in the run folder: ${messageOf(error)}`)
  }
}

async function drawn(
  { ask }: Runtime,
  { config, generator }: { config: RunConfig | undefined; generator: ReadFile | undefined },
  { count, seed }: { count: number; seed: number },
): Promise<ImageSet> {
  if (!config || !generator) throw new Misuse('nothing to evaluate: give --checkpoint or --images')
  const { imageSize, channels, classes } = config
  const noise = noiseFor(config, { seed, count })
  const images = await ask('draw', config, generator, noise)
  // Rounded to bytes, as in a PNG file, so that images of other programs compare alike.
  const pixels = bytesOfImages(images)
  const set = { count, height: imageSize, width: imageSize, channels, pixels }
  // All classes in turn.
  return classes === 0
    ? set
    : { ...set, labels: Uint8Array.from({ length: count }, (_, i) => i % classes) }
}

const hasLabels = (set: NamedSet): set is NamedSet & { labels: Uint8Array } =>
  set.labels !== undefined

function refuseOptions(request: EvaluateRequest): void {
  const { checkpoint, images, count, quick, seed, ema, imageSize, changedData } = request
  if ((checkpoint === undefined) === (images === undefined)) {
    throw new Misuse('give either --checkpoint, a run folder, or --images, a folder of pictures')
  }
  const isNamed = [count, seed, ema].some((each) => each !== undefined)
  if (images !== undefined && (isNamed || quick || changedData)) {
    throw new Misuse(
      '--count, --quick, --seed, --ema and --changed-data go with --checkpoint; of a folder all images are measured',
    )
  }
  if (checkpoint !== undefined && imageSize !== undefined) {
    throw new Misuse('--image-size goes with --images; a checkpoint has its own size')
  }
  if (count !== undefined && quick) throw new Misuse('--quick draws 2000 at most. Give one of them')
}

function refuseData(
  { height, width, channels }: ImageSet,
  imageSize: number,
  data: string,
  config: RunConfig | undefined,
): void {
  if (height > imageSize || width > imageSize) {
    throw new Failure(
      `images of ${data} are ${height}×${width}, larger than the ${imageSize}×${imageSize} of those to evaluate. Give other --data`,
    )
  }
  if (config && channels !== config.channels) {
    throw new Failure(
      `images of ${data} have ${channels} channels, but the generator draws ${config.channels}. Give other --data`,
    )
  }
}

/** Most floats in the one array that holds all images. */
const MOST_FLOATS = 2 ** 30

function refuseMany(count: number, { imageSize, channels }: RunConfig): void {
  const most = Math.floor(MOST_FLOATS / (imageSize ** 2 * channels))
  if (count <= most) return
  const what = `images of ${imageSize}×${imageSize}${channels === 3 ? ' in colour' : ''}`
  throw new Misuse(
    `--count ${count}: too many ${what} to be measured at once. Take ${most} at most`,
  )
}

/** Fewest images of a folder whose distances say anything. */
const FEWEST_GIVEN = 10

/** Refuses a count that was typed too small for a judge, or hardly any images; small sets go without a judge. */
function refuseFew(
  { count = FEWEST, images }: EvaluateRequest,
  { given, ...sets }: Record<'train' | 'heldOut', ImageSet> & { given: ImageSet | undefined },
) {
  if (given && given.count < FEWEST_GIVEN) {
    throw new Failure(
      `${imageCount(given.count)} in ${images}: too few. Take at least ${FEWEST_GIVEN}`,
    )
  }
  if (count >= FEWEST || whyUnjudged({ ...sets, generated: sets.train }) !== undefined) return
  throw new Failure(
    `--count ${count}: too few, since a covariance of features needs at least ${FEWEST}`,
  )
}
