import { asker } from '../../core/client'
import type { lossesJobs } from './jobs'

export const ask = asker<typeof lossesJobs>()
