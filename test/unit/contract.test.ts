// The terminal's contract with scripts, as far as no GPU is needed: JSON alone on standard output, errors as JSON with
// the same exit code, the list of runs, and lines that name the right command.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { PNG } from 'pngjs'
import { afterAll, expect, it, vi } from 'vitest'
import { nextOf } from '../../src/cli/commands/sample'
import { refuseMemory, sayMemory } from '../../src/cli/commands/train/memory'
import { Progress } from '../../src/cli/commands/train/progress'
import { importWarning } from '../../src/cli/folder/adaptExport'
import { commands, main } from '../../src/cli/main'
import { duration } from '../../src/cli/terminal/duration'
import { printsJson } from '../../src/cli/terminal/json'
import { writeSafetensors } from '../../src/data/safetensors'
import { adaptRecipes } from '../../src/gan/adapt/config'
import { configOf } from '../../src/gan/model/presets'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { configFile } from '../../src/gan/run/runFiles'
import { checkLimits } from '../../src/gpu/plan'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-contract-'))
const at = (...names: string[]) => join(folder, ...names)
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a command; returns its exit code, and what it printed on both outputs. */
async function told(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const into = (where: 'out' | 'err') => (text: unknown) => {
    said[where] += `${text}\n`
  }
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(into('out')),
    vi.spyOn(console, 'error').mockImplementation(into('err')),
  ]
  try {
    return { status: await main(args), ...said }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

function picture(path: string, shade: number): void {
  const png = new PNG({ width: 20, height: 16 })
  png.data.fill(shade)
  writeFileSync(path, PNG.sync.write(png))
}

/** Writes pictures of two classes. */
function pictures(name: string, each: number): string {
  for (const [i, kind] of ['cats', 'big dogs'].entries()) {
    mkdirSync(at(name, kind), { recursive: true })
    for (let n = 0; n < each; n++) picture(at(name, kind, `${n}.png`), 40 * i + 3 * n)
  }
  return at(name)
}

const leaves = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)

it('every command takes --json with or without a file', () => {
  const without = leaves(commands()).filter(
    ({ options }) => !options.some(({ flags }) => flags === '--json [file]'),
  )
  expect(without.map((command) => command.name())).toEqual([])
})

it('--json leaves standard output to the result; --json FILE writes it', async () => {
  const [path, out] = [pictures('few pictures', 7), at('few.png')]
  const printed = await told('data', path, '--out', out, '--json')
  expect(printed.status).toBe(0)
  const found = JSON.parse(printed.out)
  expect(found).toMatchObject({ count: 14, classes: [{ count: 7 }, { count: 7 }] })
  expect(printed.err).toContain('images     14, ')
  // Small and grey, of two classes, at a path with a space.
  expect(found.next).toBe(`npx ganvas train --data '${path}' --conditional --augment adaptive`)
  expect(printed.err).toContain(`next       ${found.next}`)

  const written = await told('data', path, '--out', out, '--json', at('found.json'))
  expect(written.out).toContain('images     14, ')
  expect(JSON.parse(readFileSync(at('found.json'), 'utf8'))).toEqual({
    ...found,
    origin: 'made by ganvas data',
  })
})

it.each<[string[], number, RegExp]>([
  [['data', at('nowhere'), '--json'], 2, /^\/.*nowhere: no data set has that name/],
  [['train', '--steps', '0x10', '--json'], 2, /0x10.* \(see ganvas train --help\)$/],
  [['train', '--stps', '3', '--json'], 2, /unknown option '--stps' \(Did you mean --steps\?\)$/],
  [['latent', 'map', '--json'], 2, /--checkpoint.* \(see ganvas latent map --help\)$/],
  [['sample', '--checkpoint', at('nowhere'), '--json'], 1, /config\.json is missing/],
  [['data', '--json', at('nowhere')], 2, /A file must end in \.json\. .* before --json\./],
  [['toy', 'rong', '--json'], 2, /^'rong' is not a valid name\. Allowed choices are ring, grid, /],
  [['help', 'trian', '--json'], 2, /^unknown command 'trian' \(Did you mean train\?\)$/],
])('%j gets {"error"} and its exit code', async (args, status, message) => {
  const found = await told(...args)
  expect(found.status).toBe(status)
  const { error } = JSON.parse(found.out)
  expect(error).toMatch(message)
  expect(found.err).toBe('')
  const plain = await told(...args.filter((arg) => arg !== '--json'))
  // Without --json the path is the argument, so another line.
  if (args[1] !== '--json') expect(plain).toEqual({ status, out: '', err: `ganvas: ${error}\n` })
})

it('--json FILE is refused before the work, and no file is written where the work fails', async () => {
  const place = await told('data', 'mnist', '--json', join(at('few.png'), 'x.json'))
  expect(place).toMatchObject({ status: 1, out: '' })
  expect(place.err).toMatch(/^ganvas: cannot write to the folder .* Choose another --json\n$/)
  expect((await told('data', at('nowhere'), '--json', at('none.json'))).status).toBe(2)
  expect(readdirSync(folder)).not.toContain('none.json')
})

it('only a .json file takes the JSON from standard output', () => {
  expect(printsJson(['data', 'x', '--json'])).toBe(true)
  expect(printsJson(['data', '--json', '--size', '16', 'x'])).toBe(true)
  expect(printsJson(['data', 'x', '--json', 'y.json'])).toBe(false)
  expect(printsJson(['data', 'x'])).toBe(false)
})

it('lists runs, the newest first, with the best score', async () => {
  expect((await told('runs', at('none'))).err).toMatch(/^ganvas: there is no folder .*none\. Name/)
  const run = (name: string, settings: object, files: Record<string, string> = {}) => {
    mkdirSync(at('runs', name, 'checkpoints'), { recursive: true })
    const config = {
      ...configOf({}, { software: true, channels: 1 }),
      ...{ data: '/pictures/birds', images: 9, adapter: 'a CPU', table: {} },
      ...{ steps: 40, logEvery: 10, sampleEvery: 10, onCollapse: 'warn' as const, ...settings },
    }
    writeFileSync(at('runs', name, 'config.json'), configFile(config))
    for (const [file, text] of Object.entries(files)) {
      writeFileSync(at('runs', name, file), text)
    }
  }
  const log = [
    { step: 10, lossD: 1 },
    { step: 10, sliced: 0.5 },
    { step: 20, sliced: 0.25 },
    { step: 30, sliced: 0.75 },
  ]
  run(
    'group/hinged',
    { objective: 'hinge', best: 'sliced' },
    {
      'log.jsonl': `${log.map((line) => JSON.stringify(line)).join('\n')}\n`,
      'checkpoints/000030.safetensors': '',
    },
  )
  run('begun', {})
  mkdirSync(at('runs', 'other program'))
  writeFileSync(at('runs', 'other program', 'config.json'), '{}')
  const { status, out, err } = await told('runs', at('runs'))
  expect([status, err]).toEqual([0, ''])
  expect(out).toMatch(/^run +objective +data +steps +date +score$/m)
  expect(out).toMatch(/group\/hinged +hinge +birds +30 of 40 +20.* sliced 0\.2500 at step 20$/m)
  expect(out).toMatch(/begun +hinge +birds +0 of 40 +20\d\d-\d\d-\d\d \d\d:\d\d$/m)
  expect(out).not.toContain('other program')
  const listed = JSON.parse((await told('runs', at('runs'), '--json')).out)
  expect(listed.runs).toHaveLength(2)
  expect(listed.runs).toContainEqual(
    expect.objectContaining({
      ...{ run: at('runs', 'group', 'hinged'), objective: 'hinge', step: 30, steps: 40 },
      score: { name: 'sliced', value: 0.25, step: 20 },
    }),
  )
})

it('lists an unzipped save of the page with the step of its checkpoint', async () => {
  const saved = at('saved')
  mkdirSync(saved)
  const config = {
    ...configOf({}, { software: true, channels: 1 }),
    ...{ data: 'own', images: 1, adapter: 'a CPU', table: {} },
    ...{ steps: 40, logEvery: 10, sampleEvery: 10, onCollapse: 'warn' as const },
  }
  writeFileSync(join(saved, 'config.json'), configFile(config))
  writeFileSync(join(saved, 'checkpoint.safetensors'), writeSafetensors(new Map(), { step: '17' }))
  expect((await told('runs', saved)).out).toMatch(/ 17 of 40 /)
  // Of a single picture none can be held out.
  expect(nextOf(saved)).toMatch(/^npx ganvas export --checkpoint .*saved --to onnx --out /)
  writeFileSync(join(saved, 'config.json'), configFile({ ...config, images: 2 }))
  expect(nextOf(saved)).toMatch(/^npx ganvas evaluate --checkpoint .*saved$/)
})

it('the last line without a terminal has no ETA', () => {
  const said: string[] = []
  const spy = vi.spyOn(console, 'log').mockImplementation((line) => void said.push(line))
  const tty = vi.spyOn(process, 'stderr', 'get')
  tty.mockReturnValue(Object.create(process.stderr, { isTTY: { value: false } }))
  try {
    const progress = new Progress(30, 0)
    const line = { lossD: 1, lossG: 1, dReal: 0.5, dFake: 0.5, imagesPerSecond: 100 }
    for (const step of [20, 30]) progress.figures({ ...line, step } as never)
  } finally {
    spy.mockRestore()
    tty.mockRestore()
  }
  expect(said[0]).toMatch(/^20\/30 .* 100 images\/s {2}ETA …$/)
  expect(said[1]).toMatch(/^30\/30 .* 100 images\/s$/)
})

it('what is too large for the adapter is called activations, and options are named', () => {
  const config = configOf({ width: 4, batchSize: 8 }, { software: true, channels: 1 })
  const set = { count: 20, height: 16, width: 16, channels: 1 }
  const { trainPlan } = makeBlueprint(config, set)
  const limits = { maxBufferSize: 1024, maxStorageBufferBindingSize: 1024 }
  expect(() => checkLimits(trainPlan, limits, 'Take a smaller --width')).toThrow(
    /^the activations would need [\d.]+ MB, .* at most 0\.0 MB in one buffer\. Take a smaller --width$/,
  )
})

it('says how much memory a run needs, and refuses one that a CPU has not', () => {
  const config = configOf({ width: 4, batchSize: 8 }, { software: true, channels: 1 })
  const set = { count: 20000, height: 16, width: 16, channels: 1 }
  const blueprint = makeBlueprint(config, set)
  const parts = /^([\d.]+) MB on the GPU: activations ([\d.]+) MB, images 4\.9 MB$/.exec(
    sayMemory(blueprint),
  )
  const [, all = 0, activations = 0] = (parts ?? []).map(Number)
  expect(activations).toBeGreaterThan(0.5)
  expect(all).toBeGreaterThan(activations + 4.9)
  const refuse = (software: boolean, memory: number) => () =>
    refuseMemory(2 ** 30, { software }, 'Take less', memory)
  expect(refuse(true, 2 ** 29)).toThrow(
    'the run would need 1024 MB, and this machine has 512 MB of memory, which its CPU adapter shares. Take less',
  )
  expect(refuse(true, 2 ** 30)).not.toThrow()
  expect(refuse(false, 2 ** 29)).not.toThrow()
})

it('a module that Python cannot import gets a warning', () => {
  expect(importWarning('models/mein modell.py')).toMatch(
    /cannot import a module named "mein modell"\. Rename .*, for example to mein_modell\.py$/,
  )
  expect(importWarning('3d.py')).toContain('to _3d.py')
  for (const name of ['digits.py', 'a/b c/ünits_2.py']) expect(importWarning(name)).toBe(undefined)
})

it('speaks of durations', () => {
  expect([1, 89, 90, 5399, 5400].map(duration)).toEqual(['1 s', '89 s', '2 min', '90 min', '2 h'])
})

it('evaluate of an adaptation names its results, or the command that measures it', async () => {
  const config = {
    ...{ command: 'adapt', method: 'adda', source: 'mnist', target: 'uci' },
    ...{ sourcePictures: '', targetPictures: '', classNames: ['0', '1'], imageSize: 32 },
    ...{ channels: 1, classes: 2, width: 8, seed: 1, planned: 9, logEvery: 1, saveEvery: 9 },
    ...{ ...adaptRecipes.adda, upperBound: false, adapter: 'x' },
  }
  mkdirSync(at('my run'))
  writeFileSync(at('my run', 'config.json'), JSON.stringify(config))
  const lineOf = async (command: string) => (await told(command, '--checkpoint', at('my run'))).err
  const measures = `is an adaptation, which is measured when its steps are done: `
  expect(await lineOf('evaluate')).toBe(
    `ganvas: ${at('my run')} ${measures}Type npx ganvas adapt --resume '${at('my run')}'\n`,
  )
  writeFileSync(at('my run', 'adaptation.json'), '{}')
  expect(await lineOf('evaluate')).toContain(`its results are in ${at('my run', 'report.html')}. `)
  expect(await lineOf('sample')).toMatch(/has a classifier and no generator: ganvas adapt --resume/)
})
