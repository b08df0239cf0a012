// Offer to go on with the run that this browser kept last.

import type { StoredRun } from '../core/protocol'
import { count } from '../core/words'
import { Bitmap } from './Bitmap'

interface OfferProps {
  /** Prefix of the ids; empty in Train. */
  prefix?: string
  run: StoredRun | undefined
  title: string
  disabled: boolean
  goOn: (id: string) => Promise<void>
}

export function Offer({ prefix = '', run, title, disabled, goOn }: OfferProps) {
  return (
    <div id={`${prefix}offer`} class="offer" hidden={!run}>
      <Bitmap label={`Drawings of ${title}`} picture={run?.picture} width={256} height={256} />
      <button
        type="button"
        id={`${prefix}go-on`}
        title={title}
        disabled={disabled}
        onClick={() => run && void goOn(run.id)}
      >
        {`Go on with step ${count(run?.states[0]?.step ?? 0)}`}
      </button>
    </div>
  )
}
