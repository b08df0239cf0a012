// Timestamps of a short dispatch, and the effect of rounding them.

import { count } from '../../core/words'
import { into } from '../../parts/Field'
import { Slider } from '../parts/Slider'
import { Named, Symbols } from '../parts/Symbols'
import { grain, roundedTo, took } from './say'
import type { Measured } from './shapes'
import { measured, name, rounding } from './state'
import { text } from './text'

export function Ticks() {
  const found = measured.value[name.value]
  return (
    <div class="card stack tape-ticks">
      {found ? <Stamps found={found} /> : <p class="note">{text.value.ticks.nothing}</p>}
    </div>
  )
}

function Stamps({ found }: { found: Measured }) {
  const words = text.value.ticks
  const { ticks, ticked, repeats, alone } = found
  const shortest = alone.indexOf(Math.min(...alone))
  const times = repeats[shortest] ?? 1
  const [stamps] = ticks
  if (!stamps) {
    return (
      <p class="note" id="tape-ticks">
        {words.wallClock(count(times))}
      </p>
    )
  }
  const unit = 10 ** rounding.value
  const shown = roundedTo(ticks, unit)
  const mean = shown.reduce((a, b) => a + b, 0) / shown.length
  return (
    <>
      <p class="note" id="tape-ticks">
        {words.stamps(ticked, ...stamps)} {sayGrain(Number(grain(ticks)))}
      </p>
      <Slider
        id="tape-rounding"
        title={words.round}
        value={rounding.value}
        least={0}
        most={6}
        show={(power) => took(10 ** power / 1e6)}
        changed={into(rounding)}
      />
      <p id="tape-rounded" data-ns={shown.join(' ')}>
        {words.rounded(ticks.length, shown.map((ns) => took(ns / 1e6)).join(', '))}
      </p>
      <Symbols>
        <Named tex="q" meaning={words.q} now={took(unit / 1e6)} />
        <Named tex="t_1" meaning={words.t1} now={took(mean / 1e6)} />
        <Named tex="n" meaning={words.n} now={count(times)} />
        <Named tex="t_n" meaning={words.tn} now={took(alone[shortest] ?? Number.NaN)} />
        <Named tex="q / n" meaning={words.qn} now={took(unit / 1e6 / times)} />
      </Symbols>
    </>
  )
}

function sayGrain(unit: number): string {
  const { still, apart } = text.value.ticks
  return unit === 0 ? still : apart(took(unit / 1e6))
}
