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
// uses: lib/shapes.wgsl, lib/lanes.wgsl, lib/taps.wgsl, lib/integer.wgsl

const SPLITS: u32 = 2u;

// As WIDE and TILE_WIDE, of rows. TILE_HIGH and TILE_WIDE divide LANES.
const HIGH: u32 = ROWS / 4u;
const TILE_HIGH: u32 = TILE_ROWS / 4u;
// Quads of terms that an invocation brings.
const ROW_TURNS: u32 = (DEPTH * TILE_HIGH + LANES - 1u) / LANES;
const COLUMN_TURNS: u32 = (DEPTH * TILE_WIDE + LANES - 1u) / LANES;

const CHUNKS_PER_SPLIT: u32 = (WINDOWS + SPLITS * DEPTH - 1u) / (SPLITS * DEPTH);

@group(0) @binding(0) var<storage, read> large: array<vec4f>;
@group(0) @binding(1) var<storage, read> small: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

// Of each term, four rows or columns.
var<workgroup> rows: array<array<array<vec4f, LANES_DOWN>, HIGH>, DEPTH>;
var<workgroup> columns: array<array<array<vec4f, LANES_ACROSS>, WIDE>, DEPTH>;

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
