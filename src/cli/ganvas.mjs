#!/usr/bin/env node
// The command `ganvas`. It bundles src/cli/main.ts with Vite whenever a source is newer than the
// bundle (dist/cli/main.js), then runs it. Plain JavaScript, since it runs before anything is built. The
// package on npm brings the bundle along.

import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const BUNDLE = join(ROOT, 'dist/cli/main.js')
const RECIPE = 'vite.config.ts'
const SOURCES = ['src', 'shaders', 'bench', RECIPE, 'package.json']

/** Newest modification time (ms) at or below a path; folders count, since a deletion shows there. */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0
  // The bench's peers have packages of their own, thousands of files.
  const names = readdirSync(path).filter((name) => name !== 'node_modules')
  const below = names.map((name) => newest(join(path, name)))
  return Math.max(stat.mtimeMs, ...below)
}

async function build() {
  const start = new Date()
  const { build } = await import('vite')
  // Beside dist/cli, at the same depth, so that the paths in the source map hold after the rename.
  const folder = join(ROOT, `dist/cli-${process.pid}`)
  try {
    await build({
      root: ROOT,
      configFile: join(ROOT, RECIPE),
      logLevel: 'silent',
      build: { ssr: 'src/cli/main.ts', outDir: folder },
    })
    // Dated at the start of the build: a source saved while it ran is newer than the bundle.
    utimesSync(join(folder, 'main.js'), start, start)
    mkdirSync(join(ROOT, 'dist/cli'), { recursive: true })
    renameSync(join(folder, 'main.js'), BUNDLE)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.error(`ganvas: built dist/cli/main.js in ${Date.now() - start.getTime()} ms`)
}

/** The npm package that an import did not find, if that is what went wrong. */
function missingPackage(error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') return undefined
  return /Cannot find package '([^']+)'/.exec(error.message)?.[1]
}

// `ganvas … | head` closes our output: what was asked for goes on, unheard.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') process.exitCode = 1
  })
}

process.setSourceMapsEnabled(true)
try {
  const bundled = statSync(BUNDLE, { throwIfNoEntry: false })?.mtimeMs ?? -1
  const canBuild = existsSync(join(ROOT, RECIPE))
  if (canBuild && bundled < Math.max(...SOURCES.map((name) => newest(join(ROOT, name))))) {
    await build()
  }
  const { main } = await import(pathToFileURL(BUNDLE).href)
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const missing = missingPackage(error)
  if (missing) console.error(`ganvas: the package ${missing} is not installed; run npm ci`)
  else console.error(`ganvas: could not start.\n${process.env.GANVAS_DEBUG ? error.stack : error}`)
  process.exitCode = 1
}
