// How the tests run: `unit` needs neither a GPU nor a browser, `gpu` is the rest, and `timing` measures time, which a
// busy machine would spoil. `npm test` runs the first two (test/README.md).

import { relative } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Milliseconds: ends only what hangs. A busy machine may take a minute for what takes a second. */
const HANGS = 10 * 60_000

/** Test files by the processor time that they take. Those that are not listed take less. */
const LONGEST = [
  'terminal/evaluate',
  'page/train',
  'page/latent',
  'page/compare',
  'terminal/cli',
  'page/keep',
  'terminal/runs',
  'terminal/untouched',
  'page/lessons',
  'kernels/golden',
  'page/studio',
  'page/bench',
  'page/own',
  'runs/training',
  'terminal/package',
  'kernels/gradient',
  'kernels/lessonPixel',
  'terminal/runtime',
  'runs/toys',
  'page/answers',
  'terminal/faults',
  'page/lessons/onestep',
  'kernels/parts',
  'terminal/export',
  'kernels/forward',
  'page/lessons/tiles',
  'page/autosave',
]

/** The longest first, so that none of them runs alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const name = relative('test', moduleId)
        .replaceAll('\\', '/')
        .replace(/\.test\.ts$/, '')
      const at = LONGEST.indexOf(name)
      return at < 0 ? LONGEST.length : at
    }
    return files.toSorted((a, b) => place(a) - place(b))
  }
}

const shared = {
  testTimeout: HANGS,
  hookTimeout: HANGS,
  expect: { poll: { timeout: HANGS / 2 } },
}

/** Opens a Chrome, builds the page and bundles the command where a test asks for them. */
const globalSetup = 'test/support/globalSetup.ts'
/** Shares Node's GPU between the commands of a file. */
const setupFiles = 'test/support/nodeGpu.ts'

const project = (name: string, include: string, more: object = {}) => ({
  extends: './vite.config.ts',
  test: { ...shared, name, include: [include], ...more },
})

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      project('unit', 'test/unit/**/*.test.ts', { isolate: false }),
      project('gpu', 'test/{kernels,runs,terminal,page}/**/*.test.ts', { globalSetup, setupFiles }),
      project('timing', 'test/timing/**/*.test.ts', { globalSetup, fileParallelism: false }),
    ],
  },
})
