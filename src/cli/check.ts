// `ganvas check`: the gradient checks of the kernels alone, in Chrome or in Node, as a table.

import { type OpName, opNames } from '../catalogue/index'
import type { Verdict } from '../catalogue/verify'
import { verifyGradients } from '../catalogue/verifyAll'
import { openChromeRuntime } from './chromeRuntime'
import { Misuse } from './failure'
import { openNodeGpu } from './nodeRuntime'

export const runtimes = ['chrome', 'node'] as const

export interface CheckOptions {
  runtime: (typeof runtimes)[number]
}

/** Checks one op or all, prints a row for each gradient, and returns how many are wrong. */
export async function check(op: string | undefined, { runtime }: CheckOptions): Promise<number> {
  const wanted = opNames.filter((name) => op === undefined || name === op)
  if (wanted.length === 0) {
    throw new Misuse(`no op is named ${op}; there are ${opNames.join(', ')}`)
  }
  console.log(row(['op', 'sample', 'gradient', 'error', 'bound', '']))
  const failed = runtime === 'chrome' ? await inChrome(wanted) : await inNode(wanted)
  console.log(failed === 0 ? 'all gradients are right' : `${failed} gradients are wrong`)
  return failed
}

async function inChrome(ops: readonly OpName[]): Promise<number> {
  const chrome = await openChromeRuntime()
  try {
    let failed = 0
    for (const op of ops) failed += print(op, await chrome.call('verifyGradients', op))
    return failed
  } finally {
    await chrome.close()
  }
}

async function inNode(ops: readonly OpName[]): Promise<number> {
  const gpu = await openNodeGpu()
  try {
    let failed = 0
    for (const op of ops) failed += print(op, await verifyGradients(gpu, op))
    return failed
  } finally {
    gpu.close()
  }
}

/** Prints the verdicts on one op; returns how many are bad. */
function print(op: OpName, verdicts: readonly Verdict[]): number {
  if (verdicts.length === 0) console.log(row([op, '', 'none']))
  for (const { sample, input, error, bound, ok, worst } of verdicts) {
    const { index, got, expected } = worst
    const verdict = ok ? 'ok' : `WRONG at ${index}: ${got}, expected ${expected}`
    console.log(row([op, `${sample}`, input, round(error), round(bound), verdict]))
  }
  return verdicts.filter(({ ok }) => !ok).length
}

const WIDTHS = [20, 8, 16, 10, 8, 0]

function row(cells: readonly string[]): string {
  return cells
    .map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0))
    .join('')
    .trimEnd()
}

/** Errors are in roundings of f32: see src/catalogue/verify.ts. */
function round(value: number): string {
  return value < 1e6 ? value.toFixed(2) : value.toExponential(0)
}
