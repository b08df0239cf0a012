// One dispatch of the tape: what it is, and what its tensors hold when the step was run up to it.

import { ask } from '../../client'
import { useLive } from '../../latent/live'
import { Bitmap } from '../../parts/Bitmap'
import { count, dimensions, sentence } from '../../parts/words'
import { Slider } from '../Slider'
import { bytes, short, titleOf, took } from './say'
import type { TapeStep } from './shapes'
import { at, measured, name, pick, problem, step, stepped } from './state'
import { largest, thumbOf } from './thumb'

const TILES = { across: 8, down: 4 }

const KINDS = {
  before: 'before the tape',
  forward: 'forward',
  backward: 'backward',
  sum: 'sum of two gradients',
  update: 'after the tape',
} as const

export function Shown() {
  useLive(
    stepped,
    () => {
      const [wanted, dispatch] = [name.value, at.value]
      if (!step.value) return undefined
      return async () => ({ ...(await ask('tapeStep', wanted, dispatch)), step: wanted })
    },
    problem,
  )
  const { value: shown } = step
  return (
    <section class="card tape-shown" aria-label="One dispatch">
      {shown ? <Facts shown={shown} /> : <p class="note">The step is being recorded.</p>}
    </section>
  )
}

function Facts({ shown }: { shown: TapeStep }) {
  const { value: index } = at
  const each = shown.dispatches[index]
  if (!each) return null
  const op = each.op === undefined ? undefined : shown.ops[each.op]
  const ms = measured.value[shown.name]?.alone[index - shown.first]
  const last = shown.dispatches.length - 1
  return (
    <>
      <div class="tape-steer">
        <button type="button" id="tape-back" disabled={index === 0} onClick={() => pick(index - 1)}>
          Back
        </button>
        <button
          type="button"
          id="tape-next"
          class="primary"
          disabled={index === last}
          onClick={() => pick(index + 1)}
        >
          Step
        </button>
        <Slider
          id="tape-at"
          title="Replay up to dispatch"
          value={index}
          least={0}
          most={last}
          show={(value) => `${value} of 0 to ${last}`}
          changed={pick}
        />
      </div>
      <p class="tape-what">
        <b>
          {index} <code>{each.entry}</code>
        </b>{' '}
        of <code>{each.shader}</code>, {KINDS[each.kind]}
        {op && `, ${titleOf(op)}`}
        {each.input && `, the thunk of ${each.input}`}
      </p>
      <dl class="figures">
        <div>
          <dt>stage</dt>
          <dd id="tape-stage">{each.stage}</dd>
        </div>
        <div>
          <dt>workgroups</dt>
          <dd id="tape-groups">
            {count(each.workgroups)} × {each.workgroupSize}
          </dd>
        </div>
        <div>
          <dt>binds to read</dt>
          <dd id="tape-reads">{bytes(each.reads)}</dd>
        </div>
        <div>
          <dt>to write</dt>
          <dd id="tape-writes">{bytes(each.writes)}</dd>
        </div>
        <div>
          <dt>alone</dt>
          <dd id="tape-alone">{ms === undefined ? '–' : took(ms)}</dd>
        </div>
      </dl>
      <Tensors shown={shown} />
      <p class="note tape-said" id="tape-said" role="status" aria-live="polite">
        {said(shown)}
      </p>
    </>
  )
}

function Tensors({ shown }: { shown: TapeStep }) {
  const each = shown.dispatches[at.value]
  const { value: found } = stepped
  const now = found?.step === shown.name && found.dispatch === at.value ? found.values : undefined
  const begin = each?.outputs[0]?.at ?? 0
  const weight = each?.input === 'weight'
  return (
    <div class="tape-tensors">
      {each?.outputs.map(({ name: binding, shape, integer, at: from, size }) => {
        const raw = now?.slice(from - begin, from - begin + size)
        const values = integer ? raw && Float32Array.from(new Uint32Array(raw.buffer)) : raw
        return (
          <figure key={binding}>
            <figcaption class="note">
              <code>{binding}</code> {dimensions(shape)}
            </figcaption>
            <Bitmap
              id={`tape-picture-${binding}`}
              label={`${binding}, zero is middle grey`}
              picture={values && thumbOf(values, { shape, weight }, TILES)}
              width={64}
              height={16}
            />
            <p class="note">
              {values
                ? `${[...values.subarray(0, 3)].map((each) => short(each)).join(', ')}${size > 3 ? ', …' : ''}; at most ${short(largest(values))}`
                : '–'}
            </p>
          </figure>
        )
      })}
    </div>
  )
}

function said(shown: TapeStep): string {
  if (problem.value) return sentence(problem.value)
  const { value: found } = stepped
  if (found?.step !== shown.name || found.dispatch !== at.value) return 'Running…'
  const whose = shown.name === 'G' ? 'G' : 'D'
  const bits = found.same ? 'the same bits as' : 'other bits than'
  return (
    `Dispatches 0 to ${found.dispatch} have run, one submit each. What the last wrote has ${bits} in the whole step. ` +
    `Of ${whose}’s ${shown.complete.length} gradients ${found.there} are there.`
  )
}
