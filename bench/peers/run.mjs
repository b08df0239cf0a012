// `npm run peers`: bundles with the project's own Vite, then runs each part in a process, and a Chrome, of its own, so that
// memory is counted from nothing and no shader is compiled before the first iteration is timed. README.md has the options.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))
const here = fileURLToPath(new URL('.', import.meta.url))
const RUNTIMES = ['chrome', 'node']
const PARTS = ['32', '64', 'kernels']

class Misuse extends Error {}

const options = {
  runtime: { type: 'string' },
  only: { type: 'string' },
  kernel: { type: 'string' },
  json: { type: 'string' },
  open: { type: 'boolean' },
  port: { type: 'string' },
  compare: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
}

const HELP = `Measures Ganvas beside TensorFlow.js and jax-js: npm run peers -- [options]

  --runtime chrome|node   one of both
  --only 32,64,kernels    some of: DCGAN-32, DCGAN-64, single kernels
  --kernel WORD           kernels whose names contain WORD
  --json FILE             saves the report
  --open                  serves the page for your own browser and GPU, and saves its reports
  --port N                port of that page (default: a free one)
  --compare A B           sets two reports beside each other`

function parse() {
  try {
    return parseArgs({ options, allowPositionals: true })
  } catch (error) {
    throw new Misuse(`${error.message.split('. ')[0]}. npm run peers -- --help lists the options`)
  }
}

function chosen(what, given, all) {
  if (given === undefined) return all
  const each = given.split(',')
  const unknown = each.find((one) => !all.includes(one))
  if (unknown !== undefined)
    throw new Misuse(`${what} must be of ${all.join(', ')}, not "${unknown}"`)
  return all.filter((one) => each.includes(one))
}

function readReport(file) {
  let report
  try {
    report = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const why =
      error.code === 'ENOENT' ? 'there is no such file' : 'it is not a report of this command'
    throw new Misuse(`${file}: ${why}`)
  }
  const isReport = report?.format === 'ganvas-peers' && report.parts?.length > 0
  if (!isReport) throw new Misuse(`${file}: it is not a report of this command`)
  return report
}

async function build() {
  if (!existsSync(join(here, 'node_modules'))) {
    throw new Misuse(
      'TensorFlow.js and jax-js are not installed. Type: npm ci --prefix bench/peers',
    )
  }
  const { bundle } = await import('./bundle.mjs')
  return bundle
}

/** Runs one part in a process of its own; undefined if it failed, which it has said. */
function measure(folder, runtime, part, word) {
  const file = join(folder, 'part.json')
  rmSync(file, { force: true })
  const args = [join(root, 'dist/peers/main.js'), runtime, part, file, ...(word ? [word] : [])]
  // Mesa would otherwise keep compiled shaders from the run before.
  const env = { ...process.env, MESA_SHADER_CACHE_DISABLE: 'true' }
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', cwd: root, env })
  if (status !== 0 || !existsSync(file)) {
    console.error(`peers: ${part} in ${runtime} failed`)
    process.exitCode = 1
    return undefined
  }
  return JSON.parse(readFileSync(file, 'utf8'))
}

async function main() {
  const { values, positionals } = parse()
  if (values.help) return console.log(HELP)
  if (values.compare) {
    if (positionals.length !== 2)
      throw new Misuse('--compare takes two reports: --compare A.json B.json')
    const { comparison } = await import('./rows.js')
    return console.log(comparison(...positionals.map(readReport)).join('\n'))
  }
  if (positionals.length > 0)
    throw new Misuse(
      `unknown argument "${positionals[0]}". npm run peers -- --help lists the options`,
    )
  const runtimes = chosen('--runtime', values.runtime, RUNTIMES)
  const parts = chosen('--only', values.only ?? (values.kernel ? 'kernels' : undefined), PARTS)
  const port = Number(values.port ?? 0)
  if (!(Number.isInteger(port) && port >= 0 && port < 65536))
    throw new Misuse(`--port must be a number up to 65535, not "${values.port}"`)
  const bundle = await build()
  if (values.open) {
    await bundle(['index.html', 'part.html'], 'dist/peers-page', false)
    const { serve } = await import('./serve.mjs')
    const wanted = new URLSearchParams(
      Object.entries({ only: values.only, kernel: values.kernel }).filter(([, value]) => value),
    )
    return serve(root, { port, search: wanted.size > 0 ? `?${wanted}` : '' })
  }
  await bundle(['page.js'], 'dist/peers-page', false)
  await bundle(['main.js'], 'dist/peers', true)
  const folder = mkdtempSync(join(tmpdir(), 'ganvas-peers-'))
  const names = { 32: 'DCGAN-32', 64: 'DCGAN-64', kernels: 'kernels' }
  const report = { format: 'ganvas-peers', date: new Date().toISOString(), parts: [] }
  for (const runtime of runtimes) {
    for (const part of parts) {
      const found = measure(folder, runtime, names[part], values.kernel)
      if (found) report.parts.push(found)
    }
  }
  rmSync(folder, { recursive: true })
  if (values.json) {
    writeFileSync(values.json, `${JSON.stringify(report, null, 1)}\n`)
    console.log(`saved ${values.json}`)
  }
}

main().catch((error) => {
  const mistyped = error instanceof Misuse
  console.error(mistyped ? `peers: ${error.message}` : error)
  process.exitCode = mistyped ? 2 : 1
})
