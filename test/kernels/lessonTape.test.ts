// The lesson on the tape, without its page: the recorded step is the trainer's, each dispatch has its owner, some thunks
// never ran; and, in Chrome, running it dispatch by dispatch gives the trainer's bits.

import { describe, expect, it } from 'vitest'
import { gradients } from '../../src/autograd/gradients'
import { empty } from '../../src/autograd/tensor'
import { dcgan } from '../../src/gan/model/models'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { type Dispatch, trace } from '../../src/gpu/trace'
import { conv2d, relu, sum } from '../../src/ops'
import { kernelSays } from '../../src/page/lessons/tape/kernels'
import { config, recordTape } from '../../src/page/lessons/tape/record'
import {
  grain,
  handedOver,
  neverRun,
  ownOf,
  roundedTo,
  startOf,
  thunksOf,
  titleOf,
} from '../../src/page/lessons/tape/say'
import { stepNames } from '../../src/page/lessons/tape/shapes'
import { thumbOf } from '../../src/page/lessons/tape/thumb'
import type { tapeScenarios } from '../scenarios/tape'
import { inPage } from '../support/browser'

const SET = { count: 64, height: 28, width: 28, channels: 1 }
const traits = { software: true }
const { tape } = recordTape(SET, traits)
const steps = stepNames.map((name) => tape[name])

const isParameter = ([, { kind }]: readonly [string, { kind: string }]) => kind === 'parameter'

describe('the list', () => {
  it("is the trainer's, dispatch for dispatch: who watches changes nothing", () => {
    const { critic, generator } = makeBlueprint(config, SET, { traits }).train.dispatches
    const said = ({ shader, entry, stage, workgroups, bindings }: Dispatch) => {
      const bytes = (writes: boolean) =>
        bindings
          .filter(({ binding }) => (binding.access === 'read_write') === writes)
          .reduce((all, { slice }) => all + slice.bytes, 0)
      const groups = workgroups[0] * workgroups[1]
      return [shader.name, entry.name, stage, groups, bytes(false), bytes(true)]
    }
    const listed = (all: typeof tape.D.dispatches) =>
      all.map(({ shader, entry, stage, workgroups, reads, writes }) => {
        return [shader, entry, stage, workgroups, reads, writes]
      })
    expect(listed(tape.D.dispatches)).toEqual(critic.map(said))
    expect(listed(tape.G.dispatches)).toEqual([...critic, ...generator].map(said))
    expect(tape.G.first).toBe(critic.length)
  })

  it.each(steps)('of $name says of each dispatch whose it is, once', (step) => {
    const { ops, dispatches, first } = step
    const loose = dispatches.flatMap(({ kind }, i) =>
      i >= first && (kind === 'before' || kind === 'update') ? [i] : [],
    )
    const ofOps = ops.flatMap(({ forward, thunks }) => [
      ...forward,
      ...thunks.flatMap((thunk) => [...thunk.dispatches, ...thunk.sums]),
    ])
    const own = [...loose, ...ofOps].filter((i) => i >= first).toSorted((a, b) => a - b)
    expect(own).toEqual(ownOf(step).map((_, i) => first + i))
    for (const [place, { forward, thunks }] of ops.entries()) {
      for (const i of forward) {
        expect(dispatches[i]).toMatchObject({ kind: 'forward', op: place })
        // The forward dispatches are the op's own, not its gradient's.
        expect(dispatches[i]?.entry).not.toMatch(/gradient|backward/)
      }
      for (const { input, dispatches: back } of thunks) {
        for (const i of back) {
          expect(dispatches[i]).toMatchObject({ kind: 'backward', op: place, input })
        }
      }
    }
    // Nothing before the loss is backward, and the update comes last.
    const kinds = ownOf(step).map(({ kind }) => kind)
    const back = kinds.flatMap((kind, i) => (kind === 'backward' || kind === 'sum' ? [i] : []))
    expect(kinds.slice(back[0], (back.at(-1) ?? 0) + 1)).not.toContain('forward')
    expect(kinds.lastIndexOf('forward')).toBe((back[0] ?? 0) - 1)
    expect(kinds.slice((back.at(-1) ?? 0) + 1)).toEqual(
      Array(kinds.length - 1 - (back.at(-1) ?? 0)).fill('update'),
    )
  })

  it('knows who wrote the gradients that no thunk dispatched', () => {
    const found = tape.D.ops.flatMap((op) =>
      op.thunks.flatMap((thunk) =>
        thunk.fate === 'ran' && thunk.dispatches.length === 0
          ? [`${titleOf(op)} ${thunk.input}: ${handedOver(thunk, tape.D)}`]
          : [],
      ),
    )
    const norm = (layer: string, dispatch: number) =>
      ['weight', 'bias'].map(
        (input) =>
          `D main.${layer} batchNorm + leakyRelu ${input}: already written by ${dispatch} merge_gradients`,
      )
    expect(found).toEqual([
      ...norm('3', 46),
      ...norm('6', 39),
      'D bce x: already written by 32 score_loss, on the way forward',
      'D bce x: already written by 33 score_loss, on the way forward',
      'add a: passes the 1 on unchanged',
      'add b: passes the 1 on unchanged',
    ])
  })

  it.each(steps)('of $name begins to be shown at the first convolution of D', (step) => {
    expect(step.dispatches[startOf(step)]).toMatchObject({ entry: 'convolve', kind: 'forward' })
  })

  it('says what each kernel does, whatever the adapter is', () => {
    const { tape: onGpu } = recordTape(SET, {})
    for (const { dispatches } of [...steps, ...Object.values(onGpu)]) {
      for (const { entry } of dispatches) expect(`${entry}: ${kernelSays(entry)}`).toMatch(/: \S/)
    }
  })

  it.each(steps)('of $name goes down forward, and up backward', ({ ops }) => {
    const down = ops.flatMap(({ forward }) => forward)
    expect(down).toEqual(down.toSorted((a, b) => a - b))
    const up = ops
      .toReversed()
      .flatMap(({ thunks }) => thunks.flatMap((t) => [...t.dispatches, ...t.sums]))
    expect(up).toEqual(up.toSorted((a, b) => a - b))
  })
})

describe('never ran', () => {
  it("in G's step: exactly the gradients of D's parameters, and that of z", () => {
    const { made, unreached } = neverRun(tape.G)
    const { discriminator } = dcgan(config)
    const ofD = made.filter(({ thunk }) => thunk.owner === 'D')
    const names = discriminator.variables.filter(isParameter).map(([name]) => name)
    expect(ofD.map(({ thunk }) => thunk.of)).toEqual(names)
    expect(
      made.filter((each) => !ofD.includes(each)).map(({ op, thunk }) => [titleOf(op), thunk.input]),
    ).toEqual([['G main.0 convTranspose2d', 'x']])
    expect(unreached).toEqual([])
    const weightGradients = ownOf(tape.G).filter(({ entry }) => entry === 'weight_gradient')
    expect(weightGradients.length).toBe(4)
    for (const { op = -1 } of weightGradients) expect(tape.G.ops[op]?.owner).toBe('G')
  })

  it.each([tape.D, tape.apart])(
    "in D's step ($name): the images', and nothing of G is reached",
    (step) => {
      const { made, unreached } = neverRun(step)
      for (const { op, thunk } of made)
        expect([op.layer, op.owner, thunk.input]).toEqual(['main.0', 'D', 'x'])
      expect(made.length).toBe(step.name === 'apart' ? 2 : 1)
      const { generator } = dcgan(config)
      const reached = thunksOf(step).filter(({ fate }) => fate !== 'unmade')
      expect(reached.filter(({ owner }) => owner === 'G')).toEqual([])
      const names = unreached.flatMap(({ thunks }) =>
        thunks.filter((t) => t.owner === 'G').map((t) => t.of),
      )
      expect(names).toEqual(generator.variables.filter(isParameter).map(([name]) => name))
    },
  )

  it('is as many for 64² as the question says', () => {
    const { discriminator } = dcgan({ imageSize: 64, channels: 1, width: 2, latent: 8 })
    expect(discriminator.variables.filter(isParameter).length).toBe(11)
  })

  it('is reported to the watcher of a walk', () => {
    const [x, weight] = [empty('x', [2, 4, 4, 1]), empty('weight', [4, 4, 1, 3])]
    const heard: string[] = []
    trace({
      step: () =>
        gradients(sum(relu(conv2d(relu(x), weight))), [weight], {
          met: ({ op }, thunks) => void heard.push(`${op}: ${Object.keys(thunks ?? {})}`),
          gave: ({ op }, input, gradient) => void heard.push(`${op} ${input} ${gradient.shape}`),
          added: () => void heard.push('added'),
        }),
    })
    expect(heard.filter((each) => /^(conv2d|relu)/.test(each))).toEqual([
      'relu: x',
      'relu x 2,1,1,3',
      'conv2d: x,weight',
      'conv2d weight 4,4,1,3',
      'relu: ',
    ])
  })
})

describe('pictures and clocks', () => {
  it('lays images across and channels down, zero in the middle', () => {
    // Two images of 1 × 2 pixels with two channels.
    const values = [0, 1, -1, 0.5, 0, 0, 0, -0.5]
    const { width, height, pixels } = thumbOf(
      values,
      { shape: [2, 1, 2, 2], weight: false },
      { across: 8, down: 4 },
    )
    expect([width, height]).toEqual([5, 3])
    const grey = (x: number, y: number) => pixels[4 * (y * width + x)]
    expect([grey(0, 0), grey(1, 0), grey(3, 0), grey(4, 0)]).toEqual([128, 0, 128, 128])
    expect([grey(0, 2), grey(1, 2), grey(3, 2), grey(4, 2)]).toEqual([255, 191, 128, 64])
    // Nothing between them.
    expect(pixels[4 * 2 + 3]).toBe(0)
    expect(pixels[3]).toBe(255)
  })

  it('lays outputs of a weight across and inputs down', () => {
    const values = Array.from({ length: 4 * 3 * 2 }, (_, i) => i)
    const { width, height, pixels } = thumbOf(
      values,
      { shape: [2, 2, 3, 2], weight: true },
      { across: 8, down: 4 },
    )
    expect([width, height]).toEqual([5, 8])
    // r 1, s 0, input 2, output 1: number ((1 · 2 + 0) · 3 + 2) · 2 + 1 = 17 of 23.
    expect(pixels[4 * (7 * width + 3)]).toBe(Math.round(255 * (0.5 + 17 / 46)))
  })

  it('rounds stamps as a browser does', () => {
    const ticks = [
      ['1000000', '1005000'],
      ['1098000', '1103000'],
      ['1200000', '1450000'],
    ] as const
    expect(roundedTo(ticks, 1)).toEqual([5000, 5000, 250_000])
    expect(roundedTo(ticks, 100_000)).toEqual([0, 100_000, 200_000])
    expect(grain(ticks)).toBe(1000n)
    expect(grain([['7', '7']])).toBe(0n)
  })
})

describe('on the GPU', () => {
  type Gone = Awaited<ReturnType<(typeof tapeScenarios)['tapeStepped']>>

  it("gives, dispatch by dispatch, the trainer's gradients, bit for bit", async () => {
    const { gone, ks, sameD, sums, away } = await inPage<Gone>('tapeStepped')
    for (const { same } of [gone.G, gone.apart]) expect(same).not.toContain(false)
    expect(ks.length).toBe(ownOf(tape.G).length + 5)
    // Exactly the complete gradients, neither sooner nor later; and none after going back.
    expect(gone.G.there).toEqual(ks.map((k) => tape.G.complete.filter((last) => last <= k).length))
    expect(gone.apart.there).toEqual([tape.apart.complete.length, 0])
    expect(gone.G.trainers).toBe(true)
    // Separate halves round in another order.
    expect(gone.apart.trainers).toBe(false)
    expect(sameD).toBe(true)
    expect(sums.length).toBe(tape.apart.complete.length)
    for (const { parts, sum: whole } of sums) {
      const [a = [], b = []] = parts
      expect(whole).toEqual(a.map((value, i) => Math.fround(value + (b[i] ?? 0))))
      expect(Math.max(...a.map(Math.abs))).toBeGreaterThan(0)
      expect(Math.max(...b.map(Math.abs))).toBeGreaterThan(0)
    }
    expect(away).toBeLessThan(1e-5)
  })
})
