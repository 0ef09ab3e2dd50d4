import { matchActivities, matchingIds } from '../../../../src/launch/versions/match-activities.ts'
import { courseOf, sco } from '../../../support/launch-stage.ts'

const cluster = (id: string, ...children: ReturnType<typeof sco>[]) => {
  const { href: _, ...item } = sco(id)
  return { ...item, kind: 'cluster' as const, children }
}
const changes = (...courses: Parameters<typeof matchActivities>) =>
  Object.fromEntries(matchActivities(...courses).map(({ activity, change }) => [activity, change]))

describe('matchActivities()', () => {
  test('keeps what has the same identifier, and names what came and went', () => {
    const older = courseOf(sco('a', { title: 'Mở đầu' }), sco('b'), sco('gone'))
    const newer = courseOf(sco('new'), sco('a', { title: 'Giới thiệu' }), sco('b'))
    expect(matchActivities(older, newer)).toEqual([
      { activity: 'new', title: 'Bài new', kind: 'sco', change: 'added' },
      { activity: 'a', title: 'Giới thiệu', titleBefore: 'Mở đầu', kind: 'sco', change: 'kept' },
      { activity: 'b', title: 'Bài b', kind: 'sco', change: 'kept' },
      { activity: 'gone', title: 'Bài gone', kind: 'sco', change: 'removed' },
    ])
  })

  test('moved is what has another parent or another order, whatever was put in between', () => {
    expect(changes(courseOf(sco('a'), sco('b')), courseOf(sco('b'), sco('x'), sco('a')))).toEqual({
      a: 'moved',
      b: 'moved',
      x: 'added',
    })
    expect(
      changes(
        courseOf(cluster('m', sco('a')), sco('b')),
        courseOf(cluster('m'), sco('b'), sco('a')),
      ),
    ).toEqual({ m: 'kept', a: 'moved', b: 'kept' })
  })

  test('what is another kind of activity, or of another standard, fits nothing', () => {
    const older = courseOf(sco('a'), sco('b'))
    const newer = courseOf(sco('a', { kind: 'asset' }), sco('b'))
    expect(changes(older, newer)).toEqual({ a: 'replaced', b: 'kept' })
    expect([...matchingIds(older, newer)]).toEqual(['b'])
    expect([...matchingIds(older, { ...newer, standard: 'scorm2004' })]).toEqual([])
  })
})
