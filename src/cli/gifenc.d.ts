// What gifenc, which comes without types, is used for here. https://github.com/mattdesl/gifenc

declare module 'gifenc' {
  type Palette = number[][]

  interface Encoder {
    /** `repeat` 0, the default, plays for ever. */
    writeFrame(
      indices: Uint8Array,
      width: number,
      height: number,
      options: { palette?: Palette; delay?: number; repeat?: number },
    ): void
    finish(): void
    bytes(): Uint8Array
  }

  const gifenc: {
    GIFEncoder(): Encoder
    quantize(rgba: Uint8Array, colours: number): Palette
    applyPalette(rgba: Uint8Array, palette: Palette): Uint8Array
  }
  export = gifenc
}
