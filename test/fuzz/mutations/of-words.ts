import { becomes, type Mutation, mutationsOf, spelled } from './mutation.ts'

/** Mistakes in single values: identifiers, texts, numbers and times [xAPI-Data 4]. */

const each = (values: readonly unknown[]) =>
  Object.fromEntries(values.map((value) => [JSON.stringify(value), becomes(value)]))

const noText = [1, true, null, [], {}, ['x']]

const badTimestamps = [
  ...[
    '',
    'now',
    '2026',
    '2026-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '99999-01-01T00:00:00Z',
  ],
  ...[
    '2026-09-05T25:00:00Z',
    '2026-09-05T07:60:00Z',
    '2026-09-05T07:30:61Z',
    '2026-09-05T07:30:00-00:00',
  ],
  ...[
    '2026-09-05T07:30:00+25:00',
    '2026-09-05T',
    '2026-09-05T07:30:00.Z',
    ' 2026-09-05T07:30:00Z',
    '2026-09-05T07:30:00Z\n',
  ],
  ...[
    '20260905T07:30:00Z',
    '2026-09-05T24:00:01Z',
    '+2026-09-05T07:30:00Z',
    '5/9/2026',
    'P1D',
    '2026-W36-6T00:00:00Z',
  ],
]

/** ISO 8601, and so 1.0.3, allows these. */
const looseTimestamps = [
  ...[
    '2026-09-05T07:30:00',
    '2026-09-05',
    '20260905T073000Z',
    '2026-09-05T07:30Z',
    '2026-09-05T07:30:00,5Z',
    '2026-09-05T07:30:00+07',
  ],
]

const badDurations = [
  ...[
    '',
    'P',
    'PT',
    'P1W2D',
    '-PT1S',
    '+PT1S',
    'PT1',
    '1H',
    'PT1H1H',
    'PT1S1M',
    'P1H',
    'PT1.5H30M',
    'pt1s',
    'PT1s',
  ],
  ...[
    'P0001-01-01T00:00:00',
    'PT1S ',
    'PT.5S',
    'PT1.S',
    'PT1e3S',
    'P1YT',
    'P1D1Y',
    'PT-1S',
    'PT1,5,5S',
    'P1T1S1D',
    'PT1H/PT2H',
  ],
]

export const wordMutations: Mutation[] = [
  ...mutationsOf('uuid', {
    ...each([...noText, '', 'x']),
    ...each([
      ...[
        '8f87ccdebb564c2eab8344982ef22df0',
        '{8f87ccde-bb56-4c2e-ab83-44982ef22df0}',
        'urn:uuid:8f87ccde-bb56-4c2e-ab83-44982ef22df0',
      ],
      ...[
        '00000000-0000-0000-0000-000000000000',
        'ffffffff-ffff-ffff-ffff-ffffffffffff',
        '8f87ccde-bb56-4c2e-0b83-44982ef22df0',
      ],
      ...[
        '8f87ccde-bb56-4c2e-cb83-44982ef22df0',
        '8f87ccde-bb56-4c2e-eb83-44982ef22df0',
        '8f87ccde-bb56-4c2e-ab83-44982ef22df',
      ],
      ...[
        '8f87ccde-bb56-4c2e-ab83-44982ef22df00',
        '8f87ccde-bb56-4c2e-ab83-44982ef22dfg',
        '8f87ccde-bb56-4c2e-ab83-44982ef22df0\n',
      ],
      ...[
        ' 8f87ccde-bb56-4c2e-ab83-44982ef22df0',
        '8f87ccde_bb56_4c2e_ab83_44982ef22df0',
        '８f87ccde-bb56-4c2e-ab83-44982ef22df0',
      ],
    ]),
  }),
  ...mutationsOf('iri', {
    ...each([
      ...noText,
      '',
      'lesson',
      '/lessons/1',
      '//example.vn/1',
      'http:',
      ':x',
      '1http://example.vn',
      'ht tp://example.vn',
    ]),
    ...each([
      'http://a b',
      'http://a<b',
      'http://a{b}',
      'http://a\\b',
      'http://a"b',
      'http://a|b',
      'http://a^b',
      'http://a`b',
    ]),
    ...each([
      'http://a\n',
      ' http://a',
      'http://a\u0000',
      'http://a\u007f',
      'http://a\ud800',
      'http://a\udfffb',
      '?http://a',
    ]),
  }),
  ...mutationsOf('mbox', {
    ...each([
      ...noText,
      '',
      'an@example.vn',
      'mailto:',
      'mailto:an',
      'mailto:@example.vn',
      'mailto:an@',
      'http://an@example.vn',
    ]),
    ...each([
      'mailto:an@example.vn,binh@example.vn',
      'mailto:an@example.vn?subject=x',
      'mailto:an nguyen@example.vn',
      'mailto:a@b@c',
    ]),
    ...each([
      'mailto:an@exa mple.vn',
      'mailto:an@example..vn',
      'mailto:an@example.vn\n',
      'mailto:an@<example.vn>',
      ' mailto:an@example.vn',
    ]),
  }),
  ...mutationsOf(
    'sha1',
    each([
      ...noText,
      '',
      'a'.repeat(39),
      'a'.repeat(41),
      'a'.repeat(64),
      'g'.repeat(40),
      `${'a'.repeat(40)}\n`,
    ]),
  ),
  ...mutationsOf(
    'sha2',
    each([...noText, '', 'a'.repeat(63), 'a'.repeat(40), 'g'.repeat(64), ` ${'a'.repeat(64)}`]),
  ),
  ...mutationsOf('text', each(noText)),
  ...mutationsOf('boolean', each(['true', 'false', 0, 1, null, [], {}, ''])),
  ...mutationsOf(
    'number',
    each(['0.5', null, true, [], {}, [1], '', spelled('1e400'), spelled('-1e400')]),
  ),
  ...mutationsOf(
    'length',
    each(['1', null, true, [], {}, -1, 1.5, spelled('1e400'), spelled('-0.5')]),
  ),
  ...mutationsOf(
    'mediaType',
    each([...noText, '', 'text', 'text/', '/plain', 'text plain', 'text/pl ain']),
  ),
  ...mutationsOf(
    'languageTag',
    each([
      ...noText,
      '',
      'en_US',
      'e',
      '12',
      'english-language-long',
      'en-',
      '-en',
      'en--US',
      'a12345678',
      'en-US-',
      'x',
      'en-x',
    ]),
  ),
  ...mutationsOf('duration', each([...noText, ...badDurations])),
  ...mutationsOf('timestamp', each([...noText, ...badTimestamps])),
  ...mutationsOf('timestamp', each(looseTimestamps), '2.0.0'),
  ...mutationsOf(
    'version',
    each([...noText, '', '0.9', '0.95', '1', '1.1', '1.1.0', '3.0.0', '1.0.x', 'v1.0', '1.0.3 ']),
  ),
  ...mutationsOf('version', each(['2.0.0']), '1.0.3'),
]
