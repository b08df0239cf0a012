import { asker } from '../../core/client'
import type { stylesJobs } from './jobs'

export const ask = asker<typeof stylesJobs>()
