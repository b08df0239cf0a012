// Calls of main.js into a headless Chrome, by name.

import * as measure from './measure'

globalThis.ganvas = {
  open: measure.open,
  timeKernel: measure.timeKernel,
  timeGan: measure.timeGan,
}
