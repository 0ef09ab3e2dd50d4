import { toXapiResponse } from '../../../../src/runtime/scorm12/xapi-response.ts'

describe('toXapiResponse()', () => {
  test.each([
    ['true-false', 't', 'true'],
    ['true-false', '0', 'false'],
    ['true-false', 'True', 'true'],
    ['true-false', 'constructor', 'constructor'],
    ['true-false', '__proto__', '__proto__'],
    ['choice', 'a', 'a'],
    ['choice', 'a,b, c', 'a[,]b[,]c'],
    ['choice', '{a,b}', 'a[,]b'],
    ['choice', 'a[,]b', 'a[,]b'],
    ['sequencing', 'b,a', 'b[,]a'],
    ['matching', '1.c,2.a', '1[.]c[,]2[.]a'],
    ['matching', '{1.c,2.a}', '1[.]c[,]2[.]a'],
    ['matching', 'urn:scormdriver:x', 'urn:scormdriver:x'],
    ['performance', 'mở van, đóng van', 'mở van, đóng van'],
    ['performance', 's1.3,s2.4', 's1[.]3[,]s2[.]4'],
    ['fill-in', 'một, hai {ba}', 'một, hai {ba}'],
    ['numeric', '3.14', '3.14'],
    ['likert', '4', '4'],
    ['other', 'a,b', 'a,b'],
  ])('%s: %j becomes %j', (type, response, expected) => {
    expect(toXapiResponse(type, response)).toBe(expected)
  })
})
