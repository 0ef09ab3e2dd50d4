import type { AttemptMode } from '../../../../src/runtime/index.ts'
import { courseOf, Playing, sco } from './playing.ts'

const withMastery = (masteryScore = '60', mode?: AttemptMode) =>
  new Playing(courseOf(sco('one', { masteryScore })), mode).begin()

const statusOf = (playing: Playing) =>
  playing.attempt.activities.one?.values['cmi.core.lesson_status'] ?? 'not attempted'

describe('lesson_status at Finish', () => {
  test.each([
    ['60', 'passed'],
    ['59.99', 'failed'],
    ['100', 'passed'],
    ['0', 'failed'],
  ])('score.raw %s against a mastery score of 60 is %s', (raw, status) => {
    const playing = withMastery().setAll({ 'cmi.core.score.raw': raw })
    expect(playing.get('cmi.core.lesson_status')).toBe('not attempted')
    expect(statusOf(playing.finish())).toBe(status)
  })

  test.each([
    ['passed', '40', 'failed'],
    ['failed', '80', 'passed'],
    ['completed', '80', 'passed'],
    ['incomplete', '80', 'passed'],
  ])('the mastery score overrides a SCO that said %s with %s: %s', (own, raw, status) => {
    const playing = withMastery()
    playing.setAll({ 'cmi.core.lesson_status': own, 'cmi.core.score.raw': raw })
    expect(statusOf(playing.finish(''))).toBe(status)
  })

  test('a SCO that suspends itself while incomplete is not judged yet', () => {
    const playing = withMastery()
    playing.setAll({ 'cmi.core.lesson_status': 'incomplete', 'cmi.core.score.raw': '20' })
    expect(statusOf(playing.finish('suspend'))).toBe('incomplete')
    const untouched = withMastery().finish('suspend')
    expect(statusOf(untouched)).toBe('not attempted')
    expect(untouched.activity().completion).toBe('incomplete')
  })

  test('a SCO that suspends itself when it is done is judged', () => {
    const playing = withMastery()
    playing.setAll({ 'cmi.core.lesson_status': 'completed', 'cmi.core.score.raw': '20' })
    expect(statusOf(playing.finish('suspend'))).toBe('failed')
  })

  test('a mastery score may have a sign, as import takes it', () => {
    const playing = withMastery('+60').setAll({ 'cmi.core.score.raw': '59' }).finish()
    expect(playing.activity().success).toBe('failed')
  })

  test.each(['', 'sixty', '60%', '1e3'])('a mastery score of %j is none', (mastery) => {
    const playing = withMastery(mastery).setAll({ 'cmi.core.score.raw': '20' })
    expect(statusOf(playing.finish())).toBe('completed')
  })

  test('without score.raw, or with a blank one, the mastery score decides nothing', () => {
    expect(statusOf(withMastery().finish())).toBe('completed')
    const blank = withMastery().setAll({ 'cmi.core.score.raw': '50', 'cmi.core.score.max': '100' })
    expect(statusOf(blank.setAll({ 'cmi.core.score.raw': '' }).finish())).toBe('completed')
    const own = withMastery().setAll({ 'cmi.core.lesson_status': 'failed' })
    expect(statusOf(own.finish())).toBe('failed')
  })

  test.each([
    [{ credit: 'no-credit', lessonMode: 'normal' }, 'completed'],
    [{ credit: 'no-credit', lessonMode: 'browse' }, 'browsed'],
    [{ credit: 'no-credit', lessonMode: 'review' }, 'not attempted'],
    [{ credit: 'credit', lessonMode: 'review' }, 'not attempted'],
  ] as const)('in %j nothing is judged: %s', (mode, status) => {
    const playing = withMastery('60', mode).setAll({ 'cmi.core.score.raw': '20' })
    expect(statusOf(playing.finish())).toBe(status)
  })

  test('an abandoned run keeps the status that the SCO set, and is not judged', () => {
    const playing = withMastery().setAll({ 'cmi.core.score.raw': '80' }).abandon()
    expect(statusOf(playing)).toBe('not attempted')
    expect(playing.activity()).toMatchObject({ completion: 'incomplete', success: 'unknown' })
  })
})

describe('cmi.core.entry', () => {
  const entryAfter = (leave: (playing: Playing) => void) => {
    const playing = new Playing().begin()
    leave(playing)
    return playing.begin().get('cmi.core.entry')
  }
  const bookmark = { 'cmi.core.lesson_location': '3' }

  test('is ab-initio until the SCO was initialized once', () => {
    const playing = new Playing().open().abandon().begin()
    expect(playing.get('cmi.core.entry')).toBe('ab-initio')
    expect(playing.attempt.activities.one?.runs).toBe(2)
  })

  test.each([
    ['suspend', 'resume'],
    ['', ''],
    ['logout', ''],
    ['time-out', ''],
  ])('after Finish with exit %j it is %j', (exit, entry) => {
    expect(entryAfter((p) => p.setAll(bookmark).finish(exit))).toBe(entry)
  })

  test('after Finish without exit it is empty', () => {
    expect(entryAfter((p) => p.setAll(bookmark).finish())).toBe('')
  })

  test.each<[string, Record<string, string>, string]>([
    ['nothing set', {}, ''],
    ['a location', bookmark, 'resume'],
    ['suspend data', { 'cmi.suspend_data': 'x' }, 'resume'],
    ['empty suspend data', { 'cmi.suspend_data': '' }, ''],
    ['exit suspend', { 'cmi.core.exit': 'suspend' }, 'resume'],
    ['exit logout', { ...bookmark, 'cmi.core.exit': 'logout' }, ''],
    ['exit time-out', { ...bookmark, 'cmi.core.exit': 'time-out' }, ''],
  ])('after a run that was abandoned with %s it is decided by that', (_, values, entry) => {
    expect(entryAfter((p) => p.setAll(values).abandon())).toBe(entry)
  })

  test('exit is gone in the next run: a second run without exit does not resume', () => {
    const playing = new Playing().begin().finish('suspend')
    playing.begin().finish()
    expect(playing.begin().get('cmi.core.entry')).toBe('')
  })
})

describe('values from run to run', () => {
  const written = {
    'cmi.core.lesson_location': 'trang 3',
    'cmi.core.lesson_status': 'incomplete',
    'cmi.core.score.raw': '40',
    'cmi.suspend_data': 'a\u0000\n"đ"\ud800',
    'cmi.objectives.0.id': 'o1',
    'cmi.objectives.0.status': 'passed',
    'cmi.student_preference.audio': '50',
    'cmi.comments': 'hay',
  }

  test.each(['suspend', ''])('all that can be read comes back as it was after exit %j', (exit) => {
    const playing = new Playing().begin().setAll(written).finish(exit).begin()
    for (const [name, value] of Object.entries(written)) expect(playing.get(name)).toBe(value)
    expect(playing.get('cmi.objectives._count')).toBe('1')
  })

  test.each([
    ['suspend', '1'],
    ['', '0'],
  ])('interactions after exit %j count %s', (exit, count) => {
    const playing = new Playing().begin().setAll({ 'cmi.interactions.0.id': 'q1' }).finish(exit)
    expect(playing.begin().get('cmi.interactions._count')).toBe(count)
  })
})

describe('cmi.core.total_time', () => {
  const session = (time: string) => ({ 'cmi.core.session_time': time })
  const totalOf = (playing: Playing) => playing.begin().get('cmi.core.total_time')

  test('is the sum of the session times, the last one of each run, and stands still in a run', () => {
    const playing = new Playing().begin().setAll(session('00:01:00')).setAll(session('00:02:00.5'))
    expect(playing.get('cmi.core.total_time')).toBe('0000:00:00.00')
    playing.finish().begin().setAll(session('01:00:00')).finish()
    expect(totalOf(playing)).toBe('0001:02:00.50')
  })

  test('counts a run once, also when Finish is called again and the SCO goes away', () => {
    const playing = new Playing().begin().setAll(session('00:01:00')).finish()
    playing.wait(50).finish().abandon()
    expect(totalOf(playing)).toBe('0000:01:00.00')
  })

  test('of a run without session_time is the wall clock, at most 24 hours', () => {
    const playing = new Playing().open().wait(600)
    playing.call('initialize', '')
    playing.wait(90).finish()
    expect(totalOf(playing)).toBe('0000:01:30.00')
    playing.wait(7 * 86_400).abandon()
    expect(totalOf(playing)).toBe('0024:01:30.00')
  })

  test('of an abandoned run uses the session_time that the SCO had set', () => {
    const playing = new Playing().begin().setAll(session('00:00:30')).wait(900).abandon()
    expect(totalOf(playing)).toBe('0000:00:30.00')
  })

  test('does not grow with a SCO that was never initialized', () => {
    expect(totalOf(new Playing().open().wait(600).abandon())).toBe('0000:00:00.00')
  })
})

describe('steps that the runtime would not have written are refused', () => {
  const asset = sco('asset', { kind: 'asset' })
  const playing = () => new Playing(courseOf(sco('one'), sco('two'), asset))

  test.each<[string, (p: Playing) => string | undefined]>([
    ['an activity that is not in the course', (p) => p.apply('zero', { do: 'open' })],
    ['a step of an activity that is not open', (p) => p.apply('one', { do: 'initialize' })],
    ['open while another SCO runs', (p) => p.begin().apply('two', { do: 'open' })],
    ['open while the same SCO runs', (p) => p.begin().apply('one', { do: 'open' })],
    ['open while an asset is on show', (p) => p.open('asset').apply('one', { do: 'open' })],
    ['a set before initialize', (p) => p.open().apply('one', { do: 'commit' })],
    ['initialize twice', (p) => p.begin().apply('one', { do: 'initialize' })],
    ['initialize of an asset', (p) => p.open('asset').apply('asset', { do: 'initialize' })],
    ['finish twice', (p) => p.begin().finish().apply('one', { do: 'finish' })],
    ['abandon twice', (p) => p.begin().abandon().apply('one', { do: 'abandon' })],
    [
      'a read-only element',
      (p) => p.begin().apply('one', { do: 'set', element: 'cmi.core.credit', value: 'credit' }),
    ],
    [
      'a value of the wrong type',
      (p) => p.begin().apply('one', { do: 'set', element: 'cmi.core.score.raw', value: 'ten' }),
    ],
    ['a step of an unknown name', (p) => p.begin().apply('one', { do: 'pass' } as never)],
  ])('%s', (_, act) => {
    expect(act(playing())).toEqual(expect.any(String))
  })

  test('a cluster cannot be opened', () => {
    const course = courseOf(sco('group', { kind: 'cluster', children: [sco('one')] }))
    expect(new Playing(course).apply('group', { do: 'open' })).toBe('group is a cluster')
  })
})
