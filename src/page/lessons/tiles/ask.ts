import { asker } from '../../core/client'
import type { tilesJobs } from './jobs'

export const ask = asker<typeof tilesJobs>()
