// Makes the recorded run that the page shows without WebGPU, from a run folder of the terminal:
//
//   npm run train -- --sample-every 25 --out runs/recorded
//   npx vite build --ssr test/support/record.ts --outDir dist/record
//   node dist/record/main.js runs/recorded src/page/core/recorded

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import sharp from 'sharp'
import { parseMnist } from '../../src/data/mnist'
import { type GanConfig, rules } from '../../src/gan/model/config'
import { buildModels } from '../../src/gan/model/models'
import { sketch } from '../../src/gan/model/sketch'
import type { Observed } from '../../src/gan/run/observer'
import type { Recording } from '../../src/page/core/recorded/recorded'
import { realGrid } from '../../src/page/lab/realGrid'

/** Steps of the recorded grids: few enough for a slow connection. */
const STEPS = [25, 50, 100, 200, 300, 500, 1000]
/** Shades of grey. */
const SHADES = 10
/** Pixels between images, and around them, in the terminal's grids. */
const GAP = 2

async function record(run: string, out: string): Promise<void> {
  const written: object = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'))
  const config = Object.fromEntries(
    Object.entries(written).filter(([name]) => name in rules),
  ) as unknown as GanConfig
  const side = config.imageSize
  const { train } = await parseMnist(readFileSync('src/data/mnist/mnist.bin.gz'))
  const { generator, discriminator } = buildModels(config)
  const lines = readFileSync(join(run, 'log.jsonl'), 'utf8')
    .split('\n')
    .flatMap((line): (Observed & { step: number })[] => (line ? [JSON.parse(line)] : []))
    .filter(({ lossD }) => lossD !== undefined)
  const figure = (value: number) => Number(value.toPrecision(4))
  const recording: Recording = {
    opened: {
      about: { kind: 'images', config, images: train.count },
      settings: { seed: config.seed, data: 'mnist' },
      parameters: [generator.parameterCount, discriminator.parameterCount],
      layers: {
        generator: sketch(generator, [1, 1, config.latent]),
        discriminator: sketch(discriminator, [side, side, config.channels]),
      },
    },
    steps: STEPS,
    curves: lines.map(({ step, lossD, lossG, dReal, dFake }) => [
      step,
      ...[lossD, lossG, dReal, dFake].map(figure),
    ]),
  }
  const real = realGrid(train, side)
  const strip = new PNG({ width: 8 * side, height: (8 * STEPS.length + 2) * side, colorType: 0 })
  strip.data.set(real.pixels, 4 * strip.width * 8 * side * STEPS.length)
  for (const [i, step] of STEPS.entries()) {
    const name = `${String(step).padStart(6, '0')}.png`
    const grid = PNG.sync.read(readFileSync(join(run, 'samples', name)))
    for (let at = 0; at < 64; at++) {
      const [column, row] = [at % 8, at >> 3]
      const from = [GAP + column * (side + GAP), GAP + row * (side + GAP)] as const
      PNG.bitblt(grid, strip, ...from, side, side, column * side, (8 * i + row) * side)
    }
  }
  const most = SHADES - 1
  for (const [i, value] of strip.data.entries()) {
    strip.data[i] = Math.round((Math.round((value * most) / 255) * 255) / most)
  }
  // So few shades take four bits each, which pngjs cannot write.
  const few = { palette: true, colours: SHADES, dither: 0, effort: 10, compressionLevel: 9 }
  const frames = sharp(PNG.sync.write(strip, { colorType: 0 })).png(few)
  writeFileSync(join(out, 'frames.png'), await frames.toBuffer())
  writeFileSync(join(out, 'run.json'), `${JSON.stringify(recording)}\n`)
}

const [run = '', out = ''] = process.argv.slice(2)
await record(run, out)
