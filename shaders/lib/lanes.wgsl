// lanes.wgsl: the tile of a workgroup, LANES_DOWN × LANES_ACROSS invocations with ROWS × COLUMNS sums each
//
// DEPTH terms at a time are brought into workgroup memory.

const LANES_DOWN: u32 = 8u;
const LANES_ACROSS: u32 = 8u;
// Sums of an invocation; COLUMNS and DEPTH are multiples of 4, and so is ROWS in convLeanGradient.wgsl.
const ROWS: u32 = 8u;
const COLUMNS: u32 = 4u;
const DEPTH: u32 = 16u;

const LANES: u32 = LANES_DOWN * LANES_ACROSS;
const TILE_ROWS: u32 = LANES_DOWN * ROWS;
const TILE_COLUMNS: u32 = LANES_ACROSS * COLUMNS;
// The same in quads.
const DEEP: u32 = DEPTH / 4u;
const WIDE: u32 = COLUMNS / 4u;
const TILE_WIDE: u32 = TILE_COLUMNS / 4u;
const SUMS: u32 = ROWS * WIDE;
