// Kept runs without a browser: which states stay, when leaving the page would lose something, what the page says.

import { afterEach, describe, expect, it } from 'vitest'
import { configOf } from '../../src/gan/model/presets'
import { presetOf } from '../../src/gan/translate/settings'
import { joined, lineOf, lines } from '../../src/page/compare/keptCurves'
import { address, addressOfChoice } from '../../src/page/core/choice'
import { History } from '../../src/page/core/history'
import {
  keptRuns,
  keptSets,
  noteBegun,
  noteKept,
  offered,
  ownKept,
  presentId,
  presentTranslation,
  refused,
  savedStep,
  wouldLose,
} from '../../src/page/core/kept'
import {
  NoGpuError,
  type Opened,
  type OwnSummary,
  type Settings,
  type StoredGan,
} from '../../src/page/core/protocol'
import { withState } from '../../src/page/core/storage'
import * as store from '../../src/page/core/store'
import { reset } from '../../src/page/core/studio'
import type { Wanted } from '../../src/page/core/translation'
import { sizeOf } from '../../src/page/core/words'
import { faultOfLoss } from '../../src/page/lab/lost'
import { checkView } from '../../src/page/lab/runZip'
import { nameOfAll } from '../../src/page/parts/dropped'
import { titleOfRun } from '../../src/page/parts/titles'
import { difference } from '../../src/page/train/difference'
import { nameOf } from '../../src/page/train/keeping'
import * as translation from '../../src/page/translate/state'
import { ownPlacesOf, wantedOf } from '../../src/page/translate/wanted'

const picture = { width: 1, height: 1, pixels: new Uint8ClampedArray(4) }
const curves = new History(4).kept

const storedAt = (...times: number[]): StoredGan => ({
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

describe('a saved run', () => {
  const picked = (config: object) => {
    const bytes = new TextEncoder().encode(JSON.stringify(config))
    const file = { path: 'config.json', bytes }
    return { config: file, checkpoint: file, name: 'run.zip' }
  }

  it('of another kind is sent to its view', () => {
    const [gan, translation] = [picked({ objective: 'lsgan' }), picked({ kind: 'translation' })]
    expect(() => checkView(translation, 'Train')).toThrow(
      'run.zip is a translation. Load it in the view Translate',
    )
    expect(() => checkView(gan, 'Translate')).toThrow(
      'run.zip is a GAN, which draws from noise. Load it in the view Train',
    )
    for (const view of ['Train', 'Translate'] as const) {
      expect(() => checkView(picked({ command: 'adapt' }), view)).toThrow(/goes on in a terminal/)
      // A damaged one is left to the reader of its view.
      expect(() => checkView(picked([]), view)).not.toThrow()
      expect(() => checkView(view === 'Train' ? gan : translation, view)).not.toThrow()
    }
  })

  it('of the terminal is of images of the user where its sets do not come with the page', () => {
    const config = (from: string, to: string, paired: boolean) =>
      wantedOf({
        ...presetOf({}, { paired }),
        ...{ kind: 'translation', from, to, paired, channels: 3, images: { a: 1, b: 1 } },
      })
    const photos = config('/home/photos', 'uci', false)
    expect(photos).toMatchObject({ paired: false, from: 'own', to: 'uci', batchSize: 8 })
    expect(translation.titleOf(photos)).toMatch(/^Photos → digits of UCI, /)
    expect(translation.titleOf(config('own', 'C:\\my photos', false))).toMatch(
      /^Your images → my photos, /,
    )
    expect(ownPlacesOf(photos)).toEqual(['a'])
    expect(ownPlacesOf(config('inverted', '', true))).toEqual([])
    expect(ownPlacesOf(config('emoji', '', true))).toEqual(['pairs'])
  })
})

it('images of the user are called by their folder or zip, where there is one', () => {
  const all = [['a/1.png', 'a/b/2.png'], ['Cats & dogs.ZIP'], ['a/1.png', 'b/1.png'], ['1.png']]
  expect(all.map(nameOfAll)).toEqual(['a', 'Cats & dogs', undefined, undefined])
  const wanted = { ...translation.wanted.value, from: 'own', to: 'own', paired: false } as Wanted
  const title = (names?: Wanted['names'], direction: 'toA' | 'toB' = 'toB') =>
    translation.directionTitle({ ...wanted, ...(names && { names }) }, direction)
  expect(title({ a: 'day', b: 'night' }, 'toA')).toBe('night → day')
  expect(title({ b: 'night' })).toBe('your images → night')
  expect(title()).toBe('your images A → your images B')
  translation.own.value = { a: { name: 'day', ...NO_IMAGES }, b: NO_IMAGES }
  expect(translation.namesNow()).toEqual({ a: 'day' })
  translation.own.value = {}
})

const NO_IMAGES = {
  ...{ count: 0, skipped: [], size: 32, bytes: 0 },
  picture: { width: 1, height: 1, pixels: new Uint8ClampedArray(4) },
}

describe('leaving a translation', () => {
  const wanted: Wanted = {
    ...{ paired: false, from: 'own', to: 'mnist', pairs: 'own', imageSize: 32 },
    ...{ width: 4, batchSize: 2, steps: 9, seed: 1 },
  }

  afterEach(() => {
    translation.clearRun()
    translation.ownKept.value = {}
    presentTranslation.value = undefined
  })

  it('loses steps whose images are not kept, or that the browser refuses', () => {
    translation.began.value = wanted
    expect(wouldLose.value).toBe(false)
    translation.step.value = 3
    expect(wouldLose.value).toBe(true)
    translation.savedStep.value = 3
    expect(wouldLose.value).toBe(false)
    translation.step.value = 4
    translation.ownKept.value = { a: true }
    expect(wouldLose.value).toBe(false)
    refused.value = 'no room'
    expect(wouldLose.value).toBe(true)
  })

  it('loses nothing of a run that is kept with its images', () => {
    translation.began.value = wanted
    translation.step.value = 3
    const { settings: _, ...rest } = storedAt(3)
    keptRuns.value = [{ ...rest, kind: 'translation', wanted, images: { a: 'set' } }]
    expect(wouldLose.value).toBe(true)
    presentTranslation.value = 'a'
    expect(wouldLose.value).toBe(false)
    // It is none of Train's.
    expect(offered.value).toBeUndefined()
    expect(lines.value).toEqual([])
  })
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
  const lost = new Error('The GPU was lost.')

  it('says where it stands, and what to do', () => {
    expect(faultOfLoss(lost, { cause: lost, step: undefined })).toEqual({
      message: 'The GPU was lost. Start opens it again',
    })
    expect(faultOfLoss(lost, { cause: lost, step: 1442 })).toEqual({
      message:
        'The GPU was lost. Continue opens it again and goes on with step 1,442. Save works now, without a GPU',
      kept: 1442,
    })
    const { message, kept } = faultOfLoss(lost, { cause: new NoGpuError(), step: 442 })
    expect(message).toMatch(/Restart the browser to go on with step 442\. Save works now/)
    expect(kept).toBe(442)
  })
})

it('a page without images says whether this browser keeps earlier ones', () => {
  store.chosen.value = { seed: 1, data: 'own' }
  store.phase.value = 'loading'
  expect(reset()).toBe(false)
  expect(store.status.value).toMatch(/^There are no images of your own yet\./)
  // They are found a moment later.
  const summary = { count: 12 } as OwnSummary
  keptSets.value = [{ id: 'a', at: 1, bytes: 9, summary }]
  expect(store.status.value).toMatch(/^Your 12 kept images can be learned from: press the button/)
  keptSets.value = []
  expect(store.status.value).toMatch(/^There are no images of your own yet\./)
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
