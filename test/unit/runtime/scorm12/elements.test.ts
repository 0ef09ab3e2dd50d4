import { elements } from '../../../../src/runtime/scorm12/elements.ts'
import { courseOf, Playing, sco } from './playing.ts'

const course = courseOf(
  sco('one', {
    dataFromLms: 'level=2',
    masteryScore: '70',
    maxTimeAllowed: '00:30:00',
    timeLimitAction: 'exit,message',
  }),
)
const running = () => new Playing(course).begin()

/** A running SCO with one record in each array. */
const withRecords = () =>
  running().setAll({
    'cmi.objectives.0.id': 'obj-1',
    'cmi.interactions.0.id': 'q1',
    'cmi.interactions.0.objectives.0.id': 'obj-1',
    'cmi.interactions.0.correct_responses.0.pattern': 'a',
  })

const at0 = (pattern: string) => pattern.replaceAll('.n.', '.0.')

/** Element, its access, what it answers before any set, a good value, and a value of the wrong type. */
const table: [string, 'ro' | 'rw' | 'wo', string, string?, string?][] = [
  ['cmi.core.student_id', 'ro', 'b7a1'],
  ['cmi.core.student_name', 'ro', 'Trần Thị Ánh'],
  ['cmi.core.lesson_location', 'rw', '', 'page-3'],
  ['cmi.core.credit', 'ro', 'credit'],
  ['cmi.core.lesson_status', 'rw', 'not attempted', 'incomplete', 'not attempted'],
  ['cmi.core.entry', 'ro', 'ab-initio'],
  ['cmi.core.score.raw', 'rw', '', '82.5', '100.5'],
  ['cmi.core.score.min', 'rw', '', '0', 'none'],
  ['cmi.core.score.max', 'rw', '', '100', '1e2'],
  ['cmi.core.total_time', 'ro', '0000:00:00.00'],
  ['cmi.core.lesson_mode', 'ro', 'normal'],
  ['cmi.core.exit', 'wo', '', 'suspend', 'normal'],
  ['cmi.core.session_time', 'wo', '', '00:12:30.5', 'PT12M'],
  ['cmi.suspend_data', 'rw', '', '{"trang":3,"tên":"Ánh"}'],
  ['cmi.launch_data', 'ro', 'level=2'],
  ['cmi.comments', 'rw', '', 'hay'],
  ['cmi.comments_from_lms', 'ro', ''],
  ['cmi.objectives.n.id', 'rw', 'obj-1', 'obj-2', ''],
  ['cmi.objectives.n.score.raw', 'rw', '', '', '-1'],
  ['cmi.objectives.n.score.min', 'rw', '', '10', '10,5'],
  ['cmi.objectives.n.score.max', 'rw', '', '90', '101'],
  ['cmi.objectives.n.status', 'rw', 'not attempted', 'not attempted', 'done'],
  ['cmi.student_data.mastery_score', 'ro', '70'],
  ['cmi.student_data.max_time_allowed', 'ro', '00:30:00'],
  ['cmi.student_data.time_limit_action', 'ro', 'exit,message'],
  ['cmi.student_preference.audio', 'rw', '0', '-1', '101'],
  ['cmi.student_preference.language', 'rw', '', 'vi'],
  ['cmi.student_preference.speed', 'rw', '0', '-100', '-101'],
  ['cmi.student_preference.text', 'rw', '0', '1', '0.5'],
  ['cmi.interactions.n.id', 'wo', '', 'q1', ''],
  ['cmi.interactions.n.objectives.n.id', 'wo', '', 'obj-1', ''],
  ['cmi.interactions.n.time', 'wo', '', '23:59:59.99', '24:00:00'],
  ['cmi.interactions.n.type', 'wo', '', 'choice', 'other'],
  ['cmi.interactions.n.correct_responses.n.pattern', 'wo', '', 'b'],
  ['cmi.interactions.n.weighting', 'wo', '', '-1.5', 'heavy'],
  ['cmi.interactions.n.student_response', 'wo', '', 'a'],
  ['cmi.interactions.n.result', 'wo', '', '0.75', 'incorrect'],
  ['cmi.interactions.n.latency', 'wo', '', '0001:00:05', '1:00:05'],
]

test('the table of this test names every element and no other', () => {
  expect(table.map(([name]) => name)).toEqual(Object.keys(elements))
})

describe.each(table)('%s', (pattern, access, initial, good, bad) => {
  const name = at0(pattern)

  test(access === 'wo' ? 'cannot be read: 404' : 'answers its first value', () => {
    const playing = withRecords()
    expect(playing.get(name)).toBe(access === 'wo' ? '' : initial)
    expect(playing.error).toBe(access === 'wo' ? '404' : '0')
  })

  test(access === 'ro' ? 'cannot be set: 403' : 'takes a good value', () => {
    const playing = withRecords()
    const result = playing.call('setValue', name, good ?? 'anything')
    expect([result, playing.error]).toEqual(access === 'ro' ? ['false', '403'] : ['true', '0'])
    expect(playing.findings).toEqual([])
    if (access === 'rw') expect(playing.get(name)).toBe(good)
  })

  test('answers 301 before Initialize and after Finish', () => {
    const playing = new Playing(course).open()
    expect([playing.get(name), playing.error]).toEqual(['', '301'])
    expect([playing.call('setValue', name, good ?? ''), playing.error]).toEqual(['false', '301'])
    playing.call('initialize', '')
    playing.finish()
    expect([playing.get(name), playing.error]).toEqual(['', '301'])
    expect([playing.call('setValue', name, good ?? ''), playing.error]).toEqual(['false', '301'])
  })

  test('has no children and no count: 202, 203, and 402 when set', () => {
    const playing = withRecords()
    expect([playing.get(`${name}._children`), playing.error]).toEqual(['', '202'])
    expect([playing.get(`${name}._count`), playing.error]).toEqual(['', '203'])
    expect(playing.set(`${name}._children`, 'x').error).toBe('402')
    expect(playing.set(`${name}._count`, '1').error).toBe('402')
  })

  if (bad !== undefined) {
    test(`refuses ${JSON.stringify(bad)}: 405, and keeps what it had`, () => {
      const playing = withRecords()
      const before = playing.attempt
      expect([playing.call('setValue', name, bad), playing.error]).toEqual(['false', '405'])
      expect(playing.attempt).toBe(before)
    })
  }

  if (pattern.includes('.n.')) {
    test('exists only in a record that exists, and the next one', () => {
      const playing = running()
      playing.get(name)
      expect(playing.error).toBe(access === 'wo' ? '404' : '201')
      expect(playing.set(pattern.replaceAll('.n.', '.1.'), good ?? '').error).toBe('201')
      expect(playing.set(name, good ?? '').error).toBe('0')
    })
  }
})

describe('keywords', () => {
  test.each([
    [
      'cmi.core._children',
      'student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,lesson_mode,exit,session_time',
    ],
    ['cmi.core.score._children', 'raw,min,max'],
    ['cmi.objectives._children', 'id,score,status'],
    ['cmi.objectives.0.score._children', 'raw,min,max'],
    ['cmi.student_data._children', 'mastery_score,max_time_allowed,time_limit_action'],
    ['cmi.student_preference._children', 'audio,language,speed,text'],
    [
      'cmi.interactions._children',
      'id,objectives,time,type,correct_responses,weighting,student_response,result,latency',
    ],
    ['cmi.objectives._count', '1'],
    ['cmi.interactions._count', '1'],
    ['cmi.interactions.0.objectives._count', '1'],
    ['cmi.interactions.0.correct_responses._count', '1'],
    ['cmi._version', '3.4'],
  ])('%s answers, and cannot be set: 402', (name, value) => {
    const playing = withRecords()
    expect([playing.get(name), playing.error]).toEqual([value, '0'])
    expect([playing.call('setValue', name, value), playing.error]).toEqual(['false', '402'])
  })

  test.each([
    ['cmi.core._count', '203'],
    ['cmi.core.score._count', '203'],
    ['cmi.objectives.0._children', '202'],
    ['cmi.interactions.0.objectives._children', '202'],
    ['cmi.objectives.1.score._children', '201'],
    ['cmi.interactions.1.objectives._count', '201'],
  ])('%s answers %s', (name, code) => {
    const playing = withRecords()
    expect([playing.get(name), playing.error]).toEqual(['', code])
  })

  test('an array without records counts 0', () => {
    expect(running().get('cmi.objectives._count')).toBe('0')
    expect(running().get('cmi.interactions._count')).toBe('0')
  })
})

describe('names that are no element', () => {
  test.each([
    ['', '201'],
    ['cmi', '201'],
    ['cmi.', '201'],
    ['cmi..core', '201'],
    ['cmi.core', '201'],
    ['cmi.objectives.0', '201'],
    ['cmi.objectives.00.id', '201'],
    ['cmi.objectives.-1.id', '201'],
    ['cmi.core.student id', '201'],
    ['cmi.core.grade', '401'],
    ['cmi.Core.exit', '401'],
    ['cmi.completion_status', '401'],
    ['cmi.objectives.id', '401'],
    ['cmi.grade._children', '401'],
    ['xyz.score.result', '401'],
    ['__proto__.toString', '401'],
    ['cmi.constructor', '401'],
  ])('%j answers %s to get and to set', (name, code) => {
    const playing = withRecords()
    expect([playing.get(name), playing.error]).toEqual(['', code])
    expect([playing.call('setValue', name, 'x'), playing.error]).toEqual(['false', code])
  })
})

describe('tolerance', () => {
  test.each([
    ['cmi.suspend_data', 'đ'.repeat(1_048_576)],
    ['cmi.core.lesson_location', 'x'.repeat(1_000)],
    ['cmi.comments', 'x'.repeat(5_000)],
    ['cmi.objectives.0.id', 'mục tiêu 1'],
    ['cmi.objectives.0.id', 'x'.repeat(300)],
    ['cmi.interactions.0.student_response', `urn:scormdriver:${'x'.repeat(400)}`],
  ])('%s beyond what the book guarantees is stored and reported', (name, value) => {
    const playing = withRecords().set(name, value)
    expect(playing.error).toBe('0')
    expect(playing.findings).toEqual([expect.stringContaining(name)])
    if (!name.includes('interactions')) expect(playing.get(name)).toBe(value)
  })

  test('suspend_data over 4 Mi characters is refused', () => {
    expect(running().set('cmi.suspend_data', 'x'.repeat(4_194_305)).error).toBe('405')
  })

  test.each([
    ['true-false', 't', 'true'],
    ['choice', 'a,c', 'Mật khẩu mạnh'],
    ['choice', '{1,2}', 'ab'],
    ['numeric', '-3.5', 'ba'],
    ['matching', '1.a,2.b', '1:a'],
    ['sequencing', 'c,a,b', 'c-a-b'],
    ['likert', '5', 'agree'],
  ])('a %s response %s has the form of the book, %s is reported', (type, good, odd) => {
    const playing = running().setAll({
      'cmi.interactions.0.type': type,
      'cmi.interactions.0.student_response': good,
      'cmi.interactions.0.correct_responses.0.pattern': good,
    })
    expect(playing.findings).toEqual([])
    playing.setAll({ 'cmi.interactions.0.student_response': odd })
    expect(playing.findings).toEqual([expect.stringContaining(`not the form of a ${type}`)])
  })

  test.each(['fill-in', 'performance'])('a %s response is any text', (type) => {
    const playing = running().setAll({
      'cmi.interactions.0.type': type,
      'cmi.interactions.0.student_response': 'Không chia sẻ mã OTP!',
    })
    expect(playing.findings).toEqual([])
  })
})

test('cmi.comments grows with each set', () => {
  const playing = running().setAll({ 'cmi.comments': '<1>hay' }).set('cmi.comments', '<2>dài')
  expect(playing.get('cmi.comments')).toBe('<1>hay<2>dài')
})

test('an array takes no more records than its limit: 201', () => {
  const playing = running()
  for (let index = 0; index < 100; index += 1) {
    playing.set(`cmi.interactions.0.objectives.${index}.id`, `o${index}`)
  }
  expect(playing.set('cmi.interactions.0.objectives.100.id', 'o100').error).toBe('201')
  expect(playing.get('cmi.interactions.0.objectives._count')).toBe('100')
})
