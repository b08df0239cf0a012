// Prints the slowest files and tests of a report, in seconds:
//
//   npm test -- --reporter=json --outputFile=tests.json
//   node test/support/slowest.mjs tests.json

import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

const [path = 'tests.json', count = '20'] = process.argv.slice(2)
const { testResults } = JSON.parse(readFileSync(path, 'utf8'))

function print(rows) {
  const slowest = rows.toSorted((a, b) => b.ms - a.ms).slice(0, Number(count))
  for (const { ms, name } of slowest) console.log(`${(ms / 1000).toFixed(1).padStart(7)}  ${name}`)
}

const fileOf = (name) => relative('test', name)
print(
  testResults.map(({ name, startTime, endTime }) => ({
    ms: endTime - startTime,
    name: fileOf(name),
  })),
)
console.log()
print(
  testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ duration, fullName }) => ({
      ms: duration ?? 0,
      name: `${fileOf(name)}: ${fullName}`,
    })),
  ),
)
