import { asker } from '../core/client'
import type { homeJobs } from './jobs'

export const ask = asker<typeof homeJobs>()
