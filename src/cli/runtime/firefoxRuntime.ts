// Runs functions of this project in a headless Firefox, called from Node by name.

import type { LaunchOptions } from './chrome'
import { launchFirefox } from './firefox'
import { openPageRuntime, type PageOptions, type PageRuntime } from './pageRuntime'

export const openFirefoxRuntime = (
  options: LaunchOptions & PageOptions = {},
): Promise<PageRuntime> => openPageRuntime(() => launchFirefox(options), options)
