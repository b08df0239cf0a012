// Offers to go on with the run that this browser kept last.

import { offered } from '../core/kept'
import { count } from '../core/words'
import { Bitmap } from '../parts/Bitmap'
import { titleOfRun } from '../parts/titles'
import { doing } from './keeping'
import { goOn } from './kept'

export function Offer() {
  const run = offered.value
  const title = run && titleOfRun(run.settings)
  return (
    <div id="offer" class="offer" hidden={!run}>
      <Bitmap label={`Drawings of ${title}`} picture={run?.picture} width={256} height={256} />
      <button
        type="button"
        id="go-on"
        title={title}
        disabled={doing.value !== undefined}
        onClick={() => run && void goOn(run.id)}
      >
        {`Go on with step ${count(run?.states[0]?.step ?? 0)}`}
      </button>
    </div>
  )
}
