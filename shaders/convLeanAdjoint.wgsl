// convLeanAdjoint.wgsl: the adjoint of convolution in tiles that a workgroup shares
//
// As convLean.wgsl, which says what differs from convShared.wgsl.
//
//   entry point        rows                       columns   summed over   result
//   convolve_adjoint   pixels (n, h, w), a phase  c         taps, k       [N, H, W, C]
//
//   binding   name     shape           access
//   1         small    [N, P, Q, K]    read
//   2         weight   [R, S, C, K]    read
//   3         result   [N, H, W, C]    read_write
//
// Neighbours in memory are terms of a row, and terms of a column.
// uses: lib/shapes.wgsl, lib/lanes.wgsl, lib/integer.wgsl

// Quads of rows and of columns that an invocation brings. DEEP divides LANES.
const ROW_TURNS: u32 = (TILE_ROWS * DEEP + LANES - 1u) / LANES;
const COLUMN_TURNS: u32 = (TILE_COLUMNS * DEEP + LANES - 1u) / LANES;
const ROW_GAP: u32 = (8u + DEEP - 1u) / DEEP;
// With the four gaps of the sides, as much more than a multiple of 8.
const COLUMN_GAP: u32 = (ROW_GAP + 3u) % 8u + 1u;

const PIXELS: u32 = N * PHASE_H * PHASE_W;
// The last may not be full.
const K_QUADS: u32 = (K + 3u) / 4u;

@group(0) @binding(1) var<storage, read> small: array<vec4f>;
@group(0) @binding(2) var<storage, read> weight: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

// Of each row, four terms.
struct Rows {
  quads: array<array<vec4f, LANES_DOWN>, ROWS>,
  gap: array<vec4f, ROW_GAP>,
}

// Of every fourth column, four terms.
struct Side {
  quads: array<array<vec4f, LANES_ACROSS>, WIDE>,
  gap: vec4f,
}

struct Columns {
  sides: array<Side, 4>,
  gap: array<vec4f, COLUMN_GAP>,
}

var<workgroup> rows: array<Rows, DEEP>;
var<workgroup> columns: array<Columns, DEEP>;

// Where the first tap of a phase reaches: row and column, and the small pixel that they are. Unsigned numbers
// wrap: what lies above the image, or left of it, becomes huge.
struct Reach {
  bottom: u32,
  right: u32,
  start: u32,
}

@compute @workgroup_size(LANES)
fn convolve_adjoint(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  const ACROSS = (C + TILE_COLUMNS - 1u) / TILE_COLUMNS;
  const DOWN = (PIXELS + TILE_ROWS - 1u) / TILE_ROWS;
  const TERMS = TAPS_H * TAPS_W * K_QUADS;
  let tile = group.y * groups.x + group.x;
  if (tile >= ACROSS * DOWN * STRIDE_H * STRIDE_W) { return; }
  let c = tile % ACROSS * TILE_COLUMNS;
  let first = tile / ACROSS % DOWN * TILE_ROWS;
  let phase_h = tile / ACROSS / DOWN / STRIDE_W;
  let phase_w = tile / ACROSS / DOWN % STRIDE_W;

  // Neighbours in the workgroup load neighbours in memory.
  let quad = rest(lane, DEEP);
  var reaches: array<Reach, ROW_TURNS>;
  for (var turn = 0u; turn < ROW_TURNS; turn++) { // unroll
    let m = first + (turn * LANES + lane) / DEEP;
    let p = rest(m / PHASE_W, PHASE_H) + (phase_h + PADDING_H) / STRIDE_H;
    let q = rest(m, PHASE_W) + (phase_w + PADDING_W) / STRIDE_W;
    reaches[turn] = Reach(p, q, (m / PHASE_W / PHASE_H * P + p) * Q + q);
  }

  var sum: array<vec4f, SUMS>;
  for (var chunk = 0u; chunk < (TERMS + DEEP - 1u) / DEEP; chunk++) {
    let term = chunk * DEEP + quad;
    let k = rest(term, K_QUADS) * 4u;
    let up = term / K_QUADS / TAPS_W;
    let back = rest(term / K_QUADS, TAPS_W);
    let known = fits(term, TERMS, DEEP);
    for (var turn = 0u; turn < ROW_TURNS; turn++) { // unroll
      let row = (turn * LANES + lane) / DEEP;
      let at = reaches[turn];
      let covered = (at.bottom - up < P) & (at.right - back < Q) & known;
      let terms = small_quad(at.start - up * Q - back, k, covered);
      if (fits(row, TILE_ROWS, LANES / DEEP)) {
        rows[quad].quads[row / LANES_DOWN][rest(row, LANES_DOWN)] = terms;
      }
    }
    let r = (phase_h + PADDING_H) % STRIDE_H + up * STRIDE_H;
    let s = (phase_w + PADDING_W) % STRIDE_W + back * STRIDE_W;
    let real = known & ((R % STRIDE_H == 0u) | (r < R)) & ((S % STRIDE_W == 0u) | (s < S));
    for (var turn = 0u; turn < COLUMN_TURNS; turn++) { // unroll
      let column = (turn * LANES + lane) / DEEP;
      let terms = weight_quad((r * S + s) * C + c + column, k, real);
      if (fits(column, TILE_COLUMNS, LANES / DEEP)) {
        columns[quad].sides[column & 3u].quads[column / 4u / LANES_ACROSS][rest(column / 4u, LANES_ACROSS)] = terms;
      }
    }
    // Only now has every invocation brought its share,
    workgroupBarrier();
    multiply(&sum, lane);
    // and only now has every invocation read it.
    workgroupBarrier();
  }
  for (var i = 0u; i < ROWS; i++) { // unroll
    let m = first + i * LANES_DOWN + lane / LANES_ACROSS;
    let h = rest(m / PHASE_W, PHASE_H) * STRIDE_H + phase_h;
    let w = rest(m, PHASE_W) * STRIDE_W + phase_w;
    let pixel = (m / PHASE_W / PHASE_H * H + h) * W + w;
    for (var j = 0u; j < WIDE; j++) { // unroll
      let column = c + (j * LANES_ACROSS + rest(lane, LANES_ACROSS)) * 4u;
      let covered = fits(m, PIXELS, TILE_ROWS) & (h < H) & (w < W);
      if (covered) { put(pixel * C, column, C, sum[i * WIDE + j]); }
    }
  }
}

// Adds DEPTH terms to the sums of a lane: rows i·LANES_DOWN + down, quads j·LANES_ACROSS + across.
fn multiply(sum: ptr<function, array<vec4f, SUMS>>, lane: u32) {
  for (var quad = 0u; quad < DEEP; quad++) {
    var a: array<vec4f, ROWS>;
    for (var i = 0u; i < ROWS; i++) { // unroll
      a[i] = rows[quad].quads[i][rest(lane / LANES_ACROSS, LANES_DOWN)];
    }
    for (var side = 0u; side < 4u; side++) { // unroll
      for (var j = 0u; j < WIDE; j++) { // unroll
        let b = columns[quad].sides[side].quads[j][rest(lane, LANES_ACROSS)];
        for (var t = 0u; t < 4u; t++) { // unroll
          for (var i = 0u; i < ROWS; i++) { // unroll
            (*sum)[i * WIDE + j][side] = fma(a[i][t], b[t], (*sum)[i * WIDE + j][side]);
          }
        }
      }
    }
  }
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

// The same of a tap of the weight.
fn weight_quad(tap: u32, k: u32, covered: bool) -> vec4f {
  if (K % 4u == 0u) { return select(vec4f(), weight[tap * (K / 4u) + k / 4u], covered); }
  let inside = four(k) < vec4u(select(0u, K, covered));
  let i = select(vec4u(), tap * K + four(k), inside);
  let low = vec2f(weight[i.x / 4u][i.x % 4u], weight[i.y / 4u][i.y % 4u]);
  let high = vec2f(weight[i.z / 4u][i.z % 4u], weight[i.w / 4u][i.w % 4u]);
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
