// Accuracy after 600 steps by what D sees, by the rate of the copy, and by seed. Some can be run above.

import { count } from '../../core/words'
import { bringIntoView } from '../plot/bringIntoView'
import type { AttemptName } from './attempts'
import { MEASURED_STEPS, measured } from './measured'
import { attempt, choose } from './state'
import { text } from './text'

const SEEDS = [1, 2, 3]

export function AttemptTable() {
  const { caption, dSees, rate, seed, sees, rates, run } = text.value.attempts
  return (
    <div class="card">
      <table class="compared adapt-attempts">
        <caption class="note">{caption(count(MEASURED_STEPS))}</caption>
        <thead>
          <tr>
            <th scope="col">{dSees}</th>
            <th scope="col">{rate}</th>
            {SEEDS.map((each) => (
              <th key={each} scope="col">
                {seed(each)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {measured.map((row) => (
            <tr key={`${row.dSees} ${row.rate}`}>
              <th scope="row">{sees[row.dSees]}</th>
              <td>{rates[row.rate]}</td>
              {SEEDS.map((each, i) => {
                const right = row.right[i]?.toFixed(1) ?? ''
                const name = row.runs[each]
                return (
                  <td key={each}>
                    {name ? <Run name={name} label={run(right)} right={right} /> : right}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Run({ name, label, right }: { name: AttemptName; label: string; right: string }) {
  return (
    <button
      type="button"
      data-attempt={name}
      aria-label={label}
      aria-pressed={attempt.value === name}
      onClick={() => {
        if (attempt.peek() !== name) choose(name)
        bringIntoView('adapt-live')
      }}
    >
      {right}
    </button>
  )
}
