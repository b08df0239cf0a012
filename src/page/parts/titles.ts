// Names of data, objectives, networks and runs.

import { computed } from '@preact/signals'
import type { Settings } from '../core/protocol'
import { text } from './text'

export const titles = computed(() => text.value.titles)

/** `Digits, LSGAN, DCGAN, seed 3`. Runs kept by earlier versions name no objective where it was non-saturating. */
export const titleOfRun = ({
  data,
  objective = 'non-saturating',
  model = 'dcgan',
  seed,
}: Settings): string => text.value.titleOfRun({ data, objective, model, seed })
