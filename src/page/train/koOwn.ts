// Texts on the user's images, in Korean.

import { count, dimensions, sizeOf } from '../core/words'
import { type enOwn, percent } from './enOwn'

/** Most classes to name. */
const NAMED = 6

const images = (many: number): string => `이미지 ${count(many)}장`

function named(parts: readonly string[]): string {
  const first = parts.slice(0, NAMED).join(', ')
  const more = parts.length - NAMED
  return more > 0 ? `${first} 외 ${count(more)}개` : first
}

export const koOwn: typeof enOwn = {
  named,
  label: '내 이미지',
  reading: '읽기',
  stop: '읽기 중단',
  bring: (has) => {
    const lead = !has.data ? '또는 내 이미지를' : has.images ? '또는 다른 이미지를' : '내 이미지를'
    return `${lead} 페이지에 끌어다 놓으세요. 이미지, 폴더, zip, IDX, .npy 파일을 쓸 수 있습니다. 업로드되지 않습니다.`
  },
  files: '파일…',
  folder: '폴더…',
  ofOwn: '내 이미지: ',
  kept: (many) => `보관해 둔 ${images(many)}`,
  sheets: '스프라이트 시트',
  side: '정사각형 한 변의 픽셀 수. 시트가 아니면 0',
  some: '내 이미지 몇 장',
  batch: (batch, many) => `${images(many)}뿐이어서 배치 크기는 ${batch}입니다.`,
  labels: '클래스 레이블: G가 클래스마다 한 줄씩 그립니다',
  smaller: (size) =>
    `${size} × ${size} 크기로 학습합니다. CPU에서는 다음 크기가 네 배 오래 걸립니다. ‘설정 더 보기’의 ‘이미지 크기’에서 바꿀 수 있습니다.`,
  few: '과적합: 이미지가 이렇게 적으면 오래 학습할 때 D가 외워 버립니다. 적응형 증강은 D가 과적합하는 만큼만 이미지를 바꿉니다.',
  augment: '적응형 증강 켜기',
  keep: (bytes) =>
    `이 브라우저에 보관(${sizeOf(bytes)}): 페이지를 새로 고쳐도 이어서 학습할 수 있습니다`,
  begin: '이 이미지로 시작',
  digits: '다시 손글씨 숫자로',
  crop: '맞추기',
  crops: { centre: '가운데만 남기기', pad: '검게 채우기' },
  sheet: {
    isCut: (side) => `그림을 한 변이 ${side}픽셀인 정사각형으로 잘랐습니다.`,
    sure: '한 장뿐인 그림이 스프라이트 시트처럼 보입니다.',
    unsure: '그림이 한 장뿐입니다. 스프라이트 시트인가요?',
    side: '스프라이트 한 변의 픽셀 수',
    cut: (many) => `${images(many)}으로 자르기`,
  },
  pick: {
    choose: (out, all) =>
      `이미지 고르기${out > 0 ? `, ${count(all)}장 중 ${count(out)}장 제외` : ''}`,
    previous: '이전',
    next: '다음',
    all: '모두 되돌리기',
    range: (from, to, all) => `${count(all)}장 중 ${count(from)}–${count(to)}`,
  },
  notes: (many) => `참고 ${count(many)}건`,
  said: ({ count: many, of, height, width, channels }) => {
    const some = of > many ? `이미지 ${count(of)}장 중 ${count(many)}장` : images(many)
    return `${some}, ${dimensions([width, height])}, ${channels === 3 ? '컬러' : '흑백'}.`
  },
  skipped: (many) => `제외한 파일 ${count(many)}개`,
  classes: ({ classes }) => {
    const each = classes.map(({ name, count: many }) => `${name} ${count(many)}`)
    return `클래스 ${count(classes.length)}개: ${named(each)}.`
  },
  cut: ({ count: many, mean, most }) => {
    const lost =
      many === 1
        ? `그림의 ${percent(most)}가`
        : `그림마다 평균 ${percent(mean)}, 많게는 ${percent(most)}가`
    return `정사각형이 아닌 그림이 ${count(many)}장 있습니다. 가운데만 남기면 ${lost} 잘려 나갑니다.`
  },
  progress: ({ doing, done, total }) =>
    doing === 'looking'
      ? `파일을 살펴보는 중… ${count(total)}개 중 ${count(done)}개`
      : `이미지를 읽는 중… ${count(total)}장 중 ${count(done)}장`,
}
