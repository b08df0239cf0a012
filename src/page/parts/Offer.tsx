// Offer to go on with the run that this browser kept last.

import type { StoredRun } from '../core/protocol'
import { Bitmap } from './Bitmap'
import { text } from './text'

interface OfferProps {
  /** Prefix of the ids; empty in Train. */
  prefix?: string
  run: StoredRun | undefined
  title: string
  disabled: boolean
  goOn: (id: string) => Promise<void>
}

export function Offer({ prefix = '', run, title, disabled, goOn }: OfferProps) {
  const { drawings, goOn: goesOn } = text.value.offer
  return (
    <div id={`${prefix}offer`} class="offer" hidden={!run}>
      <Bitmap label={drawings(title)} picture={run?.picture} width={256} height={256} />
      <button
        type="button"
        id={`${prefix}go-on`}
        title={title}
        disabled={disabled}
        onClick={() => run && void goOn(run.id)}
      >
        {goesOn(run?.states[0]?.step ?? 0)}
      </button>
    </div>
  )
}
