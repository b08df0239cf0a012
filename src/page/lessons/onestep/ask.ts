import { asker } from '../../core/client'
import type { onestepJobs } from './jobs'

export const ask = asker<typeof onestepJobs>()
