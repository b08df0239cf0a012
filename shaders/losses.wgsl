// losses.wgsl: the losses of scores
//
//   bce_terms    result[i] = max(x, 0) - x t + log(1 + e^-|x|), each score with a label t of its own
//   score_loss   result[0] = SHARE Σ term(x[i])    slope[i] = SHARE term'(x[i]), with one TARGET for all
//
//   KIND            term(x)                                  term'(x)
//   0 bce           as above                                 σ(x) - TARGET
//   1 square        (x - TARGET)²                            2 (x - TARGET)
//   2 hinge         max(0, 1 - TARGET x), TARGET being ±1    -TARGET inside the margin, 0 outside
//
// The first is -(t log σ(x) + (1 - t) log(1 - σ(x))), in the form that neither overflows nor saturates
// (https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html). One invocation computes
// one element of `result` or `slope`; the scores of a batch are so few that one may also add them up, 16 at a
// time and 8 of these sums, since rounding grows with the length of a sum.
// Where x is NaN so is the term: max() may swallow it, select() does not.
// uses: lib/grid.wgsl, lib/math.wgsl

const KIND: u32 = 0u;
const SHARE: f32 = 1.0;
const TARGET: f32 = 1.0;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
@group(0) @binding(3) var<storage, read_write> slope: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn bce_terms(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = bce(x[i], labels[i]);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn score_loss(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&x)) { return; }
  slope[i] = SHARE * term_slope(x[i]);
  if (i > 0u) { return; }
  var sum = 0.0;
  for (var part = 0u; part < (arrayLength(&x) + 127u) / 128u; part++) {
    var more = 0.0;
    for (var run = 0u; run < 8u; run++) {
      var some = 0.0;
      for (var j = 0u; j < 16u; j++) {
        let k = part * 128u + run * 16u + j;
        if (k < arrayLength(&x)) { some += term(x[k]); }
      }
      more += some;
    }
    sum += more;
  }
  result[0] = SHARE * sum;
}

fn term(score: f32) -> f32 {
  if (KIND == 1u) { return (score - TARGET) * (score - TARGET); }
  if (KIND == 2u) {
    let margin = 1.0 - TARGET * score;
    return select(margin, 0.0, margin <= 0.0);
  }
  return bce(score, TARGET);
}

fn term_slope(score: f32) -> f32 {
  if (KIND == 1u) { return 2.0 * (score - TARGET); }
  if (KIND == 2u) { return select(0.0, -TARGET, TARGET * score < 1.0); }
  return logistic(score) - TARGET;
}

fn bce(score: f32, label: f32) -> f32 {
  return select(score, 0.0, score <= 0.0) - score * label + log1p(exp_neg_abs(score));
}
