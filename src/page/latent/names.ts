// Names of the tools, and of the planes of the map.

export type ToolName = 'slide' | 'sliders' | 'arithmetic' | 'map' | 'draw'

/** Through three images, or around one. */
export type PlaneName = 'corners' | 'around'
