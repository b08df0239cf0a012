import type { RunFolder } from '../runFolder'
export function writeReport(_folder: RunFolder): void {}
