// Ctrl-C before there is anything to save. Ctrl-C in a run is in test/long/stops.test.ts.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { judgeOf, learnJudge } from '../../src/cli/folder/judgeCache'
import type { AskGpu } from '../../src/cli/gpu/jobs'
import { Stopped, stopIfAsked, unlessStopped } from '../../src/cli/terminal/stop'
import { judgeRecipe } from '../../src/gan/judge/judge'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-stops-'))
const { XDG_CACHE_HOME: before } = process.env
process.env['XDG_CACHE_HOME'] = folder
afterAll(() => {
  if (before === undefined) delete process.env['XDG_CACHE_HOME']
  else process.env['XDG_CACHE_HOME'] = before
  rmSync(folder, { recursive: true })
})

const set = {
  ...{ count: 2, height: 16, width: 16, channels: 1, pixels: new Uint8Array(512) },
  labels: Uint8Array.of(0, 1),
}
const shape = { imageSize: 16, channels: 1, classes: 2 }

/** A judge of many steps, in whose third the user asks to stop. */
function lesson() {
  const stop = { asked: false }
  const steps: string[] = []
  const ask = async (name: string) => {
    steps.push(name)
    stop.asked = steps.length === 4
    return { done: steps.length, total: 9999 }
  }
  return { stop, steps, ask: ask as unknown as AskGpu }
}

it('a judge that learns ends at the next moment, and is not cached', async () => {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => {})
  try {
    const one = lesson()
    const learned = learnJudge(one.ask, { shape, recipe: judgeRecipe, set }, one.stop)
    await expect(learned).rejects.toThrow(Stopped)
    expect(one.steps).toEqual(['beginLesson', ...Array(3).fill('continueLesson')])
    const { ask, stop } = lesson()
    await expect(judgeOf(set, 16, ask, { stop })).rejects.toThrow(Stopped)
    expect(readdirSync(folder)).toEqual([])
  } finally {
    spy.mockRestore()
  }
})

it('work that is asked to stop before its first step says so; other errors pass', async () => {
  const spy = vi.spyOn(console, 'log').mockImplementation(() => {})
  try {
    await unlessStopped({ step: 0, steps: 9 }, async () => stopIfAsked({ asked: false }))
    expect(spy).not.toHaveBeenCalled()
    await unlessStopped({ step: 0, steps: 9 }, async () => stopIfAsked({ asked: true }))
    expect(spy.mock.calls).toEqual([['stopped    before the first step; nothing was saved']])
    const fault = unlessStopped({ step: 0, steps: 9 }, () => Promise.reject(new Error('other')))
    await expect(fault).rejects.toThrow('other')
  } finally {
    spy.mockRestore()
  }
})
