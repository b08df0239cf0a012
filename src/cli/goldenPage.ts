// The page's side of `ganvas golden --runtime chrome`: a case's file comes and goes as base64, since
// what passes between Node and the page is JSON.

import { runGoldenCase } from '../catalogue/golden'
import type { GoldenEntry } from '../catalogue/goldenIndex'
import { readSafetensors, writeSafetensors } from '../data/safetensors'
import { pageGpu } from './pageGpu'

/** `computed` is a safetensors file in base64. */
export type GoldenAnswer = { skipped: string } | { computed: string }

/** Runs one case on this page's GPU. */
export async function goldenCase(entry: GoldenEntry, file: string): Promise<GoldenAnswer> {
  const { tensors } = readSafetensors(bytesOf(file), entry.file)
  const outcome = await runGoldenCase(await pageGpu(), entry, tensors)
  if ('skipped' in outcome) return outcome
  return { computed: base64Of(writeSafetensors(outcome.computed)) }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

function base64Of(bytes: Uint8Array): string {
  let binary = ''
  // A call takes some ten thousand arguments, not a million.
  for (let at = 0; at < bytes.length; at += 8192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  }
  return btoa(binary)
}
