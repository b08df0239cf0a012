// convLeanGradient.wgsl: the gradient of a convolution's weight in tiles that a workgroup shares
//
// As convLean.wgsl, which says what differs from convShared.wgsl.
//
//   entry point       rows              columns   summed over   result
//   weight_gradient   taps (r, s, c)    k         windows       [SPLITS, R, S, C, K]
//
//   binding   name     shape           access
//   0         large    [N, H, W, C]    read
//   1         small    [N, P, Q, K]    read
//   3         result   as above        read_write
//
// Neighbours in memory are rows of a term, and columns of a term.
// uses: lib/integer.wgsl

const N: u32 = 2u;
const H: u32 = 8u;
const W: u32 = 8u;
const C: u32 = 3u;
const P: u32 = 4u;
const Q: u32 = 4u;
const K: u32 = 5u;
const R: u32 = 4u;
const S: u32 = 4u;
const STRIDE_H: u32 = 2u;
const STRIDE_W: u32 = 2u;
const PADDING_H: u32 = 1u;
const PADDING_W: u32 = 1u;
const LANES_DOWN: u32 = 8u;
const LANES_ACROSS: u32 = 8u;
// Sums of an invocation; all three are multiples of 4.
const ROWS: u32 = 8u;
const COLUMNS: u32 = 4u;
const DEPTH: u32 = 16u;
const SPLITS: u32 = 2u;

const LANES: u32 = LANES_DOWN * LANES_ACROSS;
const TILE_ROWS: u32 = LANES_DOWN * ROWS;
const TILE_COLUMNS: u32 = LANES_ACROSS * COLUMNS;
// The same in quads. TILE_HIGH and TILE_WIDE divide LANES.
const DEEP: u32 = DEPTH / 4u;
const HIGH: u32 = ROWS / 4u;
const WIDE: u32 = COLUMNS / 4u;
const TILE_HIGH: u32 = TILE_ROWS / 4u;
const TILE_WIDE: u32 = TILE_COLUMNS / 4u;
const SUMS: u32 = ROWS * WIDE;
// Quads of terms that an invocation brings.
const ROW_TURNS: u32 = (DEPTH * TILE_HIGH + LANES - 1u) / LANES;
const COLUMN_TURNS: u32 = (DEPTH * TILE_WIDE + LANES - 1u) / LANES;

const WINDOWS: u32 = N * P * Q;
const CHUNKS_PER_SPLIT: u32 = (WINDOWS + SPLITS * DEPTH - 1u) / (SPLITS * DEPTH);
const TAPS: u32 = R * S * C;

@group(0) @binding(0) var<storage, read> large: array<vec4f>;
@group(0) @binding(1) var<storage, read> small: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

// Of each term, four rows or columns.
var<workgroup> rows: array<array<array<vec4f, LANES_DOWN>, HIGH>, DEPTH>;
var<workgroup> columns: array<array<array<vec4f, LANES_ACROSS>, WIDE>, DEPTH>;

// Where a window begins: row and column, and the pixel that they are. Unsigned numbers wrap: what lies above
// the image, or left of it, becomes huge.
struct Window {
  top: u32,
  left: u32,
  start: u32,
}

@compute @workgroup_size(LANES)
fn weight_gradient(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  const ACROSS = (K + TILE_COLUMNS - 1u) / TILE_COLUMNS;
  const DOWN = (TAPS + TILE_ROWS - 1u) / TILE_ROWS;
  let tile = group.y * groups.x + group.x;
  if (tile >= ACROSS * DOWN * SPLITS) { return; }
  let k = tile % ACROSS * TILE_COLUMNS;
  let tap = tile / ACROSS % DOWN * TILE_ROWS;
  let split = tile / ACROSS / DOWN;

  let high = rest(lane, TILE_HIGH);
  let side = rest(lane, TILE_WIDE);
  var sum: array<vec4f, SUMS>;
  for (var chunk = 0u; chunk < CHUNKS_PER_SPLIT; chunk++) {
    let first = (split * CHUNKS_PER_SPLIT + chunk) * DEPTH;
    for (var turn = 0u; turn < ROW_TURNS; turn++) { // unroll
      let term = (turn * LANES + lane) / TILE_HIGH;
      let m = first + term;
      let seen = fits(m, WINDOWS, SPLITS * DEPTH);
      let taps = tap_quad(window_at(m / Q, rest(m, Q)), tap + high * 4u, seen);
      if (fits(term, DEPTH, LANES / TILE_HIGH)) {
        rows[term][high / LANES_DOWN][rest(high, LANES_DOWN)] = taps;
      }
    }
    for (var turn = 0u; turn < COLUMN_TURNS; turn++) { // unroll
      let term = (turn * LANES + lane) / TILE_WIDE;
      let seen = fits(first + term, WINDOWS, SPLITS * DEPTH);
      let sides = small_quad(first + term, k + side * 4u, seen);
      if (fits(term, DEPTH, LANES / TILE_WIDE)) {
        columns[term][side / LANES_ACROSS][rest(side, LANES_ACROSS)] = sides;
      }
    }
    // Only now has every invocation brought its share,
    workgroupBarrier();
    multiply(&sum, lane);
    // and only now has every invocation read it.
    workgroupBarrier();
  }
  for (var i = 0u; i < ROWS; i++) { // unroll
    let m = tap + (i / 4u * LANES_DOWN + lane / LANES_ACROSS) * 4u + i % 4u;
    for (var j = 0u; j < WIDE; j++) { // unroll
      let column = k + (j * LANES_ACROSS + rest(lane, LANES_ACROSS)) * 4u;
      if (fits(m, TAPS, TILE_ROWS)) { put((split * TAPS + m) * K, column, K, sum[i * WIDE + j]); }
    }
  }
}

// Adds DEPTH terms to the sums of a lane: quads i·LANES_DOWN + down of rows, j·LANES_ACROSS + across of columns.
fn multiply(sum: ptr<function, array<vec4f, SUMS>>, lane: u32) {
  for (var quad = 0u; quad < DEEP; quad++) {
    for (var t = 0u; t < 4u; t++) { // unroll
      for (var i = 0u; i < HIGH; i++) { // unroll
        let a = rows[quad * 4u + t][i][rest(lane / LANES_ACROSS, LANES_DOWN)];
        for (var j = 0u; j < WIDE; j++) { // unroll
          let b = columns[quad * 4u + t][j][rest(lane, LANES_ACROSS)];
          for (var e = 0u; e < 4u; e++) { // unroll
            (*sum)[(i * 4u + e) * WIDE + j] = fma(vec4f(a[e]), b, (*sum)[(i * 4u + e) * WIDE + j]);
          }
        }
      }
    }
  }
}

// The window of an output: a line of outputs is (n, p).
fn window_at(line: u32, q: u32) -> Window {
  let h = rest(line, P) * STRIDE_H - PADDING_H;
  let w = q * STRIDE_W - PADDING_W;
  return Window(h, w, (line / P * H + h) * W + w);
}

// What four taps (r, s, c), from the given one on, see of the image through a window.
fn tap_quad(window: Window, tap: u32, covered: bool) -> vec4f {
  if (C % 4u == 0u) { // They are channels of one pixel.
    let r = tap / C / S;
    let s = rest(tap / C, S);
    let inside = (window.top + r < H) & (window.left + s < W) & covered;
    return select(vec4f(), large[(window.start + r * W + s) * (C / 4u) + rest(tap, C) / 4u], inside);
  }
  let taps = four(tap);
  let r = taps / C / S;
  let s = rest4(taps / C, S);
  let real = taps < vec4u(select(0u, TAPS, covered));
  let inside = (window.top + r < vec4u(H)) & (window.left + s < vec4u(W)) & real;
  let i = select(vec4u(), (window.start + r * W + s) * C + rest4(taps, C), inside);
  let low = vec2f(large[i.x / 4u][i.x % 4u], large[i.y / 4u][i.y % 4u]);
  let high = vec2f(large[i.z / 4u][i.z % 4u], large[i.w / 4u][i.w % 4u]);
  return select(vec4f(), vec4f(low, high), inside);
}

// Four channels of a small pixel, from k on; 0 for those that do not exist.
fn small_quad(pixel: u32, k: u32, covered: bool) -> vec4f {
  if (K % 4u == 0u) { return select(vec4f(), small[pixel * (K / 4u) + k / 4u], covered); }
  let inside = four(k) < vec4u(select(0u, K, covered));
  let i = select(vec4u(), pixel * K + four(k), inside);
  let low = vec2f(small[i.x / 4u][i.x % 4u], small[i.y / 4u][i.y % 4u]);
  let high = vec2f(small[i.z / 4u][i.z % 4u], small[i.w / 4u][i.w % 4u]);
  return select(vec4f(), vec4f(low, high), inside);
}

// Stores four sums side by side, as far as the result is wide.
fn put(start: u32, column: u32, width: u32, sums: vec4f) {
  let at = start + column;
  if (width % 4u == 0u) {
    if (fits(column, width, TILE_COLUMNS)) {
      result[at] = sums.x;
      result[at + 1u] = sums.y;
      result[at + 2u] = sums.z;
      result[at + 3u] = sums.w;
    }
    return;
  }
  for (var j = 0u; j < 4u; j++) { // unroll
    if (column + j < width) { result[at + j] = sums[j]; }
  }
}
