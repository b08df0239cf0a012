// math.wgsl: functions that WGSL has not, or promises too little of
//
// WGSL guarantees tanh only to an absolute 1e-5. These keep a few units in the last place, built on
// exp and log of arguments where those are good, and never overflow.

// e^-|x|, in (0, 1].
fn exp_neg_abs(x: f32) -> f32 {
  return exp(-abs(x));
}

// log(1 + e) for e in [0, 1]. Below 1/16 the sum would lose e's digits: series instead.
fn log1p(e: f32) -> f32 {
  let series = e * (1.0 - e * (0.5 - e * (0.33333333 - e * (0.25 - e * (0.2 - e * 0.16666667)))));
  return select(log(1.0 + e), series, e < 0.0625);
}

// 1 / (1 + e^-x)
fn logistic(x: f32) -> f32 {
  let e = exp_neg_abs(x);
  return select(e, 1.0, x >= 0.0) / (1.0 + e);
}

// (e^x - e^-x) / (e^x + e^-x). Near zero the difference would cancel: odd series to x^9 instead.
fn hyperbolic_tangent(x: f32) -> f32 {
  let e = exp(-2.0 * abs(x));
  let large = sign(x) * (1.0 - e) / (1.0 + e);
  let s = x * x;
  let series = x - x * s * (0.33333333 - s * (0.13333333 - s * (0.053968254 - s * 0.021869489)));
  return select(large, series, abs(x) < 0.35);
}

// cos(2π t) for t in [0, 1). WGSL promises cos only to 2⁻¹¹; folding t into an eighth of a turn is
// exact, and short Taylor series do the rest.
fn cosine_of_turns(t: f32) -> f32 {
  let half = min(t, 1.0 - t);
  let quarter = min(half, 0.5 - half);
  let cosine_part = cosine_series(quarter);
  let sine_part = sine_series(0.25 - quarter);
  return select(1.0, -1.0, half > 0.25) * select(sine_part, cosine_part, quarter <= 0.125);
}

fn cosine_series(turns: f32) -> f32 {
  let a = 6.2831853 * turns;
  let s = a * a;
  return 1.0 - s * (0.5 - s * (0.041666667 - s * (0.0013888889 - s * 2.4801587e-5)));
}

fn sine_series(turns: f32) -> f32 {
  let a = 6.2831853 * turns;
  let s = a * a;
  return a * (1.0 - s * (0.16666667 - s * (0.0083333333 - s * (0.00019841270 - s * 2.7557319e-6))));
}
