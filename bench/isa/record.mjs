// Writes the machine code that the lesson on tiles shows, from two files of `npm run isa`:
//
//   npm run isa -- --networks dcgan64 --chips navi31 --only 'convShared convolve' --kernel shared --listing --json shared.json
//   npm run isa -- --networks dcgan64 --chips navi31 --only 'convLean convolve' --listing --json lean.json
//   node bench/isa/record.mjs shared.json lean.json > src/page/lessons/tiles/machine.json

import { readFileSync } from 'node:fs'

/** D's second block of DCGAN-64, batch 128. */
const LAYER = 'convolve 128 × 32×32×64 → 16×16×128'

/** Classes that the lesson tells apart; hints to the sequencer are left out. */
const KINDS = {
  ...{ fma: 'fma', valu: 'vector', ldsLoad: 'shared', ldsStore: 'shared' },
  ...{ load: 'memory', store: 'memory', scalarLoad: 'memory', scalar: 'scalar', branch: 'scalar' },
  ...{ wait: 'wait', barrier: 'wait' },
}

const recorded = process.argv.slice(2).map((file) => {
  const rows = JSON.parse(readFileSync(file, 'utf8'))
  const { kernel, statistics, loop } = rows.find(({ what }) => what === LAYER)
  const name = `${kernel.split(' ')[0]}.wgsl`
  const source = readFileSync(new URL(`../../shaders/${name}`, import.meta.url), 'utf8')
  return {
    name,
    ...{ registers: statistics.vgprs, waves: statistics.waves },
    wgsl: source.match(/^fn multiply[\s\S]*?^}/m)[0],
    code: loop
      .filter(({ kind }) => kind in KINDS)
      .map(({ kind, text }) => [KINDS[kind], text.replace(/\s+/g, ' ')]),
  }
})
console.log(JSON.stringify(recorded))
