// math.wgsl: functions that WGSL has not, or promises too little of
//
// WGSL guarantees tanh only to an absolute 1e-5, e^x to 3 + 2|x| units in the last place, log to 2⁻²¹ near 1.
// These keep one or two units in the last place. The polynomials are those of Cephes (https://www.netlib.org/cephes).

// e^x - 1 for |x| up to log(2) / 2.
fn exp_series(x: f32) -> f32 {
  let p = fma(fma(fma(fma(fma(1.98756915e-4, x, 1.39819995e-3), x, 8.33345191e-3), x, 4.16657959e-2), x, 0.166666655), x, 0.5);
  return fma(x * x, p, x);
}

// 2^n for n from -126 to 127.
fn power_of_two(n: i32) -> f32 {
  return bitcast<f32>((n + 127) << 23u);
}

// e^x = 2^n e^r with |r| up to log(2) / 2. Beyond what f32 holds it is 0 or infinity; of NaN it is NaN, by r.
fn power_of_e(x: f32) -> f32 {
  let n = i32(clamp(round(1.44269504 * x), -126.0, 128.0));
  // log 2 in two numbers: n times the first is exact.
  let r = fma(f32(n), 2.12194440e-4, fma(f32(n), -0.693359375, x));
  let y = (1.0 + exp_series(r)) * power_of_two(n / 2) * power_of_two(n - n / 2);
  return select(y, 0.0, x < -87.33);
}

// log x: of the exponent e, and of m in [√½, √2). What is not a positive number is left to WGSL's log.
fn natural_log(x: f32) -> f32 {
  let parts = frexp(x);
  let low = parts.fract < 0.70710678;
  let f = select(parts.fract, 2.0 * parts.fract, low) - 1.0;
  let e = f32(parts.exp) - select(0.0, 1.0, low);
  let a = fma(fma(fma(7.0376836e-2, f, -0.115146104), f, 0.116769987), f, -0.124201409);
  let b = fma(fma(fma(fma(fma(a, f, 0.142493228), f, -0.166680578), f, 0.200007148), f, -0.249999940), f, 0.333333312);
  let s = f * f;
  let y = fma(e, 0.693359375, f + fma(-0.5, s, fma(f * s, b, -2.12194440e-4 * e)));
  return select(log(x), y, x > 0.0 && x < 3.4e38);
}

// e^-|x|, in (0, 1].
fn exp_neg_abs(x: f32) -> f32 {
  return power_of_e(-abs(x));
}

// log(1 + e) for e in [0, 1]. Below 1/16 the sum would lose e's digits: series instead.
fn log1p(e: f32) -> f32 {
  let series = e * (1.0 - e * (0.5 - e * (0.33333333 - e * (0.25 - e * (0.2 - e * 0.16666667)))));
  return select(natural_log(1.0 + e), series, e < 0.0625);
}

// 1 / (1 + e^-x)
fn logistic(x: f32) -> f32 {
  let e = exp_neg_abs(x);
  return select(e, 1.0, x >= 0.0) / (1.0 + e);
}

// (e^x - e^-x) / (e^x + e^-x). Near zero the difference would cancel: odd series to x^9 instead.
fn hyperbolic_tangent(x: f32) -> f32 {
  let e = power_of_e(-2.0 * abs(x));
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

// 1 / √a for normal a. WGSL allows its own an error of two units in the last place, which every number of a normalised
// group would share; a step of Newton's leaves half a unit or so.
fn one_over_root(a: f32) -> f32 {
  let r = inverseSqrt(a);
  let h = a * r;
  let left = fma(-h, r, 1.0) - fma(a, r, -h) * r;
  return fma(0.5 * r, left, r);
}
