// The tape: one row per op, with its forward dispatches and those of its thunks.

import { dimensions } from '../../core/words'
import { Bitmap } from '../../parts/Bitmap'
import { Pressed } from './Shown'
import { asText, FEW, handedOver, nameOf, titleOf, valuesAt } from './say'
import type { TapeOp, TapeStep, Thunk, Written } from './shapes'
import { at, lit, pick, step, values } from './state'
import { text } from './text'
import { thumbOf } from './thumb'

const TILES = { across: 4, down: 1 }

export function Dispatches() {
  const { value: shown } = step
  const { rows, kinds, recording } = text.value
  if (!shown) return <section class="card tape-rows">{recording}</section>
  const { dispatches, first, ops } = shown
  const others = (kind: string) =>
    dispatches.flatMap((each, i) => (i >= first && each.kind === kind ? [i] : []))
  return (
    <section class="card tape-rows tall" aria-label={rows.name}>
      <Pressed shown={shown} />
      <p class="tape-row tape-head note" aria-hidden="true">
        <span>{rows.op}</span>
        <span>{rows.down}</span>
        <span>{rows.up}</span>
      </p>
      <ol>
        <Loose title={kinds.before} all={others('before')} />
        {ops.map((op, i) => (
          <Row key={`${shown.name} ${i}`} shown={shown} op={op} place={i} />
        ))}
        <Loose title={kinds.update} all={others('update')} />
      </ol>
    </section>
  )
}

/** Dispatches that belong to no op. */
function Loose({ title, all }: { title: string; all: readonly number[] }) {
  if (all.length === 0) return null
  return (
    <li class="tape-row">
      <span class="note">{title}</span>
      <span class="tape-line">
        {all.map((i) => (
          <Dispatch key={i} index={i} />
        ))}
      </span>
    </li>
  )
}

function Row({ shown, op, place }: { shown: TapeStep; op: TapeOp; place: number }) {
  const words = text.value.rows
  const { forward, thunks, shape, owner } = op
  const isShared = forward.some((i) => i < shown.first)
  const unreached = thunks.every(({ fate }) => fate === 'unmade')
  const light = (on: boolean) => {
    lit.value = on ? place : shown.dispatches[at.value]?.op
  }
  return (
    <li
      id={`tape-op-${place}`}
      class={`tape-row ${owner?.toLowerCase() ?? ''} ${lit.value === place ? 'lit' : ''}`}
      onPointerEnter={() => light(true)}
      // After a touch it stays lit.
      onPointerLeave={({ pointerType }) => pointerType !== 'touch' && light(false)}
      onFocusIn={() => light(true)}
      onFocusOut={() => light(false)}
    >
      <span>
        <b>{titleOf(op)}</b>
        <span class="note">{dimensions(shape)}</span>
      </span>
      <span class="tape-line">
        <span class="tape-side note">{words.forward}</span>
        {forward.map((i) => (
          <Dispatch key={i} index={i} />
        ))}
        {forward.length === 0 && <span class="note">{words.view}</span>}
        {isShared && <span class="note">{words.shared}</span>}
      </span>
      <span class="tape-thunks">
        <span class="tape-side note">{words.backward}</span>
        {unreached ? (
          <span class="note">{words.unreached}</span>
        ) : (
          thunks.map((thunk) => <Thunks key={thunk.input} thunk={thunk} shown={shown} />)
        )}
      </span>
    </li>
  )
}

function Thunks({ thunk, shown }: { thunk: Thunk; shown: TapeStep }) {
  const { fate, dispatches, sums } = thunk
  if (fate === 'zero') return null
  const { rows } = text.value
  return (
    <span class={`tape-line ${fate}`} data-fate={fate} data-of={nameOf(thunk)}>
      <span class="note">∂{nameOf(thunk)}</span>
      {dispatches.map((i) => (
        <Dispatch key={i} index={i} />
      ))}
      {dispatches.length === 0 && (
        <span class="note tape-fate">{fate === 'ran' ? handedOver(thunk, shown) : rows[fate]}</span>
      )}
      {sums.length > 0 && <span class="note">{rows.added}</span>}
      {sums.map((i) => (
        <Dispatch key={i} index={i} />
      ))}
    </span>
  )
}

/** Is it small enough for a button? */
const isNumber = ({ size, integer }: Written): boolean => size === 1 || (integer && size <= FEW)

function Dispatch({ index }: { index: number }) {
  const { value: shown } = step
  const each = shown?.dispatches[index]
  if (!shown || !each) return null
  // The result comes after partial sums, if there are any.
  const output = each.outputs.findIndex(({ whole }) => whole)
  const written = each.outputs[Math.max(0, output)]
  const { value: all } = values
  const numbers = all && valuesAt(shown, { dispatch: index, output: Math.max(0, output) }, all)
  const weight = each.input === 'weight'
  return (
    <button
      type="button"
      id={`tape-${index}`}
      class={`tape-dispatch ${each.kind}`}
      aria-pressed={at.value === index}
      onClick={() => pick(index)}
    >
      {written && isNumber(written) ? (
        <b class="tape-number">{numbers ? asText(numbers, written.integer, 3).join(' ') : '–'}</b>
      ) : (
        <Bitmap
          picture={numbers && written && thumbOf(numbers, { shape: written.shape, weight }, TILES)}
          width={8}
          height={8}
        />
      )}
      <span class="tape-kernel">
        {index} <code>{each.entry}</code>
      </span>
    </button>
  )
}
