import type { Verdict } from '../../catalogue/verify'
import { minus } from '../core/words'
import { type Suspect, suspectText, worstText } from './notes'
import * as state from './state'

/** Verdicts of the check. */
export function Judged({ jump }: { jump: (line: number) => void }) {
  const found = state.judged.value
  if (!found) {
    return (
      <section class="card prose">
        <h2>Check</h2>
        <p>
          Check runs your kernel on every sample of the op. It compares values and gradients with
          float64, and the bits of two runs; a copy of the kernel writes down every read and write,
          which shows races and places outside an array.
        </p>
      </section>
    )
  }
  const { unsteady, suspects, unfollowed } = found.value
  // Wrong ones come first.
  const verdicts = found.value.verdicts.toSorted((a, b) => Number(a.ok) - Number(b.ok))
  return (
    <section class="card" aria-label="Check">
      <h2>Check</h2>
      <Stale of={found.of} />
      <ul class="lab-suspects" id="lab-suspects">
        {suspects.map((each) => (
          <SuspectLine key={suspectText(each)} suspect={each} jump={jump} />
        ))}
        {unsteady.map((where) => (
          <li key={where}>
            <b>NOT STEADY</b> sample {where}: two runs gave different bits
          </li>
        ))}
        {unfollowed.map((reason) => (
          <li key={reason} class="note">
            Not followed, so no races were looked for: {reason}
          </li>
        ))}
      </ul>
      <table id="lab-verdicts">
        <thead>
          <tr>
            <th scope="col">Sample</th>
            <th scope="col">Tensor</th>
            <th scope="col">Error</th>
            <th scope="col">Bound</th>
            <th scope="col">Worst element</th>
          </tr>
        </thead>
        <tbody>
          {verdicts.map((each) => (
            <Row key={`${each.sample} ${each.input}`} verdict={each} />
          ))}
        </tbody>
      </table>
      <p class="note">Errors and bounds count roundings of f32.</p>
    </section>
  )
}

/** The line that a result is of an earlier text. */
export function Stale({ of }: { of: string }) {
  if (of === state.text.value) return null
  return <p class="note">Of the text before your last change.</p>
}

function SuspectLine({ suspect, jump }: { suspect: Suspect; jump: (line: number) => void }) {
  return (
    <li>
      <b>{suspect.kind === 'outside' ? 'OUTSIDE' : 'RACE'}</b> {suspectText(suspect)}{' '}
      {[...new Set(suspect.lines)].map((line) => (
        <button key={line} type="button" class="plain" onClick={() => jump(line)}>
          Go to line {line}
        </button>
      ))}
    </li>
  )
}

function Row({ verdict }: { verdict: Verdict }) {
  const { sample, input, error, bound, ok } = verdict
  return (
    <tr class={ok ? '' : 'wrong'}>
      <td>{sample}</td>
      <th scope="row">{input}</th>
      <td>{roundings(error)}</td>
      <td>{roundings(bound)}</td>
      <td>{ok ? 'right' : `WRONG at ${worstText(verdict)}`}</td>
    </tr>
  )
}

const roundings = (value: number): string =>
  Number.isFinite(value) ? minus(value < 1e4 ? value.toFixed(2) : value.toExponential(0)) : '∞'
