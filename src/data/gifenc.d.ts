// What is used here of gifenc, which comes without types. https://github.com/mattdesl/gifenc

declare module 'gifenc' {
  type Palette = number[][]

  export function GIFEncoder(): {
    /** The first frame's palette is that of all which have none. */
    writeFrame(
      indices: Uint8Array,
      width: number,
      height: number,
      options: { palette?: Palette; delay: number },
    ): void
    finish(): void
    bytes(): Uint8Array<ArrayBuffer>
  }

  /** @param rgba  all of its buffer */
  export function quantize(rgba: Uint8Array | Uint8ClampedArray, colours: number): Palette

  export function applyPalette(rgba: Uint8Array | Uint8ClampedArray, palette: Palette): Uint8Array
}
