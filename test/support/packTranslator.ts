// Makes the trained translator of the page from a run folder of `ganvas translate`:
//
//   npx ganvas translate --pairs emoji --width 12 --steps 2000 --out runs/colour
//   npx vite build --ssr test/support/packTranslator.ts --outDir dist/pack
//   node dist/pack/main.js runs/colour src/page/translate/example

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packWeights } from '../../src/data/packed'
import { readSafetensors } from '../../src/data/safetensors'

const [run = '', out = ''] = process.argv.slice(2)
const { tensors } = readSafetensors(readFileSync(join(run, 'toB.safetensors')), 'toB.safetensors')
writeFileSync(join(out, 'translator.safetensors'), packWeights(tensors))
