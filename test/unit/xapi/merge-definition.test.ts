import {
  definitionCharactersMax,
  mapCharactersMax,
  mergeDefinition,
} from '../../../src/xapi/activities/merge-definition.ts'
import type { ActivityDefinition } from '../../../src/xapi/statements/statement.ts'

const known: ActivityDefinition = {
  type: 'http://adlnet.gov/expapi/activities/lesson',
  name: { vi: 'Bài 1', 'en-US': 'Lesson 1' },
  extensions: { 'http://example.vn/x': { a: 1, b: [1, 2] } },
}

test('What says nothing new is the known definition itself', () => {
  expect(mergeDefinition(known, { name: { vi: 'Bài 1' } })).toBe(known)
  expect(
    mergeDefinition(known, { extensions: { 'http://example.vn/x': { b: [1, 2], a: 1 } } }),
  ).toBe(known)
  expect(mergeDefinition(known, {})).toBe(known)
})

test('What differs is taken, by language and by key', () => {
  expect(mergeDefinition(known, { name: { vi: 'Bài một' } }).name).toEqual({
    vi: 'Bài một',
    'en-US': 'Lesson 1',
  })
  expect(mergeDefinition(known, { extensions: { 'http://example.vn/x': [1] } }).extensions).toEqual(
    {
      'http://example.vn/x': [1],
    },
  )
})

test('Ever new extensions are taken up to a limit, and known ones changed beyond it', () => {
  let definition: ActivityDefinition = known
  let changes = 0
  for (let key = 0; key < 2_000; key++) {
    const merged = mergeDefinition(definition, {
      extensions: { [`http://example.vn/${key}`]: key },
    })
    if (merged !== definition) changes++
    definition = merged
  }
  expect(JSON.stringify(definition.extensions).length).toBeLessThanOrEqual(mapCharactersMax)
  expect(changes).toBeLessThan(1_000)
  const changed = mergeDefinition(definition, {
    extensions: { 'http://example.vn/1': 'once more', 'http://example.vn/new': 1 },
  })
  expect(changed.extensions).toMatchObject({ 'http://example.vn/1': 'once more' })
  expect(changed.extensions).not.toHaveProperty(['http://example.vn/new'])
})

test('A name of a language called __proto__ is a name like another', () => {
  const arrived = JSON.parse('{"extensions":{"__proto__":{"x":1}}}') as ActivityDefinition
  const merged = mergeDefinition(known, arrived)
  expect(JSON.stringify(merged.extensions)).toContain('"__proto__":{"x":1}')
  expect(mergeDefinition(merged, arrived)).toBe(merged)
})

test('A definition that would get too long stays as it was', () => {
  const long = { description: { vi: 'x'.repeat(definitionCharactersMax) } }
  expect(mergeDefinition(known, long)).toBe(known)
  expect(mergeDefinition(undefined, long)).toEqual({})
})
