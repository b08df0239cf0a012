// Kept runs without a browser: which states stay, when leaving the page would lose something, what the page says.

import { afterEach, describe, expect, it } from 'vitest'
import { configOf } from '../../src/gan/model/presets'
import { joined, lineOf, lines } from '../../src/page/compare/keptCurves'
import { address, addressOfChoice } from '../../src/page/core/choice'
import { History } from '../../src/page/core/history'
import {
  keptRuns,
  noteBegun,
  noteKept,
  offered,
  ownKept,
  presentId,
  refused,
  savedStep,
  wouldLose,
} from '../../src/page/core/kept'
import {
  NoGpuError,
  type Opened,
  type Settings,
  type StoredRun,
} from '../../src/page/core/protocol'
import { withState } from '../../src/page/core/storage'
import * as store from '../../src/page/core/store'
import { sizeOf } from '../../src/page/core/words'
import { faultOfLoss } from '../../src/page/lab/lost'
import { titleOfRun } from '../../src/page/parts/titles'
import { difference } from '../../src/page/train/difference'
import { nameOf } from '../../src/page/train/keeping'

const picture = { width: 1, height: 1, pixels: new Uint8ClampedArray(4) }
const curves = new History(4).kept

const storedAt = (...times: number[]): StoredRun => ({
  id: 'a',
  settings: { seed: 1, data: 'mnist' },
  picture,
  curves,
  states: times.map((at) => ({ at, step: at, bytes: 10 })),
})

describe('states of a run', () => {
  const entry = { at: 9, step: 9, bytes: 10 }

  it('are the last two', () => {
    expect(withState(undefined, entry, undefined)).toEqual({ states: [entry], dropped: [] })
    const { states = [], dropped } = withState(storedAt(5, 3), entry, 5) ?? {}
    expect(states.map(({ at }) => at)).toEqual([9, 5])
    expect(dropped).toEqual([{ at: 3, step: 3, bytes: 10 }])
  })

  it('of another tab are never replaced', () => {
    expect(withState(storedAt(5, 3), entry, 3)).toBeUndefined()
    expect(withState(storedAt(5), entry, undefined)).toBeUndefined()
  })

  it('are written again after the run was deleted', () => {
    expect(withState(undefined, entry, 5)?.states).toEqual([entry])
  })
})

it('curves go on where they were kept, and are thinned out as before', () => {
  const [whole, first] = [new History(1), new History(1)]
  for (let step = 1; step <= 3000; step++) {
    whole.add(step, [step])
    first.add(step, [step])
  }
  const next = History.from(structuredClone(first.kept))
  expect(next.columns).toEqual(whole.columns)
  for (let step = 3001; step <= 3100; step++) {
    whole.add(step, [step])
    next.add(step, [step])
  }
  expect(next.columns).toEqual(whole.columns)
  // What is kept does not grow with the run.
  expect(first.kept.columns[0]?.length).toBe(first.columns[0]?.length)
})

const adapter = { name: 'a CPU', software: true }

/** A run of these settings that stands at a step. */
function run(settings: Settings, at: number): void {
  const { data: _, ...chosen } = settings
  const config = configOf(chosen, { software: true, channels: 1 })
  const about: Opened['about'] = { kind: 'images', config, images: 100 }
  const layers = { generator: [], discriminator: [] }
  store.adapter.value = adapter
  store.opened.value = { about, settings, parameters: [1, 1], layers }
  store.config.value = config
  store.began.value = settings
  store.chosen.value = settings
  store.phase.value = 'paused'
  store.step.value = at
}

afterEach(() => {
  store.step.value = 0
  store.opened.value = undefined
  store.began.value = undefined
  store.config.value = undefined
  store.ownTaken.value = false
  store.chosen.value = { seed: 1, data: 'mnist' }
  keptRuns.value = []
  presentId.value = undefined
  refused.value = ''
  ownKept.value = false
  savedStep.value = 0
})

describe('leaving the page', () => {
  it('loses nothing of a run that the browser keeps', () => {
    run({ seed: 1, data: 'mnist' }, 5)
    expect(wouldLose.value).toBe(false)
    refused.value = 'no room'
    expect(wouldLose.value).toBe(true)
    savedStep.value = 5
    expect(wouldLose.value).toBe(false)
    store.step.value = 6
    expect(wouldLose.value).toBe(true)
    store.step.value = 0
    expect(wouldLose.value).toBe(false)
  })

  it('loses a run of pictures that are not kept', () => {
    run({ seed: 1, data: 'own' }, 5)
    expect(wouldLose.value).toBe(true)
    ownKept.value = true
    expect(wouldLose.value).toBe(false)
    // Other pictures were brought since; those of the run are kept.
    ownKept.value = false
    keptRuns.value = [{ ...storedAt(5), images: 'set' }]
    presentId.value = 'a'
    expect(wouldLose.value).toBe(false)
  })
})

it('the newest kept run is offered before the first step only', () => {
  keptRuns.value = [storedAt(7), { ...storedAt(3), id: 'b' }]
  expect(offered.value?.states[0]?.step).toBe(7)
  run({ seed: 1, data: 'mnist' }, 1)
  expect(offered.value).toBeUndefined()
})

it('a run that is kept while the next begins is not the present one', () => {
  noteBegun('b')
  noteKept(storedAt(7), 'a')
  expect([presentId.value, keptRuns.value.length]).toEqual(['b', 1])
  // Another tab has written to it: it goes on under another id.
  noteKept({ ...storedAt(8), id: 'c' }, 'b')
  expect(presentId.value).toBe('c')
})

describe('a choice that differs from the run', () => {
  it('is said in a line, and the address stays that of the run', () => {
    run({ seed: 3, data: 'mnist', width: 8 }, 40)
    const ofRun = address.value
    expect(ofRun).toContain('seed=3')
    expect(difference.value).toBe('')
    store.chosen.value = { ...store.chosen.value, objective: 'lsgan', seed: 4, width: 16 }
    expect(difference.value).toBe(
      'The run uses Objective hinge, Width 8, Seed 3; Reset to use the new settings.',
    )
    expect(address.value).toBe(ofRun)
    expect(addressOfChoice.value).toContain('seed=4')
    store.chosen.value = { seed: 3, data: 'ring' }
    expect(difference.value).toBe('The run uses digits; Reset to use the new settings.')
    store.step.value = 0
    expect(difference.value).toBe('Start uses the new settings.')
    expect(address.value).toBe(addressOfChoice.value)
  })

  it('may be of other pictures', () => {
    run({ seed: 3, data: 'own' }, 40)
    store.ownTaken.value = true
    expect(difference.value).toBe('')
    store.ownTaken.value = false
    expect(difference.value).toBe(
      'The run uses the images before these; Reset to use the new settings.',
    )
  })
})

describe('a run without a GPU', () => {
  const lost = new Error('The GPU device was lost (unknown).')

  it('says where it stands, and what to do', () => {
    expect(faultOfLoss(lost, { cause: lost, step: undefined })).toEqual({
      message: 'The GPU device was lost (unknown). Start opens it again',
    })
    expect(faultOfLoss(lost, { cause: lost, step: 1442 })).toEqual({
      message:
        'The GPU device was lost (unknown). Continue opens it again and goes on with step 1,442. Save works now, without a GPU',
      kept: 1442,
    })
    const { message, kept } = faultOfLoss(lost, { cause: new NoGpuError(), step: 442 })
    expect(message).toMatch(/Restart the browser to go on with step 442\. Save works now/)
    expect(kept).toBe(442)
  })
})

it('names of kept runs and of their files', () => {
  expect(titleOfRun(storedAt(1).settings)).toBe('Digits, non-saturating, DCGAN, seed 1')
  expect(nameOf({ seed: 1, data: 'mnist' }, 600)).toBe('ganvas-dcgan-seed1-step000600')
  expect(nameOf({ seed: 2, data: 'own', model: 'mlp', objective: 'lsgan' }, 5)).toBe(
    'ganvas-mlp-own-lsgan-seed2-step000005',
  )
  expect(nameOf({ seed: 2, data: 'ring' }, 5)).toBe('ganvas-ring-wgan-gp-seed2-step000005')
  expect([sizeOf(0), sizeOf(1200), sizeOf(3_440_000)]).toEqual(['0 kB', '2 kB', '3.4 MB'])
})

describe('curves of several runs', () => {
  const record = (history: object) =>
    JSON.stringify({ format: 'ganvas-run', settings: { seed: 4, data: 'mnist' }, history })
  const history = {
    step: [1, 3],
    lossD: [1, 2],
    lossG: [3, 4],
    dReal: [0.5, 0.6],
    dFake: [0.4, 0.3],
  }

  it('share an axis, and have a gap where only others have a value', () => {
    const kept = {
      ...storedAt(2),
      curves: {
        columns: [
          [0, 2],
          [null, 7],
          [null, 8],
        ],
        every: 1,
      },
    }
    keptRuns.value = [kept]
    const [line] = lines.value
    expect(line?.title).toBe('Digits, non-saturating, DCGAN, seed 1, step 2')
    const other = lineOf(record(history), 'b.json')
    expect(joined([...(line ? [line] : []), other], 'lossG')).toEqual([
      [0, 1, 2, 3],
      [null, null, 8, null],
      [null, 3, null, 4],
    ])
  })

  it('come from records of JSON only', () => {
    for (const text of ['', '[]', 'null', '{"format":"ganvas-run"}', record({ step: ['a'] })]) {
      expect(() => lineOf(text, 'b.json')).toThrow(/^b\.json is no record of a run: choose a file/)
    }
  })
})
