// What timestamps say of a short dispatch, and what rounding makes of them.

import { count } from '../../parts/words'
import { Slider } from '../Slider'
import { Named, Symbols } from '../Symbols'
import { grain, roundedTo, took } from './say'
import type { Measured } from './shapes'
import { measured, name, rounding } from './state'

export function Ticks() {
  const found = measured.value[name.value]
  return (
    <div class="card tape-ticks">
      {found ? (
        <Stamps found={found} />
      ) : (
        <p class="note">Nothing is timed yet: press Measure above.</p>
      )}
    </div>
  )
}

function Stamps({ found }: { found: Measured }) {
  const { ticks, ticked, repeats, alone } = found
  const shortest = alone.indexOf(Math.min(...alone))
  const times = repeats[shortest] ?? 1
  if (ticks.length === 0) {
    return (
      <p class="note" id="tape-ticks">
        This browser gives no timestamps, so each dispatch is replayed until the wall clock can
        tell: the shortest {count(times)} times in one pass.
      </p>
    )
  }
  const unit = 10 ** rounding.value
  const shown = roundedTo(ticks, unit)
  const mean = shown.reduce((a, b) => a + b, 0) / shown.length
  return (
    <>
      <p class="note" id="tape-ticks">
        Dispatch {ticked}, the shortest, once in a pass. Its two timestamps, as the GPU wrote them:{' '}
        {ticks[0]?.join(' and ')} ns. All stamps are {sayGrain(Number(grain(ticks)))}.
      </p>
      <Slider
        id="tape-rounding"
        title="Round stamps down to"
        value={rounding.value}
        least={0}
        most={6}
        show={(power) => took(10 ** power / 1e6)}
        changed={(power) => {
          rounding.value = power
        }}
      />
      <p id="tape-rounded" data-ns={shown.join(' ')}>
        {ticks.length} times, end less start: {shown.map((ns) => took(ns / 1e6)).join(', ')}.
      </p>
      <Symbols>
        <Named tex="q" meaning="the rounding" now={took(unit / 1e6)} />
        <Named tex="t_1" meaning="mean of these, one replay each" now={took(mean / 1e6)} />
        <Named tex="n" meaning="replays in one pass, for the bar above" now={count(times)} />
        <Named
          tex="t_n"
          meaning="that bar: the pass by n"
          now={took(alone[shortest] ?? Number.NaN)}
        />
        <Named
          tex="q / n"
          meaning="by how much q can falsify this bar"
          now={took(unit / 1e6 / times)}
        />
      </Symbols>
    </>
  )
}

function sayGrain(unit: number): string {
  if (unit === 0) return 'the same: this clock does not move'
  return `apart by multiples of ${took(unit / 1e6)}`
}
