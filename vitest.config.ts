// How the tests run: `unit` needs neither a GPU nor a browser, `gpu` is the rest of `npm test`, `long` takes minutes more,
// and `timing` measures time, which a busy machine would spoil (test/README.md).

import { relative } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Milliseconds: ends only what hangs. A busy machine may take a minute for what takes a second. */
const HANGS = 10 * 60_000

/** Test files by the processor time that they take. Those that are not listed take less. */
const LONGEST = [
  'page/train',
  'page/own',
  'page/latent',
  'terminal/cli',
  'kernels/golden',
  'page/keep',
  'kernels/accuracy',
  'page/compare',
  'page/bench',
  'kernels/gradient',
  'page/studio',
  'page/translate',
  'page/lessons',
  'runs/toys',
  'runs/training',
  'terminal/evaluate',
  'terminal/style',
  'terminal/adapt',
  'terminal/translate',
  'page/autosave',
  'kernels/forward',
  'terminal/runtime',
  'kernels/parts',
  'kernels/conv',
  'page/lab',
  'kernels/exercises',
  'kernels/lessonPixel',
  'page/lessons/adapt',
  'page/lessons/onestep',
  'page/lessons/tiles',
  'kernels/metrics',
  'terminal/runs',
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
  // The difference of two pictures would take minutes to print.
  diff: { truncateThreshold: 200 },
  testTimeout: HANGS,
  hookTimeout: HANGS,
  expect: { poll: { timeout: HANGS / 2 } },
}

/** Opens a Chrome, builds the page and bundles the command where a test asks for them. */
const globalSetup = 'test/support/globalSetup.ts'
/** Shares Node's GPU between the commands of a file. */
const setupFiles = 'test/support/nodeGpu.ts'

/** llvmpipe compiles kernels in half the time without LLVM's passes, to the same bits: here each kernel runs a few times. */
const env = { GALLIVM_PERF: 'nopt' }

/** What a second implementation of WebGPU has to show: every op, its derivatives, PyTorch's values, training, the page. */
const NAGA = [
  'test/kernels/{browser,forward,gradient,golden,conv,adjoint,nn,tape,mosaic,nan}.test.ts',
  'test/long/parts.test.ts',
  'test/runs/training.test.ts',
  'test/naga/*.test.ts',
]

const project = (name: string, include: string | string[], more: object = {}) => ({
  extends: './vite.config.ts',
  test: { ...shared, name, include: [include].flat(), ...more },
})

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      project('unit', 'test/unit/**/*.test.ts', { isolate: false }),
      project('gpu', 'test/{kernels,runs,terminal,page}/**/*.test.ts', {
        globalSetup,
        setupFiles,
        env,
        isolate: false,
      }),
      project('long', 'test/long/**/*.test.ts', { globalSetup, setupFiles, env }),
      project('naga', NAGA, {
        globalSetup,
        setupFiles,
        env,
        provide: { scenarios: 'deno' },
      }),
      project('timing', 'test/timing/**/*.test.ts', { globalSetup, fileParallelism: false }),
    ],
  },
})
