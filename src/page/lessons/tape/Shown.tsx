// One dispatch of the tape: its description, and its tensors after running the step up to it.

import { count, dimensions } from '../../core/words'
import { Bitmap } from '../../parts/Bitmap'
import { Fact } from '../../parts/Fact'
import { useLive } from '../../parts/live'
import { faultOf } from '../parts/fault'
import { Slider } from '../parts/Slider'
import { ask } from './ask'
import { kernelSays, kernelsOf } from './kernels'
import { asText, asWritten, bytes, FEW, ownOf, short, stageOf, titleOf, took } from './say'
import type { TapeStep } from './shapes'
import { at, measured, name, pick, problem, step, stepped } from './state'
import { text } from './text'
import { largest, thumbOf } from './thumb'

const TILES = { across: 8, down: 4 }

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
    <section class="card stack tape-shown" aria-label={text.value.shown.name}>
      {shown ? <Facts shown={shown} /> : <p class="note">{text.value.recording}</p>}
    </section>
  )
}

function Facts({ shown }: { shown: TapeStep }) {
  const { value: index } = at
  const each = shown.dispatches[index]
  if (!each) return null
  const { shown: words, kinds } = text.value
  const op = each.op === undefined ? undefined : shown.ops[each.op]
  const ms = measured.value[shown.name]?.alone[index - shown.first]
  const last = shown.dispatches.length - 1
  return (
    <>
      <div class="tape-steer">
        <button type="button" id="tape-back" disabled={index === 0} onClick={() => pick(index - 1)}>
          {words.back}
        </button>
        <button
          type="button"
          id="tape-next"
          class="primary"
          disabled={index === last}
          onClick={() => pick(index + 1)}
        >
          {words.next}
        </button>
        <Slider
          id="tape-at"
          title={words.upTo}
          value={index}
          least={0}
          most={last}
          show={(value) => words.place(value, last)}
          changed={pick}
        />
      </div>
      <p class="tape-what">
        {words.what({ ...each, index, kind: kinds[each.kind], op: op && titleOf(op) })}
      </p>
      <p class="note tape-kernel-says" id="tape-kernel">
        {kernelSays(each.entry)}
      </p>
      <dl class="figures">
        <Fact id="tape-stage" title={words.stage} value={stageOf(each)} />
        <Fact
          id="tape-groups"
          title={words.workgroups}
          value={words.groups(count(each.workgroups), count(each.workgroupSize))}
        />
        <Fact id="tape-reads" title={words.reads} value={bytes(each.reads)} />
        <Fact id="tape-writes" title={words.writes} value={bytes(each.writes)} />
        <Fact
          id="tape-alone"
          title={words.alone}
          value={ms === undefined ? words.measure : took(ms)}
        />
      </dl>
      <Tensors shown={shown} isFirst />
      <p class="note tape-said" id="tape-said" role="status" aria-live="polite">
        {said(shown)}
      </p>
      <details>
        <summary>{words.kernels}</summary>
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

/** The chosen dispatch and its tensors, for a step that lists dispatches. */
export function Pressed({ shown }: { shown: TapeStep }) {
  const each = shown.dispatches[at.value]
  if (!each) return null
  return (
    <div class="tape-pressed" id="tape-pressed">
      <p class="note">
        <b>
          {at.value} <code>{each.entry}</code>
        </b>{' '}
        {kernelSays(each.entry)}
      </p>
      <Tensors shown={shown} />
    </div>
  )
}

/** @param isFirst  whether the pictures have ids: those of the first step */
function Tensors({ shown, isFirst = false }: { shown: TapeStep; isFirst?: boolean }) {
  const { picture, numbers } = text.value.shown
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
                  {...(isFirst ? { id: `tape-picture-${binding}` } : {})}
                  label={picture(binding)}
                  picture={values && thumbOf(values, { shape, weight }, TILES)}
                  width={64}
                  height={16}
                />
                <p class="note">
                  {values
                    ? numbers(
                        asText(values.subarray(0, 3), false).join(', '),
                        short(largest(values)),
                      )
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
  const words = text.value.shown
  if (problem.value) return faultOf(problem.value)
  const { value: found } = stepped
  if (found?.step !== shown.name || found.dispatch !== at.value) return words.running
  return [
    words.ran(found.dispatch + 1),
    found.same ? words.same : words.other,
    words.there(shown.complete.length, shown.name === 'G' ? 'G' : 'D', found.there),
  ].join(' ')
}
