// Debugging of a run that diverges; in the terminal, `GANVAS_DEBUG=nan ganvas train …`.

import { FiniteWatch } from '../../gpu/explain/finite'
import type { TrainSteps } from './blueprint'
import type { Trainer } from './trainer'

/**
 * From now on the trainer's iterations inspect all that they compute (gpu/explain/finite.ts). They give the same
 * bits, in about twice the time.
 *
 * @returns  the watch, whose `first` is the first op and tensor that is not finite; the caller frees it
 */
export async function watchFinite(trainer: Trainer): Promise<FiniteWatch<TrainSteps>> {
  const watch = await FiniteWatch.open(trainer.gpu, trainer.blueprint.train)
  trainer.replay(watch.programs)
  return watch
}
