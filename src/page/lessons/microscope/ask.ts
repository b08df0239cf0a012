import { asker } from '../../core/client'
import type { microscopeJobs } from './jobs'

export const ask = asker<typeof microscopeJobs>()
