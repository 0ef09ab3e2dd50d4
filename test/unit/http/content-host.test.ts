import { contentLabelOf, contentModeOf } from '../../../src/http/content-host.ts'

const label = '0123456789abcdef0123456789abcdef'
const ownHosts = {
  appUrl: 'https://lms.example.vn',
  contentUrl: 'https://*.courses.example.vn:8443',
}
const otherHost = { appUrl: 'http://localhost:8080', contentUrl: 'http://127.0.0.1:8081' }
const sameHost = { appUrl: 'http://192.168.1.10:8080', contentUrl: 'http://192.168.1.10:8081' }

describe('contentModeOf()', () => {
  test('is told by the two URLs', () => {
    expect([ownHosts, otherHost, sameHost].map(contentModeOf)).toEqual([
      'own-hosts',
      'other-host',
      'same-host',
    ])
  })
})

describe('contentLabelOf()', () => {
  test('takes the label out of a host of its own, in any letter case', () => {
    expect(contentLabelOf(`${label}.courses.example.vn:8443`, ownHosts)).toBe(label)
    expect(contentLabelOf(`${label.toUpperCase()}.Courses.Example.vn:8443`, ownHosts)).toBe(label)
  })

  test.each([
    undefined,
    '',
    'courses.example.vn:8443',
    'lms.example.vn',
    '127.0.0.1:8081',
    `${label}.courses.example.vn`,
    `${label}.courses.example.vn:8444`,
    `${label}.courses.example.vn.evil.example:8443`,
    `x.${label}.courses.example.vn:8443`,
    `${label}0.courses.example.vn:8443`,
    '*.courses.example.vn:8443',
  ])('knows no course at the host %j', (host) => {
    expect(contentLabelOf(host, ownHosts)).toBeUndefined()
  })

  test("serves no course under the console's name, on whatever port", () => {
    expect(contentLabelOf('localhost:8081', otherHost)).toBeUndefined()
    expect(contentLabelOf('LOCALHOST', otherHost)).toBeUndefined()
    expect(contentLabelOf('127.0.0.1:8081', otherHost)).toBe('')
    expect(contentLabelOf('behind-a-proxy', otherHost)).toBe('')
    expect(contentLabelOf(undefined, otherHost)).toBe('')
  })

  test('takes any host where the console has the same one', () => {
    expect(contentLabelOf('192.168.1.10:8081', sameHost)).toBe('')
  })
})
