// The WGSL that the exercises need, in Korean.

import type { TaskTexts } from './names'

export const koPrimer: TaskTexts['primer'] = {
  title: '필요한 WGSL 문법',
  intro:
    '커널은 GPU가 한꺼번에 수천 번 실행하는 함수입니다. 실행 하나하나를 호출(invocation)이라 하며, 호출마다 고유한 번호가 있습니다.',
  rows: [
    [
      '@compute … fn leaky_relu(…) { … }',
      '커널. 중괄호 사이의 코드가 실행됩니다. @로 시작하는 줄은 커널을 어떻게 호출할지 정하므로 그대로 둡니다.',
    ],
    ['// …', '주석. 실행되지 않습니다.'],
    ['let i = element(id, groups);', '이 호출의 번호: 0, 1, 2, … 이 줄은 그대로 둡니다.'],
    [
      'if (i >= …) { return; }',
      '호출은 숫자의 개수보다 많을 수 있습니다. 남는 호출은 바로 끝납니다.',
    ],
    [
      'var<storage, read> x: array<f32>;',
      'GPU 메모리에 있는 배열. 커널이 읽을 수 있으며, read_write인 배열에는 쓸 수도 있습니다.',
    ],
    ['x[i]', '배열의 i번 원소. 첫 원소는 x[0]입니다. result[i] = x[i];는 원소 하나를 복사합니다.'],
    ['let a = 2.0;', '바뀌지 않는 값에 붙인 이름. 문장은 세미콜론으로 끝납니다.'],
    [
      'const SLOPE: f32 = 0.01;',
      '코드 전체에서 쓰는 상수. 여기에 무엇이 적혀 있든, 검사할 때는 SLOPE에 샘플마다 정해진 값이 들어갑니다.',
    ],
    ['var sum = 0.0;', '변수. sum += a;는 a를 더합니다.'],
    [
      '1.0, 1u',
      '1.0은 실수(f32), 1u는 0 이상의 정수(u32)입니다. 섞어 쓸 수 없으며, f32(n)으로 변환합니다.',
    ],
    ['7u / 2u, 7u % 2u', '3u와 1u. 정수 나눗셈의 몫과 나머지입니다.'],
    ['max(a, b), exp(a), sqrt(a)', '둘 중 큰 수, eᵃ, 제곱근.'],
    ['if (a > 0.0) { … } else { … }', '조건문. 중괄호는 생략할 수 없습니다.'],
    ['for (var r = 0u; r < 8u; r++) { … }', '반복문. r은 0, 1, …, 7이 됩니다.'],
    ['select(a, b, c)', '조건 c가 참이면 b, 거짓이면 a.'],
    ['fma(a, b, c)', 'a · b + c를 한 번만 반올림해 계산합니다.'],
    ['vec4f', '함께 계산되는 숫자 네 개. vec4f(a)는 a 네 개, vec4f()는 0 네 개입니다.'],
  ],
}
