// Makes the pictures of the lesson "Style without pairs" from two translations of emoji:
//
//   npx ganvas translate --from emoji-colour --to emoji-line --out runs/ink
//   npx ganvas translate --pairs emoji --out runs/colour
//   npx vite build --ssr test/support/recordHidden.ts --outDir dist/record
//   node dist/record/main.js runs/ink runs/colour src/page/lessons/cycle
//
// It writes hidden.webp, and prints the numbers of measured.ts.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { readDomains } from '../../src/cli/data/domains'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { bytesOfImages, prepared } from '../../src/data/prepare'
import { readSafetensors } from '../../src/data/safetensors'
import { difference } from '../../src/gan/translate/evaluate'
import { translatorOf } from '../../src/gan/translate/players'
import { checkTranslation } from '../../src/gan/translate/settings'
import { rounded, Translator } from '../../src/gan/translate/translator'
import type { Gpu } from '../../src/gpu/device'
import { colourKept, SIDE, treated, treatmentNames } from '../../src/page/lessons/cycle/treatments'

/** Held-out emoji that are shown: faces, and large areas of a colour. */
const SHOWN = [3, 8, 27, 28, 35]
const LOSSY = { quality: 75, effort: 6, smartSubsample: true }
const EACH = SIDE * SIDE * 3

async function opened(gpu: Gpu, run: string, name: 'toA' | 'toB') {
  const config = checkTranslation(JSON.parse(readFileSync(join(run, 'config.json'), 'utf8')), run)
  const network = translatorOf(name, config)
  const file = `${name}.safetensors`
  network.load(gpu, readSafetensors(readFileSync(join(run, file)), file).tensors)
  const translator = await Translator.open(gpu, network, config)
  return (images: Float32Array) => translator.images(images)
}

/** A sheet with a row for each of the sets, as WebP of half the bytes of a PNG. */
async function sheet(path: string, rows: readonly Float32Array[]): Promise<void> {
  const [width, height] = [SHOWN.length * SIDE, rows.length * SIDE]
  const pixels = new Uint8Array(width * height * 3)
  for (const [row, images] of rows.entries()) {
    const bytes = bytesOfImages(images)
    for (const [column, i] of SHOWN.entries()) {
      for (let y = 0; y < SIDE; y++) {
        const from = i * EACH + y * SIDE * 3
        const to = ((row * SIDE + y) * SHOWN.length + column) * SIDE * 3
        pixels.set(bytes.subarray(from, from + SIDE * 3), to)
      }
    }
  }
  await sharp(pixels, { raw: { width, height, channels: 3 } })
    .webp(LOSSY)
    .toFile(path)
}

async function record(ink: string, colour: string, out: string): Promise<void> {
  const { heldOut } = await readDomains({ from: 'emoji-colour', to: 'emoji-line' }, { size: SIDE })
  const [coloured, drawn] = [prepared(heldOut.a, SIDE), prepared(heldOut.b, SIDE)]
  const gpu = await openNodeGpu({})
  const [toB, toA, byPairs] = [
    await opened(gpu, ink, 'toB'),
    await opened(gpu, ink, 'toA'),
    await opened(gpu, colour, 'toB'),
  ]
  const exact = await toB(coloured)
  const made = rounded(exact)
  const measure = (images: Float32Array) => ({
    difference: Number(difference(images, coloured).toFixed(3)),
    colour: Number(colourKept(coloured, images).toFixed(3)),
  })
  const backs = new Map<string, Float32Array>()
  for (const name of treatmentNames) backs.set(name, await toA(treated(name, { made, drawn })))
  const withPairs = await byPairs(drawn)
  const measured = {
    count: heldOut.a.count,
    exact: measure(await toA(exact)),
    ...Object.fromEntries([...backs].map(([name, back]) => [name, measure(back)])),
    withPairs: measure(withPairs),
    unchanged: measure(drawn),
  }
  gpu.close()
  console.log(measured)
  await sheet(join(out, 'hidden.webp'), [coloured, made, drawn, ...backs.values(), withPairs])
}

const [ink = '', colour = '', out = ''] = process.argv.slice(2)
await record(ink, colour, out)
