// convLean.wgsl: convolution in tiles that a workgroup shares, with little beside the multiply-adds
//
// Read convShared.wgsl first: rows, columns, terms and quads are the same. This file has the first of its three sums,
// convLeanAdjoint.wgsl the second, convLeanGradient.wgsl the third.
//
//   entry point   rows               columns   summed over   result
//   convolve      windows (n, p, q)  k         taps, c       [N, P, Q, K]
//
//   binding   name     shape           access
//   0         large    [N, H, W, C]    read
//   2         weight   [R, S, C, K]    read
//   3         result   [N, P, Q, K]    read_write
//
// What changed: a GPU issues all else in place of multiply-adds, which were half of the vector instructions there.
// Now they are nine tenths (`npm run isa` counts them; bench/LOG.md, "What a GPU executes").
//   - Workgroup memory is arrays inside each other, whose indices no compiler has to clamp. Quads lie there as in
//     memory, along terms or along columns, and nothing is turned over. A gap keeps what eight neighbours store
//     in different banks.
//   - Remainders are masks, and what whole tiles always meet is no condition (lib/integer.wgsl).
//   - Four channels of a tap share the arithmetic of one.
//   - Where a window begins is computed before the loop: compilers leave it inside.
//   - Rows and columns outside the result are whatever a load gives, and are not stored.
//   - A chunk has one buffer, not two, and one more barrier, so that more workgroups fit: while one waits for
//     memory, others multiply. A barrier costs a workgroup of one wave nothing.
//   - Rounding grows with the length of a sum: parts of PART terms or so are summed, and added up in the result. A
//     second set of sums would take registers, and with them waves (docs/measurements.md, "Accuracy").
// uses: lib/shapes.wgsl, lib/lanes.wgsl, lib/taps.wgsl, lib/integer.wgsl

// Quads of rows and of terms that an invocation brings. DEEP and TILE_WIDE divide LANES.
const ROW_TURNS: u32 = (TILE_ROWS * DEEP + LANES - 1u) / LANES;
const COLUMN_TURNS: u32 = (DEPTH * TILE_WIDE + LANES - 1u) / LANES;
const GAP: u32 = (8u + DEEP - 1u) / DEEP;

const PART: u32 = 512u;
const PARTS: u32 = (TAPS + PART - 1u) / PART;
const CHUNKS: u32 = (TAPS + PARTS * DEPTH - 1u) / (PARTS * DEPTH);

@group(0) @binding(0) var<storage, read> large: array<vec4f>;
@group(0) @binding(2) var<storage, read> weight: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

// Of each row, four terms.
struct Rows {
  quads: array<array<vec4f, LANES_DOWN>, ROWS>,
  gap: array<vec4f, GAP>,
}

var<workgroup> rows: array<Rows, DEEP>;
// Of each term, four columns.
var<workgroup> columns: array<array<array<vec4f, LANES_ACROSS>, WIDE>, DEPTH>;

@compute @workgroup_size(LANES)
fn convolve(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  const ACROSS = (K + TILE_COLUMNS - 1u) / TILE_COLUMNS;
  const DOWN = (WINDOWS + TILE_ROWS - 1u) / TILE_ROWS;
  let tile = group.y * groups.x + group.x;
  if (tile >= ACROSS * DOWN) { return; }
  let first = tile / ACROSS * TILE_ROWS;
  let k = tile % ACROSS * TILE_COLUMNS;

  // Neighbours in the workgroup load neighbours in memory.
  let quad = rest(lane, DEEP);
  let side = rest(lane, TILE_WIDE);
  var windows: array<Window, ROW_TURNS>;
  for (var turn = 0u; turn < ROW_TURNS; turn++) { // unroll
    let m = first + (turn * LANES + lane) / DEEP;
    windows[turn] = window_at(m / Q, rest(m, Q));
  }

  var own = lane;
  for (var part = 0u; part < PARTS; part++) {
    var sum = array<vec4f, SUMS>();
    for (var chunk = 0u; chunk < CHUNKS; chunk++) {
      let start = (part * CHUNKS + chunk) * DEPTH;
      let tap = start + quad * 4u;
      for (var turn = 0u; turn < ROW_TURNS; turn++) { // unroll
        let row = (turn * LANES + lane) / DEEP;
        let terms = tap_quad(windows[turn], tap, fits(tap, TAPS, PARTS * DEPTH));
        if (fits(row, TILE_ROWS, LANES / DEEP)) {
          rows[quad].quads[row / LANES_DOWN][rest(row, LANES_DOWN)] = terms;
        }
      }
      for (var turn = 0u; turn < COLUMN_TURNS; turn++) { // unroll
        let term = (turn * LANES + lane) / TILE_WIDE;
        let sides = weight_quad(start + term, k + side * 4u, fits(start + term, TAPS, PARTS * DEPTH));
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
    // The same lane. Compilers do not see that, and so look for its places here: before the loops they would take registers.
    own = rest(own + LANES, LANES);
    for (var i = 0u; i < ROWS; i++) { // unroll
      let m = first + i * LANES_DOWN + own / LANES_ACROSS;
      for (var j = 0u; j < WIDE; j++) { // unroll
        let column = k + (j * LANES_ACROSS + rest(own, LANES_ACROSS)) * 4u;
        if (fits(m, WINDOWS, TILE_ROWS)) { add(m * K, column, sum[i * WIDE + j], part > 0u); }
      }
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
    for (var t = 0u; t < 4u; t++) { // unroll
      for (var j = 0u; j < WIDE; j++) { // unroll
        let b = columns[quad * 4u + t][j][rest(lane, LANES_ACROSS)];
        for (var i = 0u; i < ROWS; i++) { // unroll
          (*sum)[i * WIDE + j] = fma(vec4f(a[i][t]), b, (*sum)[i * WIDE + j]);
        }
      }
    }
  }
}

// Four channels k of a tap of the weight.
fn weight_quad(tap: u32, k: u32, covered: bool) -> vec4f {
  if (K % 4u == 0u) { return select(vec4f(), weight[tap * (K / 4u) + k / 4u], covered); }
  let inside = four(k) < vec4u(select(0u, K, covered));
  let i = select(vec4u(), tap * K + four(k), inside);
  let low = vec2f(weight[i.x / 4u][i.x % 4u], weight[i.y / 4u][i.y % 4u]);
  let high = vec2f(weight[i.z / 4u][i.z % 4u], weight[i.w / 4u][i.w % 4u]);
  return select(vec4f(), vec4f(low, high), inside);
}

// Stores four sums side by side, as far as the result is wide; or adds them to what is there.
fn add(start: u32, column: u32, sums: vec4f, more: bool) {
  for (var j = 0u; j < 4u; j++) { // unroll
    let at = start + column + j;
    if (fits(column + j, K, TILE_COLUMNS)) { result[at] = sums[j] + select(0.0, result[at], more); }
  }
}
