// One dispatch of the tape: what it is, and what its tensors hold when the step was run up to it.

import { ask } from '../../client'
import { useLive } from '../../latent/live'
import { Bitmap } from '../../parts/Bitmap'
import { count, dimensions, sentence } from '../../parts/words'
import { Slider } from '../Slider'
import { kernelSays, kernelsOf } from './kernels'
import { asText, asWritten, bytes, FEW, ownOf, short, stageOf, titleOf, took } from './say'
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
          show={(value) => `${value} (last: ${last})`}
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
      <p class="note tape-kernel-says" id="tape-kernel">
        {kernelSays(each.entry)}
      </p>
      <dl class="figures">
        <div>
          <dt>the step’s stage</dt>
          <dd id="tape-stage">{stageOf(each)}</dd>
        </div>
        <div>
          <dt>workgroups</dt>
          <dd id="tape-groups">
            {count(each.workgroups)}, of {count(each.workgroupSize)} invocations each
          </dd>
        </div>
        <div>
          <dt>bound to read only</dt>
          <dd id="tape-reads">{bytes(each.reads)}</dd>
        </div>
        <div>
          <dt>to read and write</dt>
          <dd id="tape-writes">{bytes(each.writes)}</dd>
        </div>
        <div>
          <dt>time alone</dt>
          <dd id="tape-alone">{ms === undefined ? 'press Measure below' : took(ms)}</dd>
        </div>
      </dl>
      <Tensors shown={shown} />
      <p class="note tape-said" id="tape-said" role="status" aria-live="polite">
        {said(shown)}
      </p>
      <details>
        <summary>What each kernel of this step does</summary>
        <dl class="tape-kernels">
          {kernelsOf(ownOf(shown)).map((entry) => (
            <div key={entry}>
              <dt>
                <code>{entry}</code>
              </dt>
              <dd>{kernelSays(entry)}</dd>
            </div>
          ))}
        </dl>
      </details>
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
        const values = raw && asWritten(raw, integer)
        const isFew = size <= FEW
        return (
          <figure key={binding}>
            <figcaption class="note">
              <code>{binding}</code> {dimensions(shape)}
            </figcaption>
            {isFew ? (
              <p class="tape-number">{raw ? asText(raw, integer).join(', ') : '–'}</p>
            ) : (
              <>
                <Bitmap
                  id={`tape-picture-${binding}`}
                  label={`${binding}, zero is middle grey`}
                  picture={values && thumbOf(values, { shape, weight }, TILES)}
                  width={64}
                  height={16}
                />
                <p class="note">
                  {values
                    ? `${asText(values.subarray(0, 3), false).join(', ')}, …; at most ${short(largest(values))}`
                    : '–'}
                </p>
              </>
            )}
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
  const many = found.dispatch + 1
  const ran = many === 1 ? '1 dispatch has run' : `${count(many)} dispatches have run`
  const bits = found.same ? 'exactly the bits' : 'other bits than those'
  return (
    `${ran}, one submit each. Checked: stopping here gives ${bits} of a full replay. ` +
    `Of ${whose}’s ${shown.complete.length} gradients ${found.there} are there.`
  )
}
