import { stage } from '../../gpu/trace'
import type { Stage } from './stages'

/** Names the stage of the dispatches that follow. */
export const begin: (name: Stage) => void = stage
