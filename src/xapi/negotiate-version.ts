import { Problem } from '../base/problem.ts'

/** The latest patch of each version of the Experience API that is spoken here. */
export const xapiVersions = ['1.0.3', '2.0.0'] as const

export type XapiVersion = (typeof xapiVersions)[number]

/** What answers carry whose request named no version that we speak. */
export const latestVersion: XapiVersion = '2.0.0'

/**
 * The version in which a request is read and answered, from its `X-Experience-API-Version` header: `1.0` and every `1.0.x`
 * are 1.0.3, `2.0` and every `2.0.x` are 2.0.0 [Communication 3.3; 9274.1.1, 4.1.6].
 * @throws Problem invalid-version-header that names the header and the value seen.
 */
export function negotiateVersion(header: string | undefined): XapiVersion {
  if (header === undefined)
    throw new Problem(
      'invalid-version-header',
      'The header X-Experience-API-Version is missing; send 1.0.3 or 2.0.0.',
      { pointer: 'X-Experience-API-Version', clause: 'xAPI-Communication 3.3' },
    )
  if (/^1\.0(\.\d{1,9})?$/.test(header)) return '1.0.3'
  if (/^2\.0(\.\d{1,9})?$/.test(header)) return '2.0.0'
  throw new Problem(
    'invalid-version-header',
    `The header X-Experience-API-Version is "${header.slice(0, 40)}"; send 1.0.3 or 2.0.0.`,
    { pointer: 'X-Experience-API-Version', clause: 'xAPI-Communication 3.3' },
  )
}
