import type { Verdict } from '../../catalogue/verify'
import { minus } from '../core/words'
import { type Suspect, suspectText, worstText } from './notes'
import * as state from './state'
import { text as words } from './text'

/** Verdicts of the check. */
export function Judged({ jump }: { jump: (line: number) => void }) {
  const found = state.judged.value
  const said = words.value.judged
  if (!found) {
    return (
      <section class="card prose">
        <h2>{words.value.check}</h2>
        <p>{said.intro}</p>
      </section>
    )
  }
  const { unsteady, suspects, unfollowed } = found.value
  // Wrong ones come first.
  const verdicts = found.value.verdicts.toSorted((a, b) => Number(a.ok) - Number(b.ok))
  return (
    <section class="card" aria-label={words.value.check}>
      <h2>{words.value.check}</h2>
      <Stale of={found.of} />
      <ul class="lab-suspects" id="lab-suspects">
        {suspects.map((each) => (
          <SuspectLine key={suspectText(each)} suspect={each} jump={jump} />
        ))}
        {unsteady.map((where) => (
          <li key={where}>
            <b>{said.unsteady}</b> {said.bits(where)}
          </li>
        ))}
        {unfollowed.map((reason) => (
          <li key={reason} class="note">
            {said.unfollowed(reason)}
          </li>
        ))}
      </ul>
      <table id="lab-verdicts">
        <thead>
          <tr>
            {said.columns.map((name) => (
              <th key={name} scope="col">
                {name}
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
      <p class="note">{said.note}</p>
    </section>
  )
}

/** The line that a result is of an earlier text. */
export function Stale({ of }: { of: string }) {
  if (of === state.text.value) return null
  return <p class="note">{words.value.judged.stale}</p>
}

function SuspectLine({ suspect, jump }: { suspect: Suspect; jump: (line: number) => void }) {
  const { outside, race, goTo } = words.value.judged
  return (
    <li>
      <b>{suspect.kind === 'outside' ? outside : race}</b> {suspectText(suspect)}{' '}
      {[...new Set(suspect.lines)].map((line) => (
        <button key={line} type="button" class="plain" onClick={() => jump(line)}>
          {goTo(line)}
        </button>
      ))}
    </li>
  )
}

function Row({ verdict }: { verdict: Verdict }) {
  const { sample, input, error, bound, ok } = verdict
  const { right, wrongAt } = words.value.judged
  return (
    <tr class={ok ? '' : 'wrong'}>
      <td>{sample}</td>
      <th scope="row">{input}</th>
      <td>{roundings(error)}</td>
      <td>{roundings(bound)}</td>
      <td>{ok ? right : wrongAt(worstText(verdict))}</td>
    </tr>
  )
}

const roundings = (value: number): string =>
  Number.isFinite(value) ? minus(value < 1e4 ? value.toFixed(2) : value.toExponential(0)) : '∞'
