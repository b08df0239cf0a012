import type { Verdict } from '../../catalogue/verify'
import { minus } from '../core/words'
import { suspectText, worstText } from './notes'
import * as state from './state'
import { text } from './text'
import type { Suspect } from './types'

/** Verdicts of the check. */
export function Judged({ jump }: { jump: (line: number) => void }) {
  const found = state.judged.value
  const words = text.value.check
  const { title, intro, columns } = words
  if (!found) {
    return (
      <section class="card prose">
        <h2>{title}</h2>
        <p>{intro}</p>
      </section>
    )
  }
  const { unsteady, suspects, unfollowed } = found.value
  // Wrong ones come first.
  const verdicts = found.value.verdicts.toSorted((a, b) => Number(a.ok) - Number(b.ok))
  return (
    <section class="card" aria-label={title}>
      <h2>{title}</h2>
      <Stale of={found.of} />
      <ul class="lab-suspects" id="lab-suspects">
        {suspects.map((each) => (
          <SuspectLine key={suspectText(each)} suspect={each} jump={jump} />
        ))}
        {unsteady.map((where) => (
          <li key={where}>
            <b>{text.value.found.kinds.unsteady}</b> {words.unsteady(where)}
          </li>
        ))}
        {unfollowed.map((reason) => (
          <li key={reason} class="note">
            {words.unfollowed(reason)}
          </li>
        ))}
      </ul>
      <table id="lab-verdicts">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {verdicts.map((each) => (
            <Row key={`${each.sample} ${each.input}`} verdict={each} />
          ))}
        </tbody>
      </table>
      <p class="note">{words.units}</p>
    </section>
  )
}

/** The line that a result is of an earlier text. */
export function Stale({ of }: { of: string }) {
  if (of === state.text.value) return null
  return <p class="note">{text.value.editor.stale}</p>
}

function SuspectLine({ suspect, jump }: { suspect: Suspect; jump: (line: number) => void }) {
  return (
    <li>
      <b>{text.value.found.kinds[suspect.kind]}</b> {suspectText(suspect)}{' '}
      {[...new Set(suspect.lines)].map((line) => (
        <button key={line} type="button" class="plain" onClick={() => jump(line)}>
          {text.value.check.toLine(line)}
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
      <td>{ok ? text.value.check.right : text.value.check.wrongAt(worstText(verdict))}</td>
    </tr>
  )
}

const roundings = (value: number): string =>
  Number.isFinite(value) ? minus(value < 1e4 ? value.toFixed(2) : value.toExponential(0)) : '∞'
