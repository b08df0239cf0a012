import { asker } from '../core/client'
import type { translateJobs } from './jobs'
import type { keepTranslationJobs } from './keepJobs'
import type { ownTranslateJobs } from './ownJobs'

export const ask = asker<
  typeof translateJobs & typeof ownTranslateJobs & typeof keepTranslationJobs
>()
